import { html, nothing, type TemplateResult } from "lit";

export type Asking = "tag" | "move";

interface Answers {
  /** Closed, whatever was answered. */
  closed: () => void;
  /** A tag or the name of a board; "" takes pictures off their board. */
  given: (value: string) => void;
}

const WORDS = {
  tag: { title: "Tag", label: "Words, with commas between" },
  move: { title: "Move to a board", label: "Name of the board; a new one is made" },
};

/** Asks for a tag or a board for `count` pictures; `known` are those that there are. */
export function ask(
  what: Asking,
  count: number,
  known: readonly string[],
  { closed, given }: Answers,
): TemplateResult {
  const { title, label } = WORDS[what];
  const submitted = (event: SubmitEvent): void => {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    const value = form.querySelector<HTMLInputElement>("[name=value]")?.value.trim() ?? "";
    if (value) given(value);
    away(event);
  };
  const off = (event: Event): void => {
    given("");
    away(event);
  };
  return html`<dialog class="ask" aria-labelledby="ask-title" @close=${closed}>
    <header><h2 id="ask-title">${title}</h2></header>
    <form method="dialog" @submit=${submitted}>
      <div class="field">
        <label for="ask-value">${label}</label>
        <input id="ask-value" name="value" maxlength="200" autocomplete="off" list="ask-known" />
        <datalist id="ask-known">${known.map((each) => html`<option value=${each}></option>`)}</datalist>
      </div>
      ${
        known.length
          ? html`<p class="row known">
              ${known
                .slice(0, 12)
                .map(
                  (each) =>
                    html`<button class="chip" name="value" value=${each} @click=${picked}>${each}</button>`,
                )}
            </p>`
          : nothing
      }
      <p class="ends">
        <button class="button main">
          ${what === "tag" ? "Tag" : "Move"}
          ${count === 1 ? "it" : `${count.toLocaleString("en-GB")} pictures`}
        </button>
        ${
          what === "move"
            ? html`<button type="button" class="button" @click=${off}>Off its board</button>`
            : nothing
        }
        <button type="button" class="button plain" @click=${away}>Leave it</button>
      </p>
    </form>
  </dialog>`;
}

/** One of those that there are goes into the field, which is then sent. */
function picked(event: Event): void {
  const button = event.currentTarget as HTMLButtonElement;
  const field = button.form?.querySelector<HTMLInputElement>("#ask-value");
  if (field) field.value = button.value;
}

function away(event: Event): void {
  (event.target as HTMLElement).closest("dialog")?.close();
}
