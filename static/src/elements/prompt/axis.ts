import { html, nothing, type TemplateResult } from "lit";
import { until } from "lit/directives/until.js";

import { icon } from "./actions";
import type { Fields } from "./fields";
import { NUMBER, type Scalar } from "./json";

interface Suggested {
  label: string;
  values: string[];
}

/** As studio/prompts/vary.py has it. */
export const MOST_VALUES = 64;

const NOT: Partial<Record<Scalar["kind"], string>> = {
  number: "not a number",
  boolean: "neither true nor false",
};

const asked = new Map<string, Promise<Suggested>>();

/** The values that a field is to take: what is chosen, a place to write another, and the studio's suggestions. */
export function axisPanel(
  fields: Fields,
  node: Scalar,
  name: string,
  values: readonly string[],
): TemplateResult {
  const take = (raw: string) => {
    if (!values.includes(raw) && values.length < MOST_VALUES) fields.setAxis(name, [...values, raw]);
  };
  const written = (event: KeyboardEvent) => {
    const input = event.target as HTMLInputElement;
    if (event.key === "Backspace" && !input.value && values.length > 1) {
      fields.setAxis(name, values.slice(0, -1));
      return;
    }
    if (event.key !== "Enter" || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    const words = input.value.trim();
    const raw = rawOf(node, words);
    fields.refuse(name, raw === undefined && words ? `“${words.slice(0, 40)}” is ${NOT[node.kind]}.` : "");
    if (raw === undefined) return;
    take(raw);
    input.value = "";
  };
  return html`<div class="panel">
    <ul class="values" aria-label="Values of ${name}">
      ${values.map(
        (raw) =>
          html`<li>
            ${said(raw)}<button
              type="button"
              aria-label="Without ${said(raw)}"
              ?disabled=${values.length === 1}
              @click=${() => {
                fields.setAxis(
                  name,
                  values.filter((each) => each !== raw),
                );
              }}
            >
              ${icon("x")}
            </button>
          </li>`,
      )}
    </ul>
    <input
      class="another"
      aria-label="Another value of ${name}"
      placeholder="Another value, then Enter"
      aria-invalid=${fields.wrong.has(name) ? "true" : "false"}
      inputmode=${node.kind === "number" ? "decimal" : "text"}
      @keydown=${written}
    />
    ${until(
      suggestions(fields.suggestions, name, node.raw).then((found) => offer(found, values, take)),
      nothing,
    )}
  </div>`;
}

/** A value as it is read aloud. */
export function said(raw: string): string {
  return raw.startsWith('"') ? (JSON.parse(raw) as string) : raw;
}

/** What was written, as the JSON of a field's own type; undefined when it cannot be. */
function rawOf(node: Scalar, words: string): string | undefined {
  if (!words) return undefined;
  if (node.kind === "number") return NUMBER.test(words) ? words : undefined;
  if (node.kind === "boolean") return words === "true" || words === "false" ? words : undefined;
  return JSON.stringify(words);
}

function offer(
  found: Suggested,
  values: readonly string[],
  take: (raw: string) => void,
): TemplateResult | typeof nothing {
  const others = found.values.filter((raw) => !values.includes(raw)).slice(0, 8);
  if (!others.length) return nothing;
  return html`<div class="suggested" role="group" aria-label="Suggestions: ${found.label}">
    ${others.map(
      (raw) =>
        html`<button
          type="button"
          @click=${() => {
            take(raw);
          }}
        >
          ${said(raw)}
        </button>`,
    )}
  </div>`;
}

function suggestions(address: string, name: string, raw: string): Promise<Suggested> {
  const key = `${address} ${name} ${raw}`;
  let found = asked.get(key);
  if (!found) {
    found = ask(`${address}?${new URLSearchParams({ field: name, value: raw }).toString()}`);
    asked.set(key, found);
  }
  return found;
}

/** Suggestions are a help: without an answer there are none. */
async function ask(address: string): Promise<Suggested> {
  try {
    const answer = await fetch(address);
    return answer.ok ? ((await answer.json()) as Suggested) : { label: "", values: [] };
  } catch {
    return { label: "", values: [] };
  }
}
