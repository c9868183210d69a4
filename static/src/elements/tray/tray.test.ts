import { beforeEach, expect, test, vi } from "vitest";

import "./tray";
import type { Tray } from "./tray";

function piece(id: number, name: string): string {
  return `<label class="piece" data-reference="${id}" data-name="${name}"><input type="checkbox" name="use" value="${id}"><img src="/media/${id}/w320/"></label>`;
}

function item(id: number | string, name: string): string {
  return `<li class="reference" data-reference="${id}"><img><span class="number"></span><span class="name">@${name}</span><button type="button" class="grip"></button><button type="button" class="remove"></button><input type="hidden" name="reference" value="${id}"></li>`;
}

let tray: Tray;
let changes: number;

beforeEach(async () => {
  document.body.innerHTML = `<form><studio-tray upload="/add/" shelf="/shelf/" max="10">
    <span data-tray-count></span>
    <ol class="tray">${item(1, "bottle")}${item(2, "palm")}${item(3, "plinth")}</ol>
    <template>${item("", "")}</template>
    <label class="add"><input type="file" multiple></label>
    <details class="library"><summary></summary><div class="shelf">${piece(2, "palm")}${piece(9, "fox")}</div></details>
  </studio-tray></form>`;
  const found = document.querySelector("studio-tray");
  if (!found) throw new Error("no tray");
  tray = found;
  changes = 0;
  tray.addEventListener("studio-tray-changed", () => {
    changes += 1;
  });
  await tray.updateComplete;
});

function grip(index: number): HTMLElement {
  const found = tray.querySelectorAll<HTMLElement>(".grip")[index];
  if (!found) throw new Error("no such reference");
  return found;
}

function press(target: HTMLElement, key: string): void {
  target.focus();
  target.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
}

test("references are numbered as a prompt can count them", () => {
  expect([...tray.querySelectorAll(".number")].map((each) => each.textContent)).toEqual(["1", "2", "3"]);
  expect(tray.querySelector("[data-tray-count]")?.textContent).toBe("3 of 10");
  expect(grip(1).getAttribute("aria-label")).toContain("Reference 2, @palm");
});

test("arrow keys change the order, keep the focus and stop at the ends", () => {
  const palm = grip(1);
  press(palm, "ArrowLeft");
  expect(tray.references).toEqual([2, 1, 3]);
  expect(document.activeElement).toBe(palm);
  press(palm, "ArrowLeft");
  expect(tray.references).toEqual([2, 1, 3]);
  expect(changes).toBe(1);
});

test("delete takes one out and leaves the hand on its neighbour", () => {
  press(grip(1), "Delete");
  expect(tray.references).toEqual([1, 3]);
  expect(document.activeElement).toBe(grip(1));
});

test("the form sends the references in their order", () => {
  press(grip(2), "ArrowLeft");
  const form = document.querySelector("form");
  expect(new FormData(form ?? undefined).getAll("reference")).toEqual(["1", "3", "2"]);
});

test("the shelf lays a reference in and takes it out, and is not sent itself", () => {
  const fox = tray.querySelector<HTMLInputElement>('.shelf input[value="9"]');
  if (!fox) throw new Error("no fox");
  fox.checked = true;
  fox.dispatchEvent(new Event("change", { bubbles: true }));
  expect(tray.references).toEqual([1, 2, 3, 9]);
  expect(tray.querySelector('[data-reference="9"] img')?.getAttribute("src")).toBe("/media/9/w320/");
  fox.checked = false;
  fox.dispatchEvent(new Event("change", { bubbles: true }));
  expect(tray.references).toEqual([1, 2, 3]);
  expect(new FormData(document.querySelector("form") ?? undefined).has("use")).toBe(false);
});

test("the server's word that a picture was made a reference lays it in once", () => {
  for (let n = 0; n < 2; n += 1) {
    document.dispatchEvent(new CustomEvent("studio-reference-chosen", { detail: { reference: 9 } }));
  }
  expect(tray.references).toEqual([1, 2, 3, 9]);
});

test("a draft's references come back in their order, as far as they are there", async () => {
  vi.stubGlobal("fetch", () => Promise.resolve(new Response(piece(8, "lake") + piece(9, "fox"))));
  await tray.lay([9, 7, 8, 1]);
  expect(tray.references).toEqual([1, 2, 3, 9, 8]);
  vi.unstubAllGlobals();
});

test("a file that is no picture is refused in words, without asking the server", async () => {
  tray.add([new File(["x"], "notes.txt", { type: "text/plain" })]);
  await tray.updateComplete;
  expect(tray.shadowRoot?.textContent).toContain("notes.txt is no picture.");
  tray.shadowRoot?.querySelector("button")?.click();
  await tray.updateComplete;
  expect(tray.shadowRoot?.textContent).not.toContain("notes.txt");
});
