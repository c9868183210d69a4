import { expect, test } from "vitest";

import { FITTED, LARGEST, panned, transform, zoomed } from "./zoom";

test("what is under the pointer stays under it", () => {
  const at = { x: 0.2, y: -0.1 };
  const view = zoomed(zoomed(FITTED, 2, at), 2, at);
  // A point of the picture p lies at view + p * scale.
  expect(view.x + 0.2 * view.scale).toBeCloseTo(0.2);
  expect(view.y - 0.1 * view.scale).toBeCloseTo(-0.1);
});

test("a picture is never smaller than its pane, nor larger than sixteen times", () => {
  expect(zoomed(FITTED, 0.5)).toEqual(FITTED);
  expect(zoomed(FITTED, 1000).scale).toBe(LARGEST);
});

test("it is panned to its edge and no further", () => {
  expect(panned(FITTED, 0.4, 0.4)).toEqual(FITTED);
  expect(panned(zoomed(FITTED, 2), 5, -5)).toEqual({ scale: 2, x: 0.5, y: -0.5 });
});

test("a view is written as CSS", () => {
  expect(transform({ scale: 2, x: 0.5, y: 0 })).toBe("translate(50%, 0%) scale(2)");
});
