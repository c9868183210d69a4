import { css } from "lit";

export const fieldStyles = css`
  :host {
    display: block;
    min-width: 0;
  }
  * {
    box-sizing: border-box;
  }
  button,
  input,
  textarea {
    color: inherit;
    font: inherit;
  }
  :focus-visible {
    outline: 2px solid var(--leaf);
    outline-offset: 1px;
  }
  /* A long document scrolls in its own place: what is sent and what it costs stay in sight below it. */
  .fields {
    display: grid;
    gap: 8px;
    max-height: var(--prompt-room, max(320px, 56dvh));
    margin: -3px;
    padding: 3px;
    font-size: 12.5px;
    overflow: hidden auto;
    overscroll-behavior: auto;
    scrollbar-width: thin;
  }
  .group {
    position: relative;
    min-width: 0;
  }
  .card {
    padding: 4px 6px 6px 4px;
    border: 1px solid var(--hairline);
    border-radius: 10px;
    background: var(--sheet);
    content-visibility: auto;
    contain-intrinsic-size: auto 120px;
  }
  .group .group {
    margin: 2px 0 2px 10px;
    border-left: 1px solid var(--hairline);
  }
  .head,
  .row {
    position: relative;
    display: flex;
    align-items: flex-start;
    gap: 4px;
    min-height: 28px;
    border-radius: 7px;
  }
  .head {
    align-items: center;
  }
  .fold {
    display: flex;
    flex: 1;
    align-items: center;
    gap: 5px;
    min-width: 0;
    min-height: 28px;
    padding: 0 4px;
    border: 0;
    border-radius: 6px;
    background: none;
    font-weight: 600;
    text-align: left;
    cursor: pointer;
  }
  .fold svg {
    flex: none;
    width: 13px;
    color: var(--ink-faint);
    transition: transform 140ms;
  }
  .fold[aria-expanded="true"] svg {
    transform: rotate(90deg);
  }
  .fold .name {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .count {
    margin-left: auto;
    color: var(--ink-faint);
    font-weight: 400;
    font-variant-numeric: tabular-nums;
  }
  .row > .name {
    flex: 0 0 96px;
    padding: 5px 0 5px 22px;
    color: var(--ink-faint);
    line-height: 18px;
    overflow-wrap: anywhere;
    cursor: grab;
  }
  .fields > .row {
    padding: 2px 6px 2px 0;
    border: 1px solid var(--hairline);
    border-radius: 10px;
    background: var(--sheet);
  }
  .fields > .row > .name {
    flex-basis: 92px;
    padding-left: 12px;
    color: var(--ink-soft);
    font-weight: 600;
  }
  .group .group .row > .name {
    flex-basis: 84px;
    padding-left: 14px;
  }
  .value {
    display: grid;
    flex: 1;
    grid-template-columns: minmax(0, 1fr);
    min-width: 0;
  }
  .value:has(> input[type="color"]) {
    grid-template-columns: auto minmax(0, 1fr);
    align-items: center;
    gap: 4px;
  }
  textarea,
  .value > input:not([type="color"]),
  .renames {
    width: 100%;
    min-height: 28px;
    padding: 4px 6px;
    border: 1px solid transparent;
    border-radius: 6px;
    background: none;
    line-height: 18px;
    resize: none;
    field-sizing: content;
    overflow-wrap: anywhere;
  }
  .value > input:not([type="color"]) {
    font-variant-numeric: tabular-nums;
  }
  :is(textarea, .value > input, .renames, .another):hover:not(:read-only) {
    border-color: var(--hairline);
  }
  :is(textarea, .value > input, .renames, .another):focus {
    border-color: var(--leaf);
    outline: 1px solid var(--leaf);
    outline-offset: 0;
    background: var(--sheet);
  }
  .renames {
    flex: 1;
    border-color: var(--edge);
  }
  input[type="color"] {
    width: 24px;
    height: 24px;
    padding: 0;
    border: 1px solid var(--edge);
    border-radius: 6px;
    background: none;
  }
  .yes {
    display: flex;
    align-items: center;
    gap: 8px;
    min-height: 28px;
    padding: 0 6px;
  }
  .yes input {
    accent-color: var(--leaf);
  }
  .null {
    padding: 5px 6px;
    color: var(--ink-faint);
    font-style: italic;
    line-height: 18px;
  }
  .more,
  .lock {
    display: grid;
    flex: 0 0 26px;
    place-items: center;
    height: 28px;
    padding: 0;
    border: 0;
    border-radius: 6px;
    background: none;
    color: var(--ink-faint);
    cursor: pointer;
  }
  .more:hover {
    background: var(--well);
    color: var(--ink);
  }
  @media (hover: hover) {
    :is(.row, .head):not(:hover, :focus-within) > .more:not([aria-expanded="true"]) {
      opacity: 0;
    }
  }
  .lock {
    color: var(--leaf);
  }
  .lock svg {
    width: 13px;
  }
  [data-locked] :is(textarea, input) {
    color: var(--ink-soft);
  }
  .row[data-varied] {
    background: var(--amber-tint);
  }
  .times {
    flex: none;
    padding: 5px 0;
    color: var(--amber);
    font-weight: 600;
    line-height: 18px;
  }
  .panel {
    display: grid;
    gap: 6px;
    padding: 4px 0 8px;
  }
  .values,
  .suggested {
    display: flex;
    flex-wrap: wrap;
    gap: 4px;
    margin: 0;
    padding: 0;
    list-style: none;
  }
  .values li,
  .suggested button {
    display: inline-flex;
    max-width: 100%;
    align-items: center;
    padding: 2px 8px;
    border: 1px solid transparent;
    border-radius: 6px;
    background: var(--sheet);
    font-size: 12px;
    line-height: 18px;
    overflow-wrap: anywhere;
    text-align: left;
  }
  .values li {
    padding-right: 2px;
    color: var(--ink);
    font-weight: 500;
  }
  .values button {
    display: grid;
    flex: none;
    place-items: center;
    width: 22px;
    height: 20px;
    padding: 0;
    border: 0;
    border-radius: 5px;
    background: none;
    color: var(--ink-faint);
    cursor: pointer;
  }
  .values button:disabled {
    visibility: hidden;
  }
  .values svg {
    width: 12px;
  }
  .suggested button {
    border: 1px dashed var(--edge);
    background: none;
    color: var(--ink-soft);
    cursor: pointer;
  }
  .suggested button:hover {
    border-style: solid;
    color: var(--ink);
  }
  .another {
    min-height: 28px;
    width: 100%;
    padding: 3px 8px;
    border: 1px solid var(--edge);
    border-radius: 6px;
    background: var(--sheet);
  }
  .another[aria-invalid="true"] {
    border-color: var(--rust);
  }
  ::placeholder {
    color: var(--ink-faint);
    opacity: 1;
  }
  .wrong {
    margin: 2px 0 4px;
    color: var(--rust);
    font-size: 12px;
    font-weight: 500;
  }
  .add {
    display: flex;
    align-items: center;
    justify-content: center;
    gap: 6px;
    min-height: 30px;
    border: 1.5px dashed var(--hairline);
    border-radius: 10px;
    background: none;
    color: var(--ink-soft);
    cursor: pointer;
  }
  .add:hover {
    border-color: var(--edge);
    color: var(--ink);
  }
  [data-drop="before"]::before,
  [data-drop="after"]::after {
    position: absolute;
    z-index: 2;
    right: 4px;
    left: 4px;
    height: 2px;
    border-radius: 2px;
    background: var(--leaf);
    content: "";
  }
  [data-drop="before"]::before {
    top: -2px;
  }
  [data-drop="after"]::after {
    bottom: -2px;
  }
  .menu {
    position: fixed;
    z-index: 60;
    display: grid;
    min-width: 208px;
    max-height: 80dvh;
    padding: 5px;
    overflow: auto;
    border: 1px solid var(--hairline);
    border-radius: 12px;
    background: var(--sheet);
    box-shadow: var(--float);
    font-size: 13px;
  }
  .menu button {
    display: flex;
    align-items: center;
    gap: 9px;
    min-height: 30px;
    padding: 0 9px;
    border: 0;
    border-radius: 7px;
    background: none;
    text-align: left;
    cursor: pointer;
  }
  .menu button:is(:hover, :focus) {
    background: var(--well);
    outline: none;
  }
  .menu svg {
    color: var(--ink-faint);
  }
  .menu kbd {
    margin-left: auto;
    color: var(--ink-faint);
    font: 500 10.5px/1 var(--sans);
  }
  @media (max-width: 820px) {
    .fields {
      font-size: 15px;
    }
    textarea,
    input {
      font-size: 16px;
    }
    .more,
    .lock,
    .fold,
    .menu button {
      min-height: 40px;
    }
  }
`;
