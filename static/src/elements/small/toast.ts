const LASTS_MS = 9000;

/**
 * Something that has happened, with a way back; it goes by itself, but not from under a hand.
 *
 *     <studio-toast class="toast"><span>Moved to the trash.</span><button data-closes>Undo</button></studio-toast>
 */
export class Toast extends HTMLElement {
  private leaving: ReturnType<typeof setTimeout> | undefined;

  connectedCallback(): void {
    this.addEventListener("click", this.clicked);
    this.addEventListener("pointerenter", this.stay);
    this.addEventListener("focusin", this.stay);
    this.addEventListener("pointerleave", this.leave);
    this.addEventListener("focusout", this.leave);
    this.leave();
  }

  disconnectedCallback(): void {
    clearTimeout(this.leaving);
  }

  private readonly stay = (): void => {
    clearTimeout(this.leaving);
  };

  private readonly leave = (): void => {
    clearTimeout(this.leaving);
    if (this.hidden) return;
    this.leaving = setTimeout(() => {
      this.remove();
    }, LASTS_MS);
  };

  private readonly clicked = (event: Event): void => {
    const button = event.target instanceof Element ? event.target.closest("[data-closes]") : null;
    if (!button) return;
    if (!button.hasAttribute("hx-post")) {
      this.remove();
      return;
    }
    // It stays, unseen, until its own request has ended: an element that is gone gets no answer.
    clearTimeout(this.leaving);
    this.hidden = true;
    this.addEventListener("htmx:finally:request", () => {
      this.remove();
    });
  };
}

customElements.define("studio-toast", Toast);
