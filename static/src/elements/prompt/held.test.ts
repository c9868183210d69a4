import { expect, test } from "vitest";

import { remove, rename } from "./edits";
import { carried, heldIn, inputs, NOTHING_HELD, pruned, type Held } from "./held";
import { isFault, read, type Group } from "./json";

const TEXT = '{"light": {"key": "sun"}, "items": ["a", "b"], "hair": "red"}';

function document_(text = TEXT): Group {
  const result = read(text);
  if (isFault(result)) throw new Error(result.message);
  return result;
}

const held: Held = {
  locks: new Set(["light", "items[1]"]),
  axes: new Map([["hair", ['"red"', '"grey"']]]),
};

test("locks and axes go with a field that is renamed, and end with one that is deleted", () => {
  const root = document_();
  const lamp = carried(held, root, rename(TEXT, root, ["light"], "lamp").moves);
  expect([...lamp.locks]).toEqual(["lamp", "items[1]"]);
  const first = carried(held, root, remove(root, ["items", 0]).moves);
  expect([...first.locks]).toEqual(["light", "items[0]"]);
  const bald = carried(held, root, remove(root, ["hair"]).moves);
  expect(bald.axes.size).toBe(0);
});

test("what is still there is not touched", () => {
  expect(pruned(held, document_())).toBe(held);
  expect([...pruned(held, document_('{"hair": 1}')).axes.keys()]).toEqual(["hair"]);
});

test("numbers are sent as they are written", () => {
  const [vary] = inputs({ ...NOTHING_HELD, axes: new Map([['a"b', ["4.0", "1e3"]]]) });
  expect(vary?.name).toBe("vary");
  expect(vary?.value).toBe('{"field": "a\\"b", "values": [4.0, 1e3]}');
});

test("what was sent comes back as it was", () => {
  const place = document.createElement("div");
  place.append(...inputs({ ...held, axes: new Map([["hair", ["4.0", '"a, b"']]]) }));
  const again = heldIn(place);
  expect([...again.locks]).toEqual(["light", "items[1]"]);
  expect(again.axes.get("hair")).toEqual(["4.0", '"a, b"']);
  place.innerHTML = '<input name="vary" value="nonsense"><input name="vary" value="[1]">';
  expect(heldIn(place).axes.size).toBe(0);
});
