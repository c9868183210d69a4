import htmx from "htmx.org";

import { fragment } from "../../lib/fragment";
import type { Told } from "../../lib/live";

/**
 * A part of the page that is read again when something about its picture is told.
 *
 *     <studio-refresh id="edited-9" src="/variants/9/edited/" variant="9" waits>…</studio-refresh>
 *
 * @attr waits - it shows what is still to be told
 */
export class Refresh extends HTMLElement {
  connectedCallback(): void {
    document.addEventListener("studio-told", this.heard);
    // It may have been told between the making of this part and its coming here: then nobody tells it again.
    if (this.hasAttribute("waits")) void this.read();
  }

  disconnectedCallback(): void {
    document.removeEventListener("studio-told", this.heard);
  }

  private readonly heard = (event: CustomEvent<Told>): void => {
    const { name, variant } = event.detail;
    const is = name === "edit.measured" && variant === Number(this.getAttribute("variant"));
    // After a gap in what was told, it may be among what was missed.
    if (is || (name === "wall.changed" && this.hasAttribute("waits"))) void this.read();
  };

  private async read(): Promise<void> {
    const found = await fragment(this.getAttribute("src") ?? "");
    const fresh = found?.querySelector("studio-refresh");
    if (fresh && this.isConnected) {
      await htmx.swap({ text: fresh.outerHTML, target: this, sourceElement: this, swap: "outerMorph" });
    }
  }
}

customElements.define("studio-refresh", Refresh);

declare global {
  interface HTMLElementTagNameMap {
    "studio-refresh": Refresh;
  }
  interface DocumentEventMap {
    "studio-told": CustomEvent<Told>;
  }
}
