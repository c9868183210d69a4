import Konva from "konva";

import { type Op, type Point, apply, extend } from "./ops";

/** The mask is kept at most this long: what is sent is drawn at the picture's own size. */
const LONGEST = 2048;

export interface Note {
  kind: "arrow" | "note";
  at: Point;
  to: Point;
  text: string;
}

/** The picture, the ink on it, and what is drawn over both; panned and zoomed together. */
export class Canvas {
  readonly mask = document.createElement("canvas");
  private readonly stage: Konva.Stage;
  private readonly ink: Konva.Layer;
  private readonly over: Konva.Layer;
  private readonly notes = new Konva.Group();
  private readonly outline = new Konva.Line({ stroke: "#fff", dash: [6, 5], closed: false });
  private readonly cursor = new Konva.Circle({ stroke: "#fff", radius: 10, visible: false });
  private readonly ring = new Konva.Circle({ stroke: "#fff", shadowBlur: 3, visible: false });
  private readonly turning: Konva.Animation;
  private readonly pen: CanvasRenderingContext2D;

  constructor(
    private readonly holder: HTMLDivElement,
    picture: HTMLImageElement,
    private readonly width: number,
    private readonly height: number,
  ) {
    const scale = Math.min(1, LONGEST / Math.max(width, height));
    this.mask.width = Math.round(width * scale);
    this.mask.height = Math.round(height * scale);
    const pen = this.mask.getContext("2d");
    if (!pen) throw new Error("no canvas to draw on");
    this.pen = pen;
    this.stage = new Konva.Stage({ container: holder, width: 10, height: 10 });
    const ground = new Konva.Layer({ listening: false });
    this.ink = new Konva.Layer({ listening: false });
    this.over = new Konva.Layer({ listening: false });
    const size = { width: this.mask.width, height: this.mask.height };
    ground.add(new Konva.Image({ image: picture, ...size }));
    this.ink.add(new Konva.Image({ image: this.mask, ...size, opacity: 0.52 }));
    this.outline.visible(false);
    this.over.add(this.notes, this.outline, this.cursor, this.ring);
    this.turning = new Konva.Animation((frame) => {
      this.ring.rotation(frame.time / 5);
    }, this.over);
    this.stage.add(ground, this.ink, this.over);
    this.fit();
  }

  /** All of the picture, in the middle. */
  fit(): void {
    const { clientWidth: across, clientHeight: down } = this.holder;
    if (!across || !down) return;
    this.stage.size({ width: across, height: down });
    const scale = Math.min(across / this.mask.width, down / this.mask.height) * 0.96;
    this.stage.scale({ x: scale, y: scale });
    this.stage.position({
      x: (across - this.mask.width * scale) / 2,
      y: (down - this.mask.height * scale) / 2,
    });
    this.thin();
  }

  pan(across: number, down: number): void {
    this.stage.position({ x: this.stage.x() + across, y: this.stage.y() + down });
    this.stage.batchDraw();
  }

  /** Zoom about a point of the window. */
  zoom(by: number, clientX: number, clientY: number): void {
    const at = this.point(clientX, clientY);
    const scale = Math.min(24, Math.max(0.05, this.stage.scaleX() * by));
    const box = this.holder.getBoundingClientRect();
    this.stage.scale({ x: scale, y: scale });
    this.stage.position({ x: clientX - box.left - at[0] * scale, y: clientY - box.top - at[1] * scale });
    this.thin();
  }

  get scale(): number {
    return this.stage.scaleX();
  }

  /** Where a point of the window lies on the mask. */
  point(clientX: number, clientY: number): Point {
    const box = this.holder.getBoundingClientRect();
    return [
      (clientX - box.left - this.stage.x()) / this.stage.scaleX(),
      (clientY - box.top - this.stage.y()) / this.stage.scaleY(),
    ];
  }

  shares(point: Point): Point {
    const within = (value: number): number => Math.min(1, Math.max(0, value));
    return [within(point[0] / this.mask.width), within(point[1] / this.mask.height)];
  }

  replay(steps: readonly Op[]): void {
    this.pen.clearRect(0, 0, this.mask.width, this.mask.height);
    for (const op of steps) apply(this.pen, op, this.mask.width, this.mask.height);
    this.ink.batchDraw();
  }

  add(op: Op): void {
    apply(this.pen, op, this.mask.width, this.mask.height);
    this.ink.batchDraw();
  }

  /** Ink for the newest points of a stroke that goes on. */
  follow(op: Op & { kind: "stroke" }, from: number): void {
    extend(this.pen, op, from);
    this.ink.batchDraw();
  }

  rubber(points: readonly Point[] | undefined, closed = false): void {
    this.outline.visible(points !== undefined);
    this.outline.closed(closed);
    this.outline.points((points ?? []).flat());
    this.over.batchDraw();
  }

  hover(at: Point | undefined, radius: number | undefined): void {
    this.cursor.visible(at !== undefined && radius !== undefined);
    if (at) this.cursor.position({ x: at[0], y: at[1] });
    this.cursor.radius(Math.max(3 / this.scale, radius ?? 0));
    this.over.batchDraw();
  }

  /** A ring that turns where something is being looked for. */
  look(at: Point | undefined): void {
    this.turning.stop();
    this.ring.visible(at !== undefined);
    if (at) {
      this.ring.position({ x: at[0], y: at[1] });
      this.ring.radius(22 / this.scale);
      this.ring.strokeWidth(4 / this.scale);
      this.ring.dash([26 / this.scale, 12 / this.scale]);
      if (!matchMedia("(prefers-reduced-motion: reduce)").matches) this.turning.start();
    }
    this.over.batchDraw();
  }

  show(notes: readonly Note[]): void {
    this.notes.destroyChildren();
    const unit = Math.max(this.mask.width, this.mask.height) / 220;
    for (const [index, note] of notes.entries()) {
      const [at, to] = [note.at, note.to].map(
        ([x, y]) => [x * this.mask.width, y * this.mask.height] as const,
      );
      if (!at || !to) continue;
      if (note.kind === "arrow") {
        this.notes.add(
          new Konva.Arrow({
            points: [...at, ...to],
            stroke: "#ff2020",
            fill: "#ff2020",
            strokeWidth: unit * 1.4,
            pointerLength: unit * 6,
            pointerWidth: unit * 6,
          }),
        );
      }
      this.notes.add(
        new Konva.Circle({
          x: at[0],
          y: at[1],
          radius: unit * 4.4,
          fill: "#ff2020",
          stroke: "#fff",
          strokeWidth: unit / 2,
        }),
        new Konva.Text({
          x: at[0] - unit * 5,
          y: at[1] - unit * 2.4,
          width: unit * 10,
          align: "center",
          text: String(index + 1),
          fontSize: unit * 5,
          fontStyle: "bold",
          fill: "#fff",
        }),
      );
    }
    this.over.batchDraw();
  }

  /** How much of the picture is marked, 0…1, counted on a small copy. */
  share(): number {
    const small = document.createElement("canvas");
    small.width = 128;
    small.height = Math.max(1, Math.round((128 * this.mask.height) / this.mask.width));
    const pen = small.getContext("2d", { willReadFrequently: true });
    if (!pen) return 0;
    pen.drawImage(this.mask, 0, 0, small.width, small.height);
    const data = pen.getImageData(0, 0, small.width, small.height).data;
    let marked = 0;
    for (let at = 3; at < data.length; at += 4) marked += (data[at] ?? 0) / 255;
    return marked / (small.width * small.height);
  }

  /** The mask as it is sent: white on black, of the picture's own size. */
  async png(): Promise<Blob> {
    const whole = document.createElement("canvas");
    whole.width = this.width;
    whole.height = this.height;
    const pen = whole.getContext("2d");
    if (!pen) throw new Error("no canvas to draw on");
    pen.drawImage(this.mask, 0, 0, this.width, this.height);
    pen.globalCompositeOperation = "source-in";
    pen.fillStyle = "#fff";
    pen.fillRect(0, 0, this.width, this.height);
    pen.globalCompositeOperation = "destination-over";
    pen.fillStyle = "#000";
    pen.fillRect(0, 0, this.width, this.height);
    return new Promise((resolve, reject) => {
      whole.toBlob((blob) => {
        if (blob) resolve(blob);
        else reject(new Error("the mask could not be written"));
      }, "image/png");
    });
  }

  destroy(): void {
    this.turning.stop();
    this.stage.destroy();
  }

  /** Lines keep their width on the screen, however far one has zoomed in. */
  private thin(): void {
    this.outline.strokeWidth(1.6 / this.scale);
    this.outline.dash([6 / this.scale, 5 / this.scale]);
    this.cursor.strokeWidth(1.4 / this.scale);
    this.stage.batchDraw();
  }
}
