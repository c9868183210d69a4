import { html, LitElement, type TemplateResult } from "lit";
import { beforeEach, expect, test, vi } from "vitest";

import type { Action } from "./actions";
import type { Path } from "./json";
import { Menu } from "./menu";

const ACTIONS = [
  { icon: "lock", words: "Lock" },
  { icon: "vary", words: "Vary…", keys: "V" },
  { icon: "trash", words: "Delete" },
] as unknown as Action[];

class Fields extends LitElement {
  readonly acted = vi.fn();
  private readonly menu = new Menu(this, (name) =>
    [...this.renderRoot.querySelectorAll<HTMLElement>("li")].find((each) => each.dataset["name"] === name),
  );

  override render(): TemplateResult {
    const row = (path: Path, name: string): TemplateResult =>
      html`<li data-name=${name}>${this.menu.button(path, name)}</li>`;
    return html`<ul>
        ${row(["hair"], "hair")}${row(["light", "key"], "light.key")}
      </ul>
      <button id="elsewhere">Elsewhere</button>
      ${this.menu.list(
        () => ACTIONS,
        (action, path) => {
          this.acted(action.words, path);
        },
      )}`;
  }
}
customElements.define("test-fields", Fields);

let fields: Fields;

beforeEach(async () => {
  fields = new Fields();
  document.body.replaceChildren(fields);
  await fields.updateComplete;
});

const found = (selector: string): HTMLElement =>
  fields.renderRoot.querySelector<HTMLElement>(selector) as HTMLElement;
const opener = (name: string): HTMLElement => found(`[data-name="${name}"] .more`);
const focused = (): string | undefined =>
  (fields.shadowRoot?.activeElement?.textContent ?? undefined)?.trim();

async function opened(name: string): Promise<HTMLElement> {
  opener(name).click();
  await fields.updateComplete;
  await vi.waitFor(() => {
    expect(focused()).toBe("Lock");
  });
  return found(".menu");
}

async function press(menu: HTMLElement, key: string): Promise<boolean> {
  const event = new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true });
  menu.dispatchEvent(event);
  await fields.updateComplete;
  return event.defaultPrevented;
}

test("its button opens it, says so, and the first thing has the focus", async () => {
  const menu = await opened("light.key");
  expect(menu.getAttribute("aria-label")).toBe("What can be done with light.key");
  expect(opener("light.key").getAttribute("aria-expanded")).toBe("true");
  expect(opener("hair").getAttribute("aria-expanded")).toBe("false");
});

test("arrows walk it round, Home and End go to its ends", async () => {
  const menu = await opened("hair");
  const walked = [];
  for (const key of ["ArrowDown", "ArrowUp", "ArrowUp", "ArrowDown", "End", "Home"]) {
    expect(await press(menu, key)).toBe(true);
    walked.push(focused());
  }
  expect(walked).toEqual(["Vary…V", "Lock", "Delete", "Lock", "Delete", "Lock"]);
  expect(await press(menu, "x")).toBe(false);
});

test.each(["Escape", "Tab"])("%s closes it and gives the focus back to its button", async (key) => {
  const menu = await opened("hair");
  await press(menu, key);
  expect(found(".menu")).toBeNull();
  expect(fields.shadowRoot?.activeElement).toBe(opener("hair"));
});

test("what is chosen is done to its field, and the menu is gone", async () => {
  const menu = await opened("light.key");
  menu.querySelectorAll("button")[1]?.click();
  await fields.updateComplete;
  expect(fields.acted).toHaveBeenCalledExactlyOnceWith("Vary…", ["light", "key"]);
  expect(found(".menu")).toBeNull();
});

test("it is gone when the hand goes elsewhere, or presses its button once more", async () => {
  await opened("hair");
  found("#elsewhere").focus();
  await fields.updateComplete;
  expect(found(".menu")).toBeNull();
  await opened("hair");
  opener("hair").click();
  await fields.updateComplete;
  expect(found(".menu")).toBeNull();
});
