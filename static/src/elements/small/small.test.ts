import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { bytesOf } from "./blur";
import { elapsed } from "./clock";
import { written } from "./time";
import "./theme";
import "./toast";

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
  document.body.replaceChildren();
});

test("a span is told in the unit that fits", () => {
  expect(elapsed(-50)).toBe("0 s");
  expect(elapsed(6_400)).toBe("6 s");
  expect(elapsed(80_000)).toBe("1 min 20 s");
  expect(elapsed(7_500_000)).toBe("2 h 5 min");
});

test("a moment is told as near as it is", () => {
  const now = new Date(2026, 10, 22, 18, 0);
  expect(written(new Date(2026, 10, 22, 14, 2), "", now)).toBe("14:02");
  expect(written(new Date(2026, 10, 21, 14, 2), "", now)).toBe("yesterday, 14:02");
  expect(written(new Date(2026, 2, 3, 9, 5), "moment", now)).toBe("3 Mar, 09:05");
  expect(written(new Date(2025, 2, 3, 9, 5), "day", now)).toBe("3 Mar 2025");
});

test("what is no thumbhash paints nothing", () => {
  expect(bytesOf("")).toBeUndefined();
  expect(bytesOf("%%%")).toBeUndefined();
  expect(bytesOf("1QcSHQRnh493V4dIh4eXh1h4kJUI")).toHaveLength(21);
});

test("a toast goes by itself, but not from under a hand", () => {
  document.body.innerHTML = "<studio-toast><span>Moved.</span></studio-toast>";
  const toast = document.querySelector("studio-toast");
  vi.advanceTimersByTime(8000);
  toast?.dispatchEvent(new Event("pointerenter"));
  vi.advanceTimersByTime(60_000);
  expect(toast?.isConnected).toBe(true);
  toast?.dispatchEvent(new Event("pointerleave"));
  vi.advanceTimersByTime(10_000);
  expect(toast?.isConnected).toBe(false);
});

test("a toast with a way back goes when the way has been gone", () => {
  document.body.innerHTML = '<studio-toast><button data-closes hx-post="/back/">Undo</button></studio-toast>';
  const toast = document.querySelector<HTMLElement>("studio-toast");
  toast?.querySelector("button")?.click();
  vi.advanceTimersByTime(30_000);
  expect([toast?.hidden, toast?.isConnected]).toEqual([true, true]);
  toast?.querySelector("button")?.dispatchEvent(new Event("htmx:finally:request", { bubbles: true }));
  expect(toast?.isConnected).toBe(false);
});

test("the other scheme is kept for the server's next page", () => {
  vi.stubGlobal("matchMedia", () => ({ matches: true }));
  document.body.innerHTML = "<studio-theme><button hidden>Light or dark</button></studio-theme>";
  const button = document.querySelector("button");
  expect(button?.hidden).toBe(false);
  button?.click();
  expect(document.documentElement.dataset["theme"]).toBe("light");
  expect(document.cookie).toContain("theme=light");
  button?.click();
  expect(document.cookie).toContain("theme=dark");
  vi.unstubAllGlobals();
});
