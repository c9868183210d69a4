/** What a hand did to a mask, step by step, so that any step can be taken back. Points are px of the mask. Pure. */

export type Point = readonly [number, number];

export type Op =
  | { kind: "stroke"; points: Point[]; width: number; erase: boolean }
  | { kind: "area"; points: Point[]; erase: boolean }
  | { kind: "picked"; picture: HTMLCanvasElement; erase: boolean }
  | { kind: "invert" }
  | { kind: "clear" };

type Pen = Pick<
  CanvasRenderingContext2D,
  | "beginPath"
  | "moveTo"
  | "lineTo"
  | "closePath"
  | "stroke"
  | "fill"
  | "fillRect"
  | "clearRect"
  | "drawImage"
  | "save"
  | "restore"
> & {
  globalCompositeOperation: GlobalCompositeOperation;
  lineWidth: number;
  lineCap: CanvasLineCap;
  lineJoin: CanvasLineJoin;
  strokeStyle: string | CanvasGradient | CanvasPattern;
  fillStyle: string | CanvasGradient | CanvasPattern;
};

export const INK = "#ff2a1f";

/** Do one step on a mask that is covered where it marks. */
export function apply(pen: Pen, op: Op, width: number, height: number): void {
  pen.save();
  if (op.kind === "clear") pen.clearRect(0, 0, width, height);
  else if (op.kind === "invert") {
    pen.globalCompositeOperation = "xor";
    pen.fillStyle = INK;
    pen.fillRect(0, 0, width, height);
  } else {
    pen.globalCompositeOperation = op.erase ? "destination-out" : "source-over";
    if (op.kind === "picked") pen.drawImage(op.picture, 0, 0, width, height);
    else if (op.kind === "area") fill(pen, op.points);
    else stroke(pen, op.points, op.width);
  }
  pen.restore();
}

/** The part of a stroke that came last: what has to be drawn while the hand moves. */
export function extend(pen: Pen, op: Op & { kind: "stroke" }, from: number): void {
  pen.save();
  pen.globalCompositeOperation = op.erase ? "destination-out" : "source-over";
  stroke(pen, op.points.slice(Math.max(0, from - 1)), op.width);
  pen.restore();
}

export function box(one: Point, other: Point): Point[] {
  return [one, [other[0], one[1]], other, [one[0], other[1]]];
}

/** Steps that were done, and those that were taken back. */
export class History {
  private readonly done: Op[];
  private undone: Op[] = [];

  constructor(steps: readonly Op[] = []) {
    this.done = [...steps];
  }

  get steps(): readonly Op[] {
    return this.done;
  }

  get canUndo(): boolean {
    return this.done.length > 0;
  }

  get canRedo(): boolean {
    return this.undone.length > 0;
  }

  push(op: Op): void {
    this.done.push(op);
    this.undone = [];
  }

  undo(): void {
    const op = this.done.pop();
    if (op) this.undone.push(op);
  }

  redo(): void {
    const op = this.undone.pop();
    if (op) this.done.push(op);
  }
}

function stroke(pen: Pen, points: readonly Point[], width: number): void {
  const first = points[0];
  if (!first) return;
  pen.lineWidth = width;
  pen.lineCap = "round";
  pen.lineJoin = "round";
  pen.strokeStyle = INK;
  pen.beginPath();
  pen.moveTo(...first);
  // A line of no length leaves a dot, with round ends.
  for (const point of points.length > 1 ? points.slice(1) : [first]) pen.lineTo(...point);
  pen.stroke();
}

function fill(pen: Pen, points: readonly Point[]): void {
  const first = points[0];
  if (!first || points.length < 3) return;
  pen.fillStyle = INK;
  pen.beginPath();
  pen.moveTo(...first);
  for (const point of points.slice(1)) pen.lineTo(...point);
  pen.closePath();
  pen.fill();
}
