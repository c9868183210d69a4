/**
 * A dialog that opens when something is put into it, and hands the prompt it shows to the composer.
 *
 *     <studio-sheet><dialog><div id="sheet"></div></dialog></studio-sheet>
 *
 * @fires studio-prompt-put - {text}: the composer takes it as its prompt
 */
export class Sheet extends HTMLElement {
  connectedCallback(): void {
    document.addEventListener("htmx:after:swap", this.filled);
    this.addEventListener("click", this.clicked);
    this.addEventListener("submit", this.sent);
  }

  disconnectedCallback(): void {
    document.removeEventListener("htmx:after:swap", this.filled);
    this.removeEventListener("click", this.clicked);
    this.removeEventListener("submit", this.sent);
  }

  private get dialog(): HTMLDialogElement | null {
    return this.querySelector("dialog");
  }

  private readonly filled = (event: Event): void => {
    const { ctx } = (event as CustomEvent<{ ctx: { target?: Element } }>).detail;
    const dialog = this.dialog;
    if (!dialog || ctx.target?.id !== "sheet") return;
    if (!dialog.open) dialog.showModal();
    const first =
      dialog.querySelector<HTMLElement>('[aria-invalid="true"], [autofocus]') ??
      dialog.querySelector<HTMLElement>(".sheet-body :is(input:not([type=hidden]), button)");
    first?.focus();
    // Of many fields, the one that was meant is seen.
    dialog.querySelector(".keep:has(:checked)")?.scrollIntoView({ block: "nearest" });
  };

  private readonly clicked = (event: Event): void => {
    const target = event.target instanceof Element ? event.target : null;
    if (target?.closest("[data-close-sheet]") || target === this.dialog) this.dialog?.close();
  };

  private readonly sent = (event: SubmitEvent): void => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || !("putPrompt" in form.dataset)) return;
    const text = form.querySelector("textarea")?.value;
    if (text === undefined || !document.querySelector("studio-prompt")) return;
    event.preventDefault();
    this.dialog?.close();
    document.dispatchEvent(new CustomEvent("studio-prompt-put", { detail: { text } }));
  };
}

customElements.define("studio-sheet", Sheet);
