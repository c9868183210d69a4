import { css } from "lit";

export const promptStyles = css`
  :host {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 8px;
  }
  [hidden] {
    display: none !important;
  }
  .modes {
    display: var(--prompt-modes, flex);
    gap: 2px;
    padding: 3px;
    border-radius: 9px;
    background: var(--well);
  }
  .modes button {
    flex: 1;
    height: 28px;
    padding: 0 4px;
    border: 0;
    border-radius: 7px;
    background: none;
    color: var(--ink-soft);
    font: 500 12.5px/1 var(--sans);
    cursor: pointer;
  }
  .modes button[aria-checked="true"] {
    background: var(--sheet);
    box-shadow: var(--lift);
    color: var(--ink);
    font-weight: 600;
  }
  :focus-visible {
    outline: 2px solid var(--leaf);
    outline-offset: 1px;
  }
  .code {
    min-height: min(132px, var(--prompt-room, 132px));
    max-height: var(--prompt-room, none);
    border: 1px solid var(--edge);
    border-radius: 10px;
    background: var(--sheet);
    overflow: hidden;
  }
  .code:focus-within {
    border-color: var(--leaf);
    outline: 1px solid var(--leaf);
  }
  .none {
    margin: 0;
    padding: 16px 14px;
    border: 1.5px dashed var(--hairline);
    border-radius: 10px;
    color: var(--ink-soft);
  }
  .none button,
  .notice button {
    min-height: 30px;
    margin-top: 8px;
    padding: 0 12px;
    border: 1px solid var(--hairline);
    border-radius: 8px;
    background: var(--sheet);
    color: var(--ink);
    font: 550 12.5px/1.2 var(--sans);
    cursor: pointer;
  }
  .none button {
    display: block;
  }
  .notice {
    display: grid;
    gap: 4px;
    padding: 10px 12px;
    border-radius: 10px;
    background: var(--leaf-tint);
    font-size: 12.5px;
  }
  .notice p {
    margin: 0;
  }
  .notice summary {
    cursor: pointer;
  }
  .notice ul {
    display: grid;
    gap: 3px;
    max-height: 150px;
    margin: 6px 0 0;
    padding: 0 0 0 16px;
    overflow: auto;
    overflow-wrap: anywhere;
  }
  .notice .does {
    display: flex;
    gap: 6px;
  }
  .notice .does button {
    margin-top: 4px;
  }
  .said {
    margin: 0;
    color: var(--ink-faint);
    font-size: 11.5px;
  }
  .said:empty {
    display: none;
  }
`;
