import { expect, test } from "vitest";

import { wordsFor } from "./answers";
import { keepDraft, readDraft } from "./draft";
import { filesOf, nameFor, refusal } from "./files";
import { moved } from "./order";
import { isWriting } from "./page";

test("an item is moved within the list and nothing is lost", () => {
  expect(moved(["a", "b", "c"], 2, 0)).toEqual(["c", "a", "b"]);
  expect(moved(["a", "b", "c"], 0, 9)).toEqual(["b", "c", "a"]);
  expect(moved(["a"], 4, 0)).toEqual(["a"]);
});

test("a draft comes back as it was kept, and an empty one takes no room", () => {
  localStorage.clear();
  keepDraft(localStorage, "project-1", { prompt: "a fox", references: [3, 1] });
  expect(readDraft(localStorage, "project-1")).toEqual({ prompt: "a fox", references: [3, 1] });
  expect(readDraft(localStorage, "project-2")).toEqual({ prompt: "", references: [] });
  keepDraft(localStorage, "project-1", { prompt: "", references: [] });
  expect(localStorage.length).toBe(0);
});

test("a spoilt draft is no draft", () => {
  for (const text of ["{", "7", '{"prompt": 4, "references": "x"}', '{"references": [1, "2"]}']) {
    const draft = readDraft({ getItem: () => text }, "any");
    expect(draft.prompt).toBe("");
  }
});

test("a full storage loses the draft and nothing else", () => {
  const full = {
    setItem: () => {
      throw new DOMException("full", "QuotaExceededError");
    },
    removeItem: () => undefined,
  };
  expect(() => {
    keepDraft(full, "any", { prompt: "a fox", references: [] });
  }).not.toThrow();
});

test("what cannot be a picture is not even sent", () => {
  expect(refusal({ name: "notes.txt", size: 10, type: "text/plain" })).toBe("notes.txt is no picture.");
  expect(refusal({ name: "a.png", size: 0, type: "image/png" })).toBe("a.png is empty.");
  expect(refusal({ name: "a.png", size: 25 * 1024 * 1024, type: "image/png" })).toContain("25.0 MB");
  expect(refusal({ name: "a.png", size: 10, type: "image/png" })).toBe("");
  expect(refusal({ name: "a.heic", size: 10, type: "" })).toBe("");
});

test("a pasted picture gets a name of its own", () => {
  expect(nameFor({ name: "image.png", type: "image/png" })).toBe("pasted.png");
  expect(nameFor({ name: "", type: "image/webp" })).toBe("pasted.webp");
  expect(nameFor({ name: "bottle.jpg", type: "image/jpeg" })).toBe("bottle.jpg");
});

test("nothing is taken out of a paste without files", () => {
  expect(filesOf(null)).toEqual([]);
});

test("keys belong to whoever is writing", () => {
  document.body.innerHTML =
    '<textarea></textarea><input type="text"><input type="radio"><button></button><select></select>';
  const writing = [...document.body.children].map((element) => isWriting(element));
  expect(writing).toEqual([true, true, false, false, true]);
});

test("a status is put into words where the page does not show it", () => {
  expect(wordsFor(404)).toBe("That is not there any more.");
  expect(wordsFor(503)).toContain("our side");
  expect(wordsFor(422)).toBe("");
});
