import { commands } from "../../lib/keys";
import { toast } from "../../lib/page";
import { takesStrokes } from "../../lib/touch";
import type { Canvas, Note } from "./canvas";
import { keepMarks, keptMarks } from "./kept";
import { keys } from "./keys";
import { Notes } from "./notes";
import { History, type Op, type Point, box } from "./ops";
import { find, NotFound } from "./pick";
import { type Tool, toolbar } from "./toolbar";

/** Marked, or no longer; or other notes. */
export class MaskChanged extends Event {
  static readonly eventName = "studio-mask-changed";

  constructor() {
    super(MaskChanged.eventName, { bubbles: true });
  }
}

/**
 * A picture on an easel: mark where it may change, and draw arrows and notes on it.
 *
 *     <studio-mask src="/media/9/original/" width="2048" height="1365" select="/variants/9/select/">
 *       <img src="/media/9/w2048/" alt="…"><template data-icons>…</template>
 *     </studio-mask>
 *
 * By pointer and by touch (two fingers move and zoom). By keys: the arrow keys lead a cross over the picture,
 * Space begins and ends what the tool does, Enter closes a lasso.
 *
 * @attr select - where to ask for the mask of the thing under a point
 * @fires studio-mask-changed
 */
export class Mask extends HTMLElement {
  tool: Tool = "brush";
  brush = 60;
  private history = new History();
  private canvas: Canvas | undefined;
  private holder: HTMLDivElement | undefined;
  private bar: HTMLElement | undefined;
  private readonly written = new Notes(() => {
    this.canvas?.show(this.written.all);
    this.tell();
  });
  private op: (Op & { kind: "stroke" }) | undefined;
  private from: Point | undefined;
  private path: Point[] = [];
  private at: Point | undefined;
  private readonly fingers = new Map<number, readonly [number, number]>();
  private resized: ResizeObserver | undefined;
  private leave: (() => void) | undefined;
  private looking: AbortController | undefined;
  private isPanning = false;

  connectedCallback(): void {
    void this.open();
  }

  disconnectedCallback(): void {
    this.leave?.();
    this.resized?.disconnect();
    this.canvas?.destroy();
    this.canvas = undefined;
    this.holder?.remove();
    this.bar?.remove();
    this.looking?.abort();
    this.written.element.remove();
  }

  get notes(): readonly Note[] {
    return this.written.all;
  }

  get isMarked(): boolean {
    return this.history.canUndo && this.share > 0;
  }

  /** How much of the picture is marked, 0…1. */
  get share(): number {
    return this.canvas?.share() ?? 0;
  }

  /** What is to be sent; undefined when nothing is marked. */
  async png(): Promise<Blob | undefined> {
    return this.isMarked ? this.canvas?.png() : undefined;
  }

  private async open(): Promise<void> {
    const picture = this.querySelector("img");
    if (!picture || this.canvas) return;
    const [{ Canvas: Easel }, kept] = await Promise.all([
      import("./canvas"),
      keptMarks(),
      picture.decode().catch(() => undefined),
    ]);
    if (!this.isConnected) return;
    const holder = document.createElement("div");
    holder.className = "holder";
    holder.tabIndex = 0;
    holder.setAttribute("role", "application");
    holder.setAttribute(
      "aria-label",
      "The picture to mark. Arrow keys lead a cross, Space begins and ends, Enter closes a lasso.",
    );
    this.bar = toolbar(this);
    this.append(this.bar, holder, this.written.element);
    this.holder = holder;
    picture.hidden = true;
    const [width, height] = [Number(this.getAttribute("width")), Number(this.getAttribute("height"))];
    this.canvas = new Easel(holder, picture, width, height);
    this.brush = Math.round(Math.max(this.canvas.mask.width, this.canvas.mask.height) / 24);
    this.at = [this.canvas.mask.width / 2, this.canvas.mask.height / 2];
    this.resized = new ResizeObserver(() => this.canvas?.fit());
    this.resized.observe(holder);
    takesStrokes(holder);
    holder.addEventListener("pointerdown", this.pressed);
    holder.addEventListener("pointermove", this.moved);
    holder.addEventListener("pointerup", this.released);
    holder.addEventListener("pointercancel", this.released);
    holder.addEventListener("pointerleave", () => this.canvas?.hover(undefined, 0));
    holder.addEventListener("wheel", this.wheeled, { passive: false });
    holder.addEventListener("keydown", this.keyed);
    this.leave = commands.register(...keys(this));
    if (kept) {
      this.history = new History(kept.steps);
      this.repaint();
      this.written.bring(kept.notes);
    }
    this.dataset["ready"] = "";
  }

  // What buttons and keys do.

  choose(tool: Tool): void {
    this.tool = tool;
    this.drop();
    for (const button of this.bar?.querySelectorAll<HTMLElement>("[data-tool]") ?? []) {
      button.setAttribute("aria-pressed", String(button.dataset["tool"] === tool));
    }
    if (this.holder) this.holder.dataset["tool"] = tool;
  }

  resize(by: number): void {
    this.brush = Math.min(600, Math.max(2, Math.round(this.brush * by)));
    const shown = this.bar?.querySelector<HTMLInputElement>("[data-size]");
    if (shown) shown.value = String(this.brush);
    this.canvas?.hover(this.at, this.radius);
  }

  undo(): void {
    this.history.undo();
    this.repaint();
  }

  redo(): void {
    this.history.redo();
    this.repaint();
  }

  /** All of the picture. */
  fit(): void {
    this.canvas?.fit();
  }

  focusPicture(): void {
    this.holder?.focus();
  }

  do(op: Op): void {
    this.history.push(op);
    this.canvas?.add(op);
    this.tell();
  }

  private repaint(): void {
    this.canvas?.replay(this.history.steps);
    this.tell();
  }

  private tell(): void {
    const { canUndo, canRedo } = this.history;
    this.bar?.querySelector("[data-undo]")?.toggleAttribute("disabled", !canUndo);
    this.bar?.querySelector("[data-redo]")?.toggleAttribute("disabled", !canRedo);
    keepMarks(this.history.steps, this.written.all);
    this.dispatchEvent(new MaskChanged());
  }

  /** Of the ring under the pointer; what points at a place has none, so that nothing lies over a note's number. */
  private get radius(): number | undefined {
    if (this.tool === "arrow" || this.tool === "note" || this.tool === "hand") return undefined;
    return this.tool === "brush" || this.tool === "eraser" ? this.brush / 2 : 0;
  }

  // Pointer and touch.

  private readonly pressed = (event: PointerEvent): void => {
    if (!this.canvas || !this.holder) return;
    this.holder.setPointerCapture(event.pointerId);
    this.fingers.set(event.pointerId, [event.clientX, event.clientY]);
    if (this.fingers.size > 1) {
      this.drop();
      return;
    }
    this.isPanning = this.tool === "hand" || event.button === 1;
    if (this.isPanning || event.button > 1) return;
    event.preventDefault();
    this.holder.focus({ preventScroll: true });
    this.begin(this.canvas.point(event.clientX, event.clientY), event.altKey);
  };

  private readonly moved = (event: PointerEvent): void => {
    const canvas = this.canvas;
    if (!canvas) return;
    const before = this.fingers.get(event.pointerId);
    if (before && (this.fingers.size > 1 || this.isPanning)) {
      this.drag(event, before);
      return;
    }
    // A pen tells more places than there are frames: all of them belong to the line.
    const told = event.getCoalescedEvents();
    for (const each of told.length ? told : [event]) this.go(canvas.point(each.clientX, each.clientY));
    if (this.op) canvas.follow(this.op, this.op.points.length - Math.max(1, told.length));
    canvas.hover(this.at, this.radius);
  };

  private readonly released = (event: PointerEvent): void => {
    const many = this.fingers.size > 1;
    this.fingers.delete(event.pointerId);
    if (many || this.isPanning) {
      this.isPanning = false;
      return;
    }
    if (this.tool !== "lasso" || this.path.length > 2) this.end();
  };

  /** One finger or two: what lies under them stays under them. */
  private drag(event: PointerEvent, before: readonly [number, number]): void {
    const others = [...this.fingers.entries()].filter(([id]) => id !== event.pointerId);
    const other = others[0]?.[1];
    this.fingers.set(event.pointerId, [event.clientX, event.clientY]);
    const [across, down] = [event.clientX - before[0], event.clientY - before[1]];
    if (!other) {
      this.canvas?.pan(across, down);
      return;
    }
    const far = (x: number, y: number): number => Math.max(1, Math.hypot(x - other[0], y - other[1]));
    const by = far(event.clientX, event.clientY) / far(...before);
    this.canvas?.pan(across / 2, down / 2);
    this.canvas?.zoom(by, (event.clientX + other[0]) / 2, (event.clientY + other[1]) / 2);
  }

  private readonly wheeled = (event: WheelEvent): void => {
    event.preventDefault();
    if (event.ctrlKey || event.metaKey || !event.shiftKey) {
      this.canvas?.zoom(Math.exp(-event.deltaY / 400), event.clientX, event.clientY);
    } else this.canvas?.pan(-event.deltaX - event.deltaY, 0);
  };

  // Keys on the picture.

  private readonly keyed = (event: KeyboardEvent): void => {
    const canvas = this.canvas;
    if (!canvas || event.ctrlKey || event.metaKey || event.altKey) return;
    const step = (event.shiftKey ? 0.05 : 0.01) * canvas.mask.width;
    const by = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] }[
      event.key
    ];
    if (by) {
      const [x, y] = this.at ?? [0, 0];
      const next: Point = [
        Math.min(canvas.mask.width, Math.max(0, x + (by[0] ?? 0))),
        Math.min(canvas.mask.height, Math.max(0, y + (by[1] ?? 0))),
      ];
      this.go(next);
      if (this.op) canvas.follow(this.op, this.op.points.length - 1);
      canvas.hover(this.at, this.radius || 6 / canvas.scale);
    } else if (event.key === " ") {
      if (this.tool === "lasso" && this.path.length) this.path.push(this.at ?? [0, 0]);
      else if (this.op ?? this.from) this.end();
      else this.begin(this.at ?? [0, 0], false);
    } else if (event.key === "Escape" && this.looking) this.looking.abort();
    else if (event.key === "Enter" && (this.op ?? this.path.length)) this.end();
    else if (event.key === "Escape" && (this.op ?? this.from ?? this.path.length)) this.drop();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  // What a tool does from its beginning to its end.

  private begin(at: Point, erase: boolean): void {
    this.at = at;
    const erases = erase || this.tool === "eraser";
    if (this.tool === "brush" || this.tool === "eraser") {
      this.op = { kind: "stroke", points: [at], width: this.brush, erase: erases };
      this.canvas?.follow(this.op, 0);
    } else if (this.tool === "wand") void this.pick(at, erase);
    else if (this.tool === "lasso") this.path = [at];
    else if (this.tool === "note") this.note({ kind: "note", at, to: at });
    else this.from = at;
    this.erases = erases;
  }

  private erases = false;

  private go(at: Point): void {
    this.at = at;
    if (this.op) this.op.points.push(at);
    else if (this.path.length) {
      if (this.fingers.size) this.path.push(at);
      this.canvas?.rubber([...this.path, at], true);
    } else if (this.from && this.tool === "arrow") this.canvas?.rubber([this.from, at]);
    else if (this.from) this.canvas?.rubber(box(this.from, at), true);
  }

  private end(): void {
    const { op, from, at, path } = this;
    this.drop(false);
    if (op) {
      this.history.push(op);
      this.tell();
    } else if (path.length > 2) this.do({ kind: "area", points: path, erase: this.erases });
    else if (from && at && this.tool === "arrow") this.note({ kind: "arrow", at: from, to: at });
    else if (from && at && this.tool === "box")
      this.do({ kind: "area", points: box(from, at), erase: this.erases });
  }

  /** Leave what was begun; with `undone` the ink of an unfinished stroke goes, too. */
  private drop(undone = true): void {
    const had = this.op;
    this.op = undefined;
    this.from = undefined;
    this.path = [];
    this.canvas?.rubber(undefined);
    if (had && undone) this.canvas?.replay(this.history.steps);
  }

  /** Mark the thing at a point. It is told at once where one looks; another click looks there instead. */
  private async pick(at: Point, erase: boolean): Promise<void> {
    const canvas = this.canvas;
    if (!canvas) return;
    this.looking?.abort();
    const looking = new AbortController();
    this.looking = looking;
    this.look(at);
    try {
      const picture = await find(this.getAttribute("select") ?? "", canvas.shares(at), looking.signal);
      if (!looking.signal.aborted) this.do({ kind: "picked", picture, erase });
    } catch (problem) {
      if (looking.signal.aborted) return;
      toast(
        problem instanceof NotFound
          ? problem.message
          : "The studio did not answer. Try again, or use the brush.",
      );
    } finally {
      if (this.looking === looking) {
        this.looking = undefined;
        this.look(undefined);
      }
    }
  }

  private look(at: Point | undefined): void {
    this.canvas?.look(at);
    this.toggleAttribute("data-busy", at !== undefined);
    const told = this.bar?.querySelector<HTMLElement>(".looking");
    if (told) told.textContent = at ? "Looking for what is there… Esc stops" : "";
  }

  private note(made: Pick<Note, "kind" | "at" | "to">): void {
    const canvas = this.canvas;
    if (!canvas) return;
    this.written.add({ kind: made.kind, at: canvas.shares(made.at), to: canvas.shares(made.to), text: "" });
  }
}

customElements.define("studio-mask", Mask);

declare global {
  interface HTMLElementTagNameMap {
    "studio-mask": Mask;
  }
  interface GlobalEventHandlersEventMap {
    "studio-mask-changed": MaskChanged;
  }
}
