import { afterEach, beforeEach, expect, test } from "vitest";

import { Commands, sendWritten, type Command } from "./keys";
import { caps, strokeOf } from "./strokes";

let commands: Commands;
let done: string[];
let kept: Map<string, string>;

const storage = () => ({
  getItem: (key: string) => kept.get(key) ?? null,
  setItem: (key: string, value: string) => void kept.set(key, value),
});

function command(id: string, keys: string[], more: Partial<Command> = {}): Command {
  return { id, group: "Pictures", title: id, keys, run: () => void done.push(id), ...more };
}

function press(key: string, more: KeyboardEventInit = {}, target: Element = document.body): KeyboardEvent {
  const event = new KeyboardEvent("keydown", { key, cancelable: true, bubbles: true, ...more });
  target.dispatchEvent(event);
  return event;
}

const hear = (event: Event) => void commands.hear(event as KeyboardEvent);

beforeEach(() => {
  kept = new Map();
  done = [];
  commands = new Commands(storage);
  document.addEventListener("keydown", hear);
});

afterEach(() => {
  document.removeEventListener("keydown", hear);
  document.body.replaceChildren();
});

test("a stroke is written the same on every layout", () => {
  expect(strokeOf({ key: "F", shiftKey: true })).toBe("shift+f");
  expect(strokeOf({ key: "φ", code: "KeyF" })).toBe("f");
  expect(strokeOf({ key: "å", code: "KeyA", altKey: true })).toBe("alt+a");
  expect(strokeOf({ key: "?", shiftKey: true })).toBe("?");
  expect(strokeOf({ key: "k", metaKey: true })).toBe("mod+k");
  expect(strokeOf({ key: "Shift", shiftKey: true })).toBe("");
  expect(strokeOf({ key: " " })).toBe("space");
  expect(caps("mod+shift+enter", false)).toEqual(["Ctrl", "Shift", "Enter"]);
  expect(caps("mod+k", true)).toEqual(["⌘", "K"]);
});

test("a key does what it is bound to, when that can be done", () => {
  let is = false;
  commands.register(command("a", ["f"], { when: () => is }));
  expect(press("f").defaultPrevented).toBe(false);
  is = true;
  expect(press("f").defaultPrevented).toBe(true);
  expect(done).toEqual(["a"]);
});

test("of two with one id the later is heard, and the earlier again when it has gone", () => {
  commands.register(command("a", ["f"], { run: () => void done.push("first") }));
  const leave = commands.register(command("a", ["f"], { run: () => void done.push("second") }));
  press("f");
  leave();
  press("f");
  expect(done).toEqual(["second", "first"]);
  expect(commands.all).toHaveLength(1);
});

test("who is writing keeps the letters, but not the combinations", () => {
  document.body.innerHTML = "<textarea></textarea>";
  const field = document.querySelector("textarea") as Element;
  commands.register(command("a", ["f"]), command("b", ["mod+k"]));
  press("f", {}, field);
  press("k", { ctrlKey: true }, field);
  expect(done).toEqual(["b"]);
});

test("rebinding takes the key from whoever had it, and is kept on this device", () => {
  const [one, two] = [command("a", ["f"]), command("b", ["g"])];
  commands.register(one, two);
  expect(commands.conflict(two, "f")).toBe(one);
  commands.rebind(two, "f");
  press("f");
  press("g");
  expect(done).toEqual(["b"]);
  const later = new Commands(storage);
  expect(later.keysOf(two)).toEqual(["f"]);
  expect(later.keysOf(one)).toEqual([]);
  commands.reset(one);
  expect(commands.keysOf(one)).toEqual(["f"]);
  expect(commands.keysOf(two)).toEqual([]);
  commands.reset();
  expect(commands.isAnyRebound).toBe(false);
});

test("what was kept by nobody of ours changes nothing", () => {
  kept.set("seedbed-keys", '{"a": "f", "b": [1]}');
  expect(new Commands(storage).keysOf(command("a", ["x"]))).toEqual(["x"]);
  kept.set("seedbed-keys", "not json");
  expect(new Commands(storage).isAnyRebound).toBe(false);
});

test("the palette is offered what can be done now", () => {
  commands.register(
    command("a", []),
    command("b", [], { when: () => false }),
    command("c", [], { unlisted: true }),
    { id: "d", group: "Pictures", title: "told only", keys: ["arrowleft"] },
  );
  expect(commands.offered.map((each) => each.id)).toEqual(["a"]);
  expect(commands.all.map((each) => each.id)).toEqual(["a", "b", "c", "d"]);
});

test("a letter written inside an element's shadow is written", () => {
  commands.register(command("a", ["g"]));
  const host = document.createElement("div");
  const field = document.createElement("textarea");
  host.attachShadow({ mode: "open" }).append(field);
  document.body.append(host);
  expect(press("g", { composed: true }, field).defaultPrevented).toBe(false);
  expect(done).toEqual([]);
});

test("Ctrl+Enter sends the form that is being written in, and nothing else does", () => {
  document.body.innerHTML = "<form><textarea></textarea><input></form><textarea></textarea>";
  const [inside, outside] = document.querySelectorAll("textarea");
  const sent: Event[] = [];
  document.querySelector("form")?.addEventListener("submit", (event) => {
    event.preventDefault();
    sent.push(event);
  });
  document.addEventListener("keydown", sendWritten);
  press("Enter", {}, inside);
  press("Enter", { ctrlKey: true }, outside);
  expect(sent).toHaveLength(0);
  expect(press("Enter", { ctrlKey: true }, inside).defaultPrevented).toBe(true);
  expect(sent).toHaveLength(1);
  document.removeEventListener("keydown", sendWritten);
});
