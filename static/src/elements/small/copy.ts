import { toast } from "../../lib/page";

/**
 * Copies the text that it holds.
 *
 *     <studio-copy><button hidden>Copy the prompt</button><textarea hidden readonly>…</textarea></studio-copy>
 */
export class Copy extends HTMLElement {
  connectedCallback(): void {
    const button = this.querySelector("button");
    // Without a secure origin there is no clipboard to write to.
    if (button) button.hidden = !("clipboard" in navigator);
    button?.addEventListener("click", this.clicked);
  }

  disconnectedCallback(): void {
    this.querySelector("button")?.removeEventListener("click", this.clicked);
  }

  private readonly clicked = (): void => {
    void navigator.clipboard.writeText(this.querySelector("textarea")?.value ?? "").then(
      () => {
        toast("Copied.");
      },
      () => {
        toast("The browser did not allow copying.");
      },
    );
  };
}

customElements.define("studio-copy", Copy);
