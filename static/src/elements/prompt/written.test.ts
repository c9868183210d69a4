import { beforeEach, expect, test, vi } from "vitest";

import { Facts } from "./facts";
import { Holding } from "./holding";
import { Pasting } from "./pasting";
import { Pen } from "./pen";
import { reading } from "./reading";

function prompt(text: string, state = ""): { home: HTMLElement; textarea: HTMLTextAreaElement } {
  document.body.innerHTML = `<div data-draft="project-7"><div class="home"><textarea name="prompt"></textarea>
    <div id="prompt-state">${state}<input type="hidden" name="after"></div><div id="prompt-facts"></div></div></div>`;
  const home = document.querySelector<HTMLElement>(".home");
  const textarea = document.querySelector("textarea");
  if (!home || !textarea) throw new Error("no prompt");
  textarea.value = text;
  return { home, textarea };
}

function sent(name: string): string[] {
  return [...document.querySelectorAll<HTMLInputElement>(`#prompt-state [name="${name}"]`)].map(
    (input) => input.value,
  );
}

beforeEach(() => {
  localStorage.clear();
});

test("a text is a document, meant as one, or words", () => {
  expect(reading('{"light": "dusk"}').root?.entries).toHaveLength(1);
  expect(reading('{"light": dusk').fault).not.toBe("");
  expect(reading("{a fox} in the snow")).toEqual({ root: undefined, fault: "" });
  expect(reading("a fox")).toEqual({ root: undefined, fault: "" });
});

test("what is written by an editor is heard as ours, and goes back and forth in steps", () => {
  const { textarea } = prompt("a fox");
  const pen = new Pen(() => textarea);
  const heard: boolean[] = [];
  textarea.addEventListener("input", () => heard.push(pen.isWriting));
  pen.write("a red fox");
  pen.write("a red fox"); // nothing new: no step, no event
  expect([heard, pen.isWriting]).toEqual([[true], false]);
  pen.step(1);
  expect(textarea.value).toBe("a fox");
  pen.step(-1);
  expect(textarea.value).toBe("a red fox");
});

test("only a text that still is what a paste made it may be mended by itself", () => {
  vi.useFakeTimers();
  const pasting = new Pasting();
  pasting.begins();
  expect([pasting.wrote("{a"), pasting.isStill("{a")]).toEqual([true, true]);
  expect([pasting.wrote("{ab"), pasting.isStill("{ab")]).toEqual([false, false]);
  pasting.begins(); // an image: no text came of it
  vi.runAllTimers();
  expect(pasting.wrote("typed later")).toBe(false);
  vi.useRealTimers();
});

test("locks and axes are told to the form, and left on this device for the same words alone", () => {
  const text = '{"light": "dusk", "hair": "red"}';
  const told = vi.fn();
  const first = new Holding(prompt(text).home, told);
  first.begin();
  first.held = { locks: new Set(["light"]), axes: new Map([["hair", ['"red"', '"grey"']]]) };
  expect([sent("lock"), sent("vary").length, told.mock.calls.length]).toEqual([["light"], 1, 1]);

  const again = new Holding(prompt(text).home, told);
  again.begin();
  expect([...again.held.locks]).toEqual(["light"]);
  const root = reading('{"hair": "red"}').root;
  if (!root) throw new Error("no document");
  again.prune(root);
  expect([sent("lock"), sent("vary").length]).toEqual([[], 1]);

  const other = new Holding(prompt("a fox").home, told);
  other.begin();
  expect(other.held.axes.size).toBe(0);
});

test("what the page brought counts more than what was left on this device", () => {
  const text = '{"light": "dusk", "hair": "red"}';
  const left = new Holding(prompt(text).home, () => undefined);
  left.held = { locks: new Set(["light"]), axes: new Map() };
  const holding = new Holding(prompt(text, '<input name="lock" value="hair">').home, () => undefined);
  holding.begin();
  expect([...holding.held.locks]).toEqual(["hair"]);
});

test("an answer that does not come is asked for again, and nobody else hears of it", () => {
  vi.useFakeTimers();
  const { home } = prompt("a fox");
  const facts = new Facts(home, () => "a fox");
  const place = home.querySelector("#prompt-facts");
  const asked = vi.fn();
  const heard = vi.fn();
  place?.addEventListener("studio-prompt-asked", asked);
  home.addEventListener("htmx:error", facts.unanswered);
  document.addEventListener("htmx:error", heard);
  facts.ask();
  vi.runAllTimers();
  expect([asked.mock.calls.length, facts.isAbout("a fox"), facts.isAbout("a hare")]).toEqual([
    1,
    true,
    false,
  ]);
  place?.dispatchEvent(new Event("htmx:error", { bubbles: true }));
  vi.runAllTimers();
  expect([asked.mock.calls.length, heard.mock.calls.length]).toEqual([2, 0]);
  document.removeEventListener("htmx:error", heard);
  vi.useRealTimers();
});
