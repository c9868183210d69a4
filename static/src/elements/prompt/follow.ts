/** The settings follow what the prompt newly says about its picture; what a person chooses counts. */

/** Width and height belong to the shape: who chose a shape chose them too. */
const BELONGS: Record<string, string> = { width: "aspect", height: "aspect" };

export class Follow {
  private said = new Set<string>();
  private readonly byHand = new Map<string, string>();
  private isChoosing = false;

  constructor(private readonly settings: () => ParentNode | null) {}

  /** A setting was changed while the prompt was `text`. */
  changed(name: string, text: string): void {
    if (!this.isChoosing) this.byHand.set(BELONGS[name] ?? name, text);
  }

  /** What `text` says, as settings in JSON; what was chosen by hand for this very text stays. */
  hear(statements: readonly string[], text: string): void {
    for (const sets of statements) {
      if (this.said.has(sets)) continue;
      const wanted = Object.entries(read(sets));
      this.choose(wanted.filter(([name]) => this.byHand.get(BELONGS[name] ?? name) !== text));
    }
    this.said = new Set(statements);
  }

  /** As if it had been chosen by hand: somebody pressed the statement. */
  take(sets: string): void {
    this.choose(Object.entries(read(sets)));
  }

  private choose(wanted: readonly [string, string][]): void {
    let changed: HTMLElement | undefined;
    for (const [name, value] of wanted) {
      const fields = [...(this.settings()?.querySelectorAll<HTMLInputElement>(`[name="${name}"]`) ?? [])];
      const radio = fields.find((field) => field.type === "radio" && field.value === value);
      const written = fields.find((field) => field.type !== "radio");
      if (radio && !radio.checked) {
        radio.checked = true;
        changed = radio;
      } else if (!radio && written && written.value !== value) {
        written.value = value;
        changed = written;
      }
    }
    this.isChoosing = true;
    changed?.dispatchEvent(new Event("change", { bubbles: true }));
    this.isChoosing = false;
  }
}

function read(sets: string): Record<string, string> {
  return JSON.parse(sets || "{}") as Record<string, string>;
}
