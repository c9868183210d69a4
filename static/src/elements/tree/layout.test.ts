import { describe, expect, it } from "vitest";

import { type Grown, grown as growing } from "./grown";
import { layout, step } from "./layout";

function grown(id: number, parent: number | null, more: Partial<Grown> = {}): Grown {
  return {
    id,
    parent,
    image: id,
    words: "",
    name: "",
    hidden: false,
    ...more,
  };
}

const told = [grown(1, null), grown(2, 1), grown(3, 1), grown(4, 2), grown(5, null)];

describe("the layout", () => {
  it("lays children below their parents and apart from each other", () => {
    const [first, second, third, fourth] = [1, 2, 3, 4].map((id) =>
      layout(told).find((each) => each.id === id),
    );
    expect(second?.y).toBeGreaterThan(first?.y ?? 0);
    expect(second?.y).toBe(third?.y);
    expect(Math.abs((second?.x ?? 0) - (third?.x ?? 0))).toBeGreaterThan(90);
    expect(fourth?.up?.id).toBe(2);
  });

  it("folds what lies below a dead end", () => {
    const laid = layout([grown(1, null), grown(2, 1, { hidden: true }), grown(3, 2), grown(4, 3)]);
    expect(laid.map((each) => each.id)).toEqual([1, 2]);
    expect(laid[1]?.folded).toBe(2);
  });

  it("takes a picture whose parent is not there for a root", () => {
    expect(layout([grown(7, 99)])).toHaveLength(1);
  });

  it("lays out two thousand in a blink", () => {
    const many = Array.from({ length: 2000 }, (_, at) =>
      grown(at + 1, at ? Math.floor((at + 1) / 3) || 1 : null),
    );
    expect(layout(many)).toHaveLength(2000);
  });
});

it("pictures that nothing came of are told from those that grew", () => {
  const alone = grown(6, null);
  const named = grown(7, null, { name: "to do" });
  const orphan = grown(8, 99);
  expect(growing([...told, alone, named, orphan]).map((each) => each.id)).toEqual([1, 2, 3, 4, 7]);
});

it("keys lead to parent, child and neighbours, and stop at the ends", () => {
  const laid = layout(told);
  const find = (id: number): (typeof laid)[number] => {
    const found = laid.find((each) => each.id === id);
    if (!found) throw new Error("not laid");
    return found;
  };
  expect(step(laid, find(2), "ArrowUp").id).toBe(1);
  expect(step(laid, find(2), "ArrowDown").id).toBe(4);
  expect(step(laid, find(2), "ArrowRight").id).toBe(3);
  expect(step(laid, find(1), "ArrowUp").id).toBe(1);
});
