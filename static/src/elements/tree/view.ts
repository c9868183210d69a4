import { select } from "d3-selection";
import { type ZoomBehavior, type ZoomTransform, zoom, zoomIdentity } from "d3-zoom";

import { type Placed, SIDE } from "./layout";

const THUMBS_FROM = 0.22;
const MOST_THUMBS = 600;

/** The tree on a canvas: what is seen is drawn, thumbnails when they are large enough to be told apart. */
export class View {
  private readonly pen: CanvasRenderingContext2D;
  private readonly thumbs = new Map<number, HTMLImageElement>();
  private readonly zoomed: ZoomBehavior<HTMLCanvasElement, unknown>;
  private transform: ZoomTransform = zoomIdentity;
  private frame = 0;
  private colours: Record<"ink" | "faint" | "line" | "leaf" | "sheet", string> = {
    ink: "",
    faint: "",
    line: "",
    leaf: "",
    sheet: "",
  };
  chosen: Placed | undefined;
  other: Placed | undefined;

  constructor(
    private readonly canvas: HTMLCanvasElement,
    private nodes: readonly Placed[],
    /** Where a picture's thumbnail is, with 0 in place of the image's number. */
    private readonly address: string,
  ) {
    const pen = canvas.getContext("2d");
    if (!pen) throw new Error("no canvas to draw on");
    this.pen = pen;
    this.zoomed = zoom<HTMLCanvasElement, unknown>()
      .scaleExtent([0.02, 4])
      .on("zoom", (event: { transform: ZoomTransform }) => {
        this.transform = event.transform;
        this.draw();
      });
    select(canvas).call(this.zoomed).on("dblclick.zoom", null);
  }

  show(nodes: readonly Placed[]): void {
    this.nodes = nodes;
    this.draw();
  }

  resize(): void {
    const ratio = devicePixelRatio || 1;
    this.canvas.width = Math.max(1, Math.round(this.canvas.clientWidth * ratio));
    this.canvas.height = Math.max(1, Math.round(this.canvas.clientHeight * ratio));
    const told = getComputedStyle(this.canvas);
    this.colours = {
      ink: told.color,
      faint: told.getPropertyValue("outline-color"),
      line: told.getPropertyValue("border-top-color"),
      leaf: told.getPropertyValue("accent-color"),
      sheet: told.backgroundColor,
    };
    this.draw();
  }

  /** All of it; or as much that the newest can be read, where all would be dust. */
  fit(): void {
    if (!this.nodes.length) return;
    const xs = this.nodes.map((node) => node.x);
    const ys = this.nodes.map((node) => node.y);
    const [left, right] = [Math.min(...xs) - SIDE, Math.max(...xs) + SIDE];
    const [top, bottom] = [Math.min(...ys) - SIDE, Math.max(...ys) + SIDE];
    const { clientWidth: across, clientHeight: down } = this.canvas;
    const scale = Math.min(1.2, across / (right - left), down / (bottom - top));
    const at = zoomIdentity
      .translate(across / 2, Math.max(24, (down - (bottom - top) * scale) / 2))
      .scale(scale)
      .translate(-(left + right) / 2, -top);
    select(this.canvas).call((each) => {
      this.zoomed.transform(each, at);
    });
  }

  scale(by: number): void {
    select(this.canvas).call((each) => {
      this.zoomed.scaleBy(each, by);
    });
  }

  /** Bring a picture to the middle, near enough to be seen. */
  centre(node: Placed): void {
    const scale = Math.max(this.transform.k, 0.7);
    const at = zoomIdentity
      .translate(this.canvas.clientWidth / 2, this.canvas.clientHeight / 2)
      .scale(scale)
      .translate(-node.x, -node.y - SIDE / 2);
    select(this.canvas).call((each) => {
      this.zoomed.transform(each, at);
    });
  }

  at(offsetX: number, offsetY: number): Placed | undefined {
    const [x, y] = this.transform.invert([offsetX, offsetY]);
    return this.nodes.find((node) => Math.abs(node.x - x) < SIDE / 2 && y > node.y && y < node.y + SIDE);
  }

  draw(): void {
    this.frame ||= requestAnimationFrame(() => {
      this.frame = 0;
      this.paint();
    });
  }

  destroy(): void {
    cancelAnimationFrame(this.frame);
    select(this.canvas).on(".zoom", null);
  }

  private paint(): void {
    const { pen, canvas, transform } = this;
    const ratio = devicePixelRatio || 1;
    pen.setTransform(1, 0, 0, 1, 0, 0);
    pen.clearRect(0, 0, canvas.width, canvas.height);
    pen.setTransform(
      ratio * transform.k,
      0,
      0,
      ratio * transform.k,
      ratio * transform.x,
      ratio * transform.y,
    );
    const [left, top] = transform.invert([-SIDE, -SIDE]);
    const [right, bottom] = transform.invert([canvas.clientWidth + SIDE, canvas.clientHeight + SIDE]);
    const seen = (node: Placed): boolean =>
      node.x > left - SIDE && node.x < right + SIDE && node.y > top - SIDE && node.y < bottom;
    pen.strokeStyle = this.colours.line;
    pen.lineWidth = 1.5 / Math.max(transform.k, 0.3);
    pen.beginPath();
    for (const node of this.nodes) {
      const { up } = node;
      if (!up || node.y < top - 200 || up.y > bottom) continue;
      const from = up.y + SIDE;
      const middle = (from + node.y) / 2;
      pen.moveTo(up.x, from);
      pen.bezierCurveTo(up.x, middle, node.x, middle, node.x, node.y);
    }
    pen.stroke();
    for (const node of this.nodes) if (seen(node)) this.picture(node);
  }

  private picture(node: Placed): void {
    const { pen, transform, colours } = this;
    const x = node.x - SIDE / 2;
    const thumb = transform.k > THUMBS_FROM ? this.thumb(node) : undefined;
    pen.globalAlpha = node.hidden ? 0.4 : 1;
    if (thumb) {
      const scale = Math.max(SIDE / thumb.naturalWidth, SIDE / thumb.naturalHeight);
      const side = SIDE / scale;
      const [sx, sy] = [(thumb.naturalWidth - side) / 2, (thumb.naturalHeight - side) / 2];
      pen.drawImage(thumb, sx, sy, side, side, x, node.y, SIDE, SIDE);
    } else {
      pen.fillStyle = colours.line;
      pen.fillRect(x, node.y, SIDE, SIDE);
    }
    pen.globalAlpha = 1;
    if (node === this.chosen || node === this.other) {
      pen.strokeStyle = colours.leaf;
      pen.lineWidth = 4 / Math.max(transform.k, 0.5);
      pen.setLineDash(node === this.other ? [8, 6] : []);
      pen.strokeRect(x - 3, node.y - 3, SIDE + 6, SIDE + 6);
      pen.setLineDash([]);
    }
    const label = node.folded ? `${node.name || "dead end"} +${node.folded}` : node.name;
    if (label && transform.k > 0.3) {
      pen.fillStyle = colours.ink;
      pen.font = "600 13px Inter Variable, sans-serif";
      pen.textAlign = "center";
      // Lines go on below it.
      pen.strokeStyle = colours.sheet;
      pen.lineWidth = 6;
      pen.lineJoin = "round";
      pen.strokeText(label, node.x, node.y + SIDE + 17, 130);
      pen.fillText(label, node.x, node.y + SIDE + 17, 130);
    }
  }

  private thumb(node: Placed): HTMLImageElement | undefined {
    let found = this.thumbs.get(node.image);
    if (!found) {
      if (this.thumbs.size >= MOST_THUMBS) {
        const [oldest] = this.thumbs.keys();
        if (oldest) this.thumbs.delete(oldest);
      }
      found = new Image();
      found.src = this.address.replace("/0/", `/${node.image}/`);
      found.addEventListener("load", () => {
        this.draw();
      });
      this.thumbs.set(node.image, found);
    }
    return found.complete && found.naturalWidth ? found : undefined;
  }
}
