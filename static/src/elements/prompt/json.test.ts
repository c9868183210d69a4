import { expect, test } from "vitest";

import { add, put, remove, rename, retype, shift } from "./edits";
import { find, isFault, label, leaves, read, readLabel, write, type Group } from "./json";
import { Undo } from "./undo";

const TEXT = `{ "z": 4.0, "a": [1e3, -0, "x\\u00e9", null],  "__proto__": {"deep": true}, "a.b": "" }`;

function document(text: string): Group {
  const result = read(text);
  if (isFault(result)) throw new Error(result.message);
  return result;
}

test("numbers, order and odd keys are written as they were read", () => {
  const root = document(TEXT);
  expect(root.entries.map((entry) => entry.step)).toEqual(["z", "a", "__proto__", "a.b"]);
  expect(write(root)).toContain('"z": 4.0');
  expect(write(root)).toContain("1e3");
  expect(JSON.parse(write(root))).toEqual(JSON.parse(TEXT));
  expect(leaves(root)).toBe(7);
});

test("a value is replaced in its place and everything around it keeps its characters", () => {
  const after = put(TEXT, document(TEXT), ["a", 2], '"y"').text;
  expect(after).toBe(TEXT.replace('"x\\u00e9"', '"y"'));
});

test.each([
  ['{"a": 1,}', 8],
  ['{"a" 1}', 5],
  ['{"a": 1 "b": 2}', 8],
  ['{"a": 1, "a": 2}', 9],
  ['{"a": 01}', 7],
  ['{"a": "b', 6],
  ["[1, 2", 5],
  ['{"a": 1} x', 9],
  ['"words"', 0],
])("what is none is told with its place: %s", (text, at) => {
  const result = read(text);
  expect(isFault(result) ? result.at : -1).toBe(at);
});

test("a nesting without end is refused, not followed", () => {
  expect(isFault(read("[".repeat(100_000)))).toBe(true);
});

test("labels are those of the server and lead back", () => {
  const root = document(TEXT);
  for (const path of [["a", 2], ["a.b"], ["__proto__", "deep"]]) {
    expect(readLabel(root, label(path))).toEqual(path);
  }
  expect(label(["a", 2])).toBe("a[2]");
  expect(label(["a.b"])).toBe('["a.b"]');
});

test("items move, and what was known of them moves along", () => {
  const { text, moves } = shift(document(TEXT), ["a", 0], 2);
  expect(JSON.parse(text)).toMatchObject({ a: [-0, "xé", 1000, null] });
  expect([0, 1, 2, 3].map((at) => moves(["a", at]))).toEqual([
    ["a", 2],
    ["a", 0],
    ["a", 1],
    ["a", 3],
  ]);
});

test("fields are added, renamed, retyped and deleted", () => {
  const made = add(document(TEXT), ["__proto__"], 1);
  expect(made.path).toEqual(["__proto__", "new field"]);
  const named = rename(made.text, document(made.text), made.path, "light");
  expect(named.moves(made.path)).toEqual(["__proto__", "light"]);
  const typed = retype(named.text, document(named.text), ["z"], "text").text;
  expect(find(document(typed), ["z"])).toMatchObject({ kind: "string", value: "4.0" });
  const gone = remove(document(typed), ["a", 0]);
  expect(gone.moves(["a", 0])).toBeUndefined();
  expect(gone.moves(["a", 3])).toEqual(["a", 2]);
});

test("typing in one place is one step back, until a pause", () => {
  let now = 0;
  const undo = new Undo(() => now);
  undo.note("", "a");
  undo.note("x", "a");
  now = 5000;
  undo.note("xy", "a");
  expect(undo.back("xyz")).toBe("xy");
  expect(undo.back("xy")).toBe("");
  expect(undo.forth("")).toBe("xy");
});
