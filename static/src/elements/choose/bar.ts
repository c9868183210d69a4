import { html, nothing, type TemplateResult } from "lit";

import { icon } from "./icons";

export interface Acts {
  everything: () => void;
  favour: () => void;
  judge: (verdict: number) => void;
  tag: () => void;
  move: () => void;
  compare: () => void;
  zip: () => void;
  trash: () => void;
  none: () => void;
}

/** What can be done with `count` chosen pictures; `mayBeMore` where others match that are not loaded. */
export function bar(count: number, mayEdit: boolean, mayBeMore: boolean, acts: Acts): TemplateResult {
  const verdicts = [1, 2, 3, 4, 5].map((verdict) => {
    const judge = (): void => {
      acts.judge(verdict);
    };
    return html`<button type="button" class="option" @click=${judge}>${verdict}</button>`;
  });
  return html`<div class="chosen-bar" role="toolbar" aria-label="What to do with the chosen pictures">
    <b class="figures">${count.toLocaleString("en-GB")} chosen</b>
    ${
      mayBeMore
        ? html`<button type="button" class="button words" @click=${acts.everything}>All that match</button>`
        : nothing
    }
    ${
      mayEdit
        ? html`${act("heart", "Favourite", "F", acts.favour)}
            <span class="segments verdicts" role="group" aria-label="Verdict">${verdicts}</span>
            ${act("tag", "Tag", "T", acts.tag)} ${act("folder", "Move to a board", "B", acts.move, "Move")}`
        : nothing
    }
    ${count > 1 && count < 5 ? act("columns", "Compare", "C", acts.compare) : nothing}
    ${act("download", "Download as a zip", "Shift D", acts.zip, "Zip")}
    ${mayEdit ? act("trash", "Move to the trash", "Del", acts.trash, "Delete") : nothing}
    <button
      type="button"
      class="button plain round"
      aria-label="Choose none"
      title="Choose none (Esc)"
      @click=${acts.none}
    >
      ${icon("x")}
    </button>
  </div>`;
}

function act(
  drawn: Parameters<typeof icon>[0],
  title: string,
  key: string,
  run: () => void,
  words = title,
): TemplateResult {
  return html`<button type="button" class="button" title="${title} (${key})" @click=${run}>
    ${icon(drawn)}<span>${words}</span>
  </button>`;
}
