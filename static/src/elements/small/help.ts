import { isWriting } from "../../lib/page";

/**
 * The keys that exist, behind `?`.
 *
 *     <studio-help><dialog>…</dialog></studio-help>
 */
export class Help extends HTMLElement {
  connectedCallback(): void {
    document.addEventListener("keydown", this.pressed);
    document.addEventListener("click", this.clicked);
    for (const button of document.querySelectorAll<HTMLElement>("[data-help]")) button.hidden = false;
  }

  disconnectedCallback(): void {
    document.removeEventListener("keydown", this.pressed);
    document.removeEventListener("click", this.clicked);
  }

  private readonly pressed = (event: KeyboardEvent): void => {
    if (event.key !== "?" || isWriting(event.target) || document.querySelector("dialog[open]")) return;
    event.preventDefault();
    this.querySelector("dialog")?.showModal();
  };

  private readonly clicked = (event: Event): void => {
    if (!(event.target instanceof Element)) return;
    const dialog = this.querySelector("dialog");
    if (event.target.closest("[data-help]")) dialog?.showModal();
    else if (dialog && event.target === dialog) dialog.close();
  };
}

customElements.define("studio-help", Help);
