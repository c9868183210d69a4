import { expect, it } from "vitest";

import { takesStrokes } from "./touch";

function isLeftToThePage(on: Element): boolean {
  return on.dispatchEvent(new Event("touchmove", { bubbles: true, cancelable: true }));
}

it("takes strokes on a place, or only on a part of it", () => {
  const place = document.createElement("div");
  place.innerHTML = `<p class="view"></p><p class="words"></p>`;
  const [view, words] = [...place.children];
  takesStrokes(place, ".view");
  expect(view && isLeftToThePage(view)).toBe(false);
  expect(words && isLeftToThePage(words)).toBe(true);
  takesStrokes(place);
  expect(words && isLeftToThePage(words)).toBe(false);
});
