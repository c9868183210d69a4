import { expect, test } from "vitest";

import { Once } from "./once";

test("a burst costs two runs, and the last begins after the last asking", async () => {
  const finish: (() => void)[] = [];
  const begun: number[] = [];
  const once = new Once<number>((key) => {
    begun.push(key);
    return new Promise<void>((resolve) => finish.push(resolve));
  });
  for (let n = 0; n < 5; n += 1) once.ask(1);
  expect(begun).toEqual([1]);
  finish.shift()?.();
  await Promise.resolve();
  await new Promise((resolve) => setTimeout(resolve));
  expect(begun).toEqual([1, 1]);
});

test("keys do not wait for each other", () => {
  const begun: number[] = [];
  const once = new Once<number>((key) => {
    begun.push(key);
    return new Promise<void>(() => undefined);
  });
  once.ask(1);
  once.ask(2);
  expect(begun).toEqual([1, 2]);
});
