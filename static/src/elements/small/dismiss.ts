/**
 * Takes the toast that it stands in away.
 *
 *     <div class="toast">… <studio-dismiss><button type="button">Dismiss</button></studio-dismiss></div>
 */
export class Dismiss extends HTMLElement {
  connectedCallback(): void {
    this.addEventListener("click", this.clicked);
  }

  disconnectedCallback(): void {
    this.removeEventListener("click", this.clicked);
  }

  private readonly clicked = (): void => {
    this.closest(".toast")?.remove();
  };
}

customElements.define("studio-dismiss", Dismiss);
