import { html, type TemplateResult } from "lit";

export type Mode = "words" | "fields" | "json";

const MODES: readonly [Mode, string][] = [
  ["words", "Words"],
  ["fields", "Fields"],
  ["json", "JSON"],
];

/** How the prompt is written: one of three, chosen by pointer or arrows. */
export function modes(chosen: Mode, turn: (mode: Mode, byKey: boolean) => void): TemplateResult {
  const choosing = (event: KeyboardEvent) => {
    const by = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (!by || event.altKey) return;
    event.preventDefault();
    const at = MODES.findIndex(([mode]) => mode === chosen);
    const next = MODES[(at + by + MODES.length) % MODES.length];
    if (next) turn(next[0], true);
  };
  return html`<div class="modes" role="radiogroup" aria-label="How to write the prompt">
    ${MODES.map(
      ([mode, words]) =>
        html`<button
          type="button"
          role="radio"
          aria-checked=${String(chosen === mode)}
          tabindex=${chosen === mode ? 0 : -1}
          @click=${() => {
            turn(mode, false);
          }}
          @keydown=${choosing}
        >
          ${words}
        </button>`,
    )}
  </div>`;
}
