import { afterEach, expect, it } from "vitest";

import type { Note } from "../elements/mask/canvas";
import { keepMarks, keptMarks } from "../elements/mask/kept";
import type { Op } from "../elements/mask/ops";
import { keepInEntry, keptInEntry } from "./entry";

afterEach(() => {
  history.replaceState(null, "");
});

it("keeps several things with a visit, and a new one begins without them", () => {
  keepInEntry("words", "a red sky");
  keepInEntry("references", [3, 1]);
  expect([keptInEntry("words"), keptInEntry("references")]).toEqual(["a red sky", [3, 1]]);
  history.pushState(null, "");
  expect(keptInEntry("words")).toBeUndefined();
});

it("brings marks and notes back as they were made", async () => {
  const steps: Op[] = [{ kind: "stroke", points: [[1, 2]], width: 9, erase: false }, { kind: "invert" }];
  const notes: Note[] = [{ kind: "note", at: [0.1, 0.2], to: [0.1, 0.2], text: "a bird" }];
  keepMarks(steps, notes);
  expect(await keptMarks()).toEqual({ steps, notes });
});

it("does without what another version of the page wrote", async () => {
  keepInEntry("marks", { strokes: 7 });
  expect(await keptMarks()).toBeUndefined();
});
