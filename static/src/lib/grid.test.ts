import { expect, test } from "vitest";

import { step, type Box } from "./grid";

/** Two rows of three tall tiles, then a row of two wide ones. */
const boxes: Box[] = [
  ...[0, 100, 200].map((left) => ({ left, top: 0, width: 90, height: 120 })),
  ...[0, 100, 200].map((left) => ({ left, top: 130, width: 90, height: 120 })),
  ...[0, 150].map((left) => ({ left, top: 300, width: 140, height: 80 })),
];

test("left and right go in reading order and stop at the ends", () => {
  expect(step(boxes, 0, "ArrowRight")).toBe(1);
  expect(step(boxes, 2, "ArrowRight")).toBe(3);
  expect(step(boxes, 0, "ArrowLeft")).toBe(0);
  expect(step(boxes, 7, "ArrowRight")).toBe(7);
});

test("up and down keep the column as well as they can", () => {
  expect(step(boxes, 1, "ArrowDown")).toBe(4);
  expect(step(boxes, 5, "ArrowDown")).toBe(7);
  expect(step(boxes, 6, "ArrowUp")).toBe(3);
  expect(step(boxes, 1, "ArrowUp")).toBe(1);
  expect(step(boxes, 7, "ArrowDown")).toBe(7);
});

test("home and end lead to the first and the last picture", () => {
  expect(step(boxes, 4, "Home")).toBe(0);
  expect(step(boxes, 4, "End")).toBe(7);
});

test("other keys lead nowhere", () => {
  expect(step(boxes, 4, "x")).toBe(4);
  expect(step([], 0, "ArrowDown")).toBe(0);
});
