import { Undo } from "./undo";

/** Writes into the textarea that is sent, as our own editors do, and takes back what they and hands wrote there. */
export class Pen {
  /** The input event that is under way is ours, and no hand's. */
  isWriting = false;

  private readonly undo = new Undo();

  constructor(private readonly textarea: () => HTMLTextAreaElement | null) {}

  /** Another text; `place` is where in it somebody writes, so that typing on there is one step. */
  write(text: string, place = ""): void {
    const textarea = this.textarea();
    if (!textarea || text === textarea.value) return;
    this.undo.note(textarea.value, place);
    this.put(textarea, text);
  }

  /** A hand wrote into the textarea itself, where `before` stood. */
  typed(before: string): void {
    this.undo.note(before, "words");
  }

  /** One step back, or with a negative `by` forth again. */
  step(by: number): void {
    const textarea = this.textarea();
    if (!textarea) return;
    const found = by > 0 ? this.undo.back(textarea.value) : this.undo.forth(textarea.value);
    if (found !== undefined) this.put(textarea, found);
  }

  private put(textarea: HTMLTextAreaElement, text: string): void {
    this.isWriting = true;
    textarea.value = text;
    textarea.dispatchEvent(new Event("input", { bubbles: true }));
    this.isWriting = false;
  }
}
