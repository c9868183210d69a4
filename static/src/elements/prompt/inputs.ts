import { html, noChange, nothing, type TemplateResult } from "lit";
import { live } from "lit/directives/live.js";

import type { Fields } from "./fields";
import { label, type Path, type Scalar } from "./json";

const COLOUR = /^#(?:[\da-f]{3}|[\da-f]{6})$/i;

/** A fitting input for one value: a text that grows, a number, a colour, yes or no. */
export function valueInput(
  fields: Fields,
  node: Scalar,
  path: Path,
  name: string,
  isLocked: boolean,
): TemplateResult {
  if (node.kind === "boolean") {
    return html`<label class="yes"
      ><input
        type="checkbox"
        aria-label=${name}
        .checked=${live(node.value === "true")}
        ?disabled=${isLocked}
        @change=${(event: Event) => {
          fields.set(path, String((event.target as HTMLInputElement).checked), "");
        }}
      />${node.value === "true" ? "yes" : "no"}</label
    >`;
  }
  if (node.kind === "null") return html`<span class="null">nothing</span>`;
  if (node.kind === "number") {
    return html`<input
      inputmode="decimal"
      autocomplete="off"
      aria-label=${name}
      aria-invalid=${fields.wrong.has(name) ? "true" : "false"}
      .value=${fields.wrong.has(name) ? noChange : live(node.raw)}
      ?readonly=${isLocked}
      @input=${(event: Event) => {
        fields.number(path, name, (event.target as HTMLInputElement).value);
      }}
      @keydown=${(event: KeyboardEvent) => {
        count(fields, event, node, path, isLocked);
      }}
    />`;
  }
  return html`${
      COLOUR.test(node.value)
        ? html`<input
            type="color"
            aria-label="Colour of ${name}"
            .value=${live(long(node.value))}
            ?disabled=${isLocked}
            @input=${(event: Event) => {
              fields.set(path, JSON.stringify((event.target as HTMLInputElement).value), name);
            }}
          />`
        : nothing
    }<textarea
      rows="1"
      aria-label=${name}
      spellcheck="true"
      .value=${live(node.value)}
      ?readonly=${isLocked}
      @input=${(event: Event) => {
        fields.set(path, JSON.stringify((event.target as HTMLTextAreaElement).value), name);
      }}
    ></textarea>`;
}

/** Up and down change the last digit that is written. */
function count(fields: Fields, event: KeyboardEvent, node: Scalar, path: Path, isLocked: boolean): void {
  const by = { ArrowUp: 1, ArrowDown: -1 }[event.key];
  if (!by || event.altKey || isLocked || !/^-?\d+(\.\d+)?$/.test(node.raw)) return;
  event.preventDefault();
  const digits = node.raw.split(".")[1]?.length ?? 0;
  fields.set(path, (Number(node.raw) + by / 10 ** digits).toFixed(digits), label(path));
}

function long(colour: string): string {
  return colour.length === 4 ? colour.replace(/[\da-f]/gi, "$&$&") : colour;
}
