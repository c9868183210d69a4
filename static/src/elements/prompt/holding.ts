import type { Moves } from "./edits";
import { carried, heldIn, inputs, isEmpty, NOTHING_HELD, pruned, type Held } from "./held";
import type { Group } from "./json";
import { keep, recall } from "./kept";
import { Variables } from "./variables";

/** What belongs to the prompt beside its words: locks, axes, variables, the version that it came after. */
export class Holding {
  readonly variables = new Variables();
  private now: Held = NOTHING_HELD;

  /** `changed` hears that something else is locked or varied. */
  constructor(
    private readonly prompt: HTMLElement,
    private readonly changed: () => void,
  ) {}

  /** The name under which the draft is kept on this device. */
  get draft(): string {
    return this.prompt.closest<HTMLElement>("[data-draft]")?.dataset["draft"] ?? "";
  }

  get held(): Held {
    return this.now;
  }

  set held(held: Held) {
    if (held === this.now) return;
    this.now = held;
    this.tell();
  }

  /** As the page brought it; where it brought nothing, as it was left on this device for the same words. */
  begin(): void {
    this.now = heldIn(this.place);
    const kept = recall(localStorage, this.draft);
    if (kept?.text !== this.text) return;
    if (isEmpty(this.now)) this.now = { locks: new Set(kept.locks), axes: new Map(kept.axes) };
    this.variables.kept = kept.variables;
    this.tell();
  }

  /** Without what is locked or varied in fields that are gone. */
  prune(root: Group): void {
    this.held = pruned(this.now, root);
  }

  /** After an edit of the document, which was `root` before it. */
  carry(root: Group, moves: Moves): void {
    this.held = carried(this.now, root, moves);
  }

  /** Into the inputs that are sent with the form. */
  tell(): void {
    const { place } = this;
    if (!place) return;
    for (const old of place.querySelectorAll('[name="lock"], [name="vary"]')) old.remove();
    place.append(...inputs(this.now));
    this.keep();
    this.changed();
  }

  /** The version that the words came from; 0 for none. */
  after(version: number): void {
    const input = this.place?.querySelector<HTMLInputElement>('[name="after"]');
    if (input) input.value = version ? String(version) : "";
  }

  keep(): void {
    keep(localStorage, this.draft, {
      text: this.text,
      locks: [...this.now.locks],
      axes: [...this.now.axes].map(([name, values]) => [name, [...values]]),
      variables: this.variables.kept,
    });
  }

  private get place(): HTMLElement | null {
    return this.prompt.querySelector<HTMLElement>("#prompt-state");
  }

  /** The words that all of this belongs to. */
  private get text(): string {
    return this.prompt.querySelector<HTMLTextAreaElement>('textarea[name="prompt"]')?.value ?? "";
  }
}
