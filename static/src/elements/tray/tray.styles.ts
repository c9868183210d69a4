import { css } from "lit";

export const styles = css`
  .travelling {
    display: grid;
    gap: 6px;
    margin: 0;
    padding: 0;
    list-style: none;
  }
  .travelling:empty {
    display: none;
  }
  li {
    display: flex;
    align-items: center;
    gap: 10px;
    padding: 6px 6px 6px 10px;
    border-radius: 8px;
    background: var(--well);
    font-size: 12.5px;
  }
  li.failed {
    background: var(--rust-tint);
    color: var(--rust);
    font-weight: 500;
  }
  span {
    flex: 1;
    min-width: 0;
    overflow-wrap: anywhere;
  }
  progress {
    width: 76px;
    height: 5px;
    accent-color: var(--leaf);
  }
  button {
    min-height: 26px;
    padding: 0 8px;
    border: 0;
    border-radius: 6px;
    background: none;
    color: inherit;
    font: inherit;
    font-weight: 550;
    cursor: pointer;
  }
  button:hover {
    background: color-mix(in oklch, currentColor 12%, transparent);
  }
  button:focus-visible {
    outline: 2px solid var(--leaf);
  }
`;
