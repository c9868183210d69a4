import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { Asking } from "./asking";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test("it asks once when the hand rests", () => {
  const ask = vi.fn();
  const asking = new Asking(ask);
  for (let stroke = 0; stroke < 3; stroke += 1) {
    asking.soon();
    vi.advanceTimersByTime(100);
  }
  expect(ask).not.toHaveBeenCalled();
  vi.advanceTimersByTime(200);
  expect(ask).toHaveBeenCalledOnce();
  vi.advanceTimersByTime(20_000);
  expect(ask).toHaveBeenCalledOnce();
});

test("a hand that never rests is told all the same", () => {
  const ask = vi.fn();
  const asking = new Asking(ask);
  for (let stroke = 0; stroke < 22; stroke += 1) {
    asking.soon();
    vi.advanceTimersByTime(100);
  }
  expect(ask).toHaveBeenCalledTimes(2);
});

test("without an answer it asks again, a few times", () => {
  const asking: Asking = new Asking(() => {
    asked += 1;
    asking.failed();
  });
  let asked = 0;
  asking.soon();
  vi.advanceTimersByTime(60_000);
  expect(asked).toBe(4);
  asking.soon();
  vi.advanceTimersByTime(1_500);
  expect(asked).toBe(6);
});
