/** What was there before, step by step. Typing in one place is one step until a pause. */

const MOST = 200;
const PAUSE_MS = 1200;

export class Undo {
  private readonly past: string[] = [];
  private readonly future: string[] = [];
  private place = "";
  private at = -Infinity;

  constructor(private readonly now: () => number = () => performance.now()) {}

  /** Before a change: `text` as it is, and where it is being changed ("" for what is a step by itself). */
  note(text: string, place = ""): void {
    const now = this.now();
    const goesOn = place !== "" && place === this.place && now - this.at < PAUSE_MS;
    this.place = place;
    this.at = now;
    this.future.length = 0;
    if (goesOn) return;
    if (this.past.at(-1) !== text) this.past.push(text);
    if (this.past.length > MOST) this.past.shift();
  }

  back(text: string): string | undefined {
    return this.step(text, this.past, this.future);
  }

  forth(text: string): string | undefined {
    return this.step(text, this.future, this.past);
  }

  private step(text: string, from: string[], to: string[]): string | undefined {
    this.place = "";
    let found = from.pop();
    if (found === text) found = from.pop();
    if (found !== undefined) to.push(text);
    return found;
  }
}
