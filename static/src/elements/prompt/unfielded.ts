import { html, type TemplateResult } from "lit";

/** What stands in place of the fields where the text is no document, and the way on from there. */
export function unfielded(fault: string, lookAtJson: () => void, turnIntoFields: () => void): TemplateResult {
  if (fault) {
    return html`<p class="none">
      This is meant as a document, but it is none yet: ${fault}
      <button type="button" @click=${lookAtJson}>Look at it as JSON</button>
    </p>`;
  }
  return html`<p class="none">
    These are plain words. As fields they can be locked, varied and compared one by one.
    <button type="button" @click=${turnIntoFields}>Turn them into fields</button>
  </p>`;
}

/** The smallest document that says these words. */
export function documentOf(words: string): string {
  return words ? `{\n  "prompt": ${JSON.stringify(words)}\n}` : '{\n  "subject": ""\n}';
}
