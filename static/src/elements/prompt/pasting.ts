/** Whether a text is, letter for letter, what a paste made it: only then may it be mended without asking. */
export class Pasting {
  private isComing = false;
  private whole: string | undefined;

  /** A paste into the textarea begins. Its input event comes at once or not at all: what is typed afterwards is none. */
  begins(): void {
    this.isComing = true;
    setTimeout(() => {
      this.isComing = false;
    });
  }

  /** The text is `text` now; true where a paste made it so. */
  wrote(text: string): boolean {
    const isPaste = this.isComing;
    this.isComing = false;
    this.whole = isPaste ? text : undefined;
    return isPaste;
  }

  /** Somebody was faster than the script: what stands here was typed or pasted before it came. */
  wasFaster(text: string): void {
    this.whole = text;
  }

  isStill(text: string): boolean {
    return this.whole !== undefined && this.whole === text;
  }
}
