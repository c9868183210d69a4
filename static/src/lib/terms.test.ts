import { expect, test } from "vitest";

import { terms, toggled } from "./terms";

test("a search is read as its terms", () => {
  expect(terms('fox  "at night" -lamp tag:"late snow" hair.color:red')).toEqual([
    "fox",
    '"at night"',
    "-lamp",
    'tag:"late snow"',
    "hair.color:red",
  ]);
});

test("a filter goes in, and out again", () => {
  expect(toggled("fox", "is:favourite")).toBe("fox is:favourite");
  expect(toggled("fox is:favourite", "is:favourite")).toBe("fox");
  expect(toggled('board:"First looks" fox', "board:Finals")).toBe("fox board:Finals");
  expect(toggled("tag:snow", "tag:night")).toBe("tag:snow tag:night");
});
