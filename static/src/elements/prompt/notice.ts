import { html, nothing, type TemplateResult } from "lit";

export interface Notice {
  words: string;
  items: string[];
  /** The text that comes back with undo. */
  before: string;
}

/** What was done to a text by itself, with a way back. */
export function noticeOf(notice: Notice, undo: () => void, good: () => void): TemplateResult {
  const { words, items } = notice;
  return html`<div class="notice" role="status">
    <p><b>${words}</b></p>
    ${
      items.length
        ? html`<details>
            <summary>${items.length} change${items.length > 1 ? "s" : ""}</summary>
            <ul>
              ${items.map((item) => html`<li>${item}</li>`)}
            </ul>
          </details>`
        : nothing
    }
    <span class="does"
      ><button type="button" @click=${undo}>Undo</button
      ><button type="button" @click=${good}>Good</button></span
    >
  </div>`;
}
