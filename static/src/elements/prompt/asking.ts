/** When the server is asked about the prompt: once the hand rests, and while it does not, every second all the same. */

const REST_MS = 260;
const MOST_MS = 1_000;
const AGAIN_MS = [1_000, 3_000, 10_000];

export class Asking {
  private timer: ReturnType<typeof setTimeout> | undefined;
  private since: number | undefined;
  private failures = 0;

  constructor(private readonly ask: () => void) {}

  soon(): void {
    const now = performance.now();
    this.since ??= now;
    this.failures = 0;
    this.wait(Math.min(REST_MS, Math.max(0, this.since + MOST_MS - now)));
  }

  /** No answer came: what is not asked again would stay unsaid until somebody writes on. */
  failed(): void {
    const wait = AGAIN_MS[this.failures];
    this.failures += 1;
    if (wait !== undefined) this.wait(wait);
  }

  stop(): void {
    clearTimeout(this.timer);
    this.since = undefined;
  }

  private wait(ms: number): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.since = undefined;
      this.ask();
    }, ms);
  }
}
