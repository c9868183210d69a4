import { describe, expect, it } from "vitest";

import { History, type Op, apply, box } from "./ops";

function pen() {
  const told: string[] = [];
  const say =
    (name: string) =>
    (...values: unknown[]): void => {
      told.push(`${name}(${values.filter((each) => typeof each === "number").join(",")})`);
    };
  return {
    told,
    globalCompositeOperation: "source-over" as GlobalCompositeOperation,
    lineWidth: 1,
    lineCap: "butt" as CanvasLineCap,
    lineJoin: "miter" as CanvasLineJoin,
    strokeStyle: "",
    fillStyle: "",
    ...(Object.fromEntries(
      "beginPath moveTo lineTo closePath stroke fill fillRect clearRect drawImage save restore"
        .split(" ")
        .map((name) => [name, say(name)]),
    ) as Record<"beginPath" | "closePath" | "stroke" | "fill" | "save" | "restore", () => void> &
      Record<"moveTo" | "lineTo" | "fillRect" | "clearRect" | "drawImage", (...values: unknown[]) => void>),
  };
}

const stroke: Op = { kind: "stroke", points: [[3, 4]], width: 9, erase: false };

describe("a step on a mask", () => {
  it("leaves a dot for a touch", () => {
    const it = pen();
    apply(it, stroke, 10, 10);
    expect(it.told).toContain("lineTo(3,4)");
    expect(it.lineWidth).toBe(9);
  });

  it("takes away with the eraser", () => {
    const it = pen();
    apply(it, { ...stroke, erase: true }, 10, 10);
    expect(it.globalCompositeOperation).toBe("destination-out");
  });

  it("fills no area of two points", () => {
    const it = pen();
    apply(
      it,
      {
        kind: "area",
        points: [
          [0, 0],
          [5, 5],
        ],
        erase: false,
      },
      10,
      10,
    );
    expect(it.told).not.toContain("fill()");
  });

  it("inverts the whole of it", () => {
    const it = pen();
    apply(it, { kind: "invert" }, 10, 20);
    expect(it.told).toContain("fillRect(0,0,10,20)");
    expect(it.globalCompositeOperation).toBe("xor");
  });
});

describe("the history", () => {
  it("takes back and does again, until something else is done", () => {
    const history = new History();
    history.push(stroke);
    history.push({ kind: "invert" });
    history.undo();
    expect(history.steps).toEqual([stroke]);
    history.redo();
    expect(history.steps).toHaveLength(2);
    history.undo();
    history.push({ kind: "clear" });
    expect(history.canRedo).toBe(false);
  });
});

it("a box has four corners", () => {
  expect(box([1, 2], [5, 6])).toEqual([
    [1, 2],
    [5, 2],
    [5, 6],
    [1, 6],
  ]);
});
