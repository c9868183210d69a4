import { csrfToken } from "../../lib/page";
import type { Point } from "./ops";

/** Its words are for the person. */
export class NotFound extends Error {}

/** The thing at a point (shares of width and height) as ink; asked of the server at `address`. */
export async function find(address: string, [x, y]: Point, signal: AbortSignal): Promise<HTMLCanvasElement> {
  const answer = await fetch(address, {
    method: "POST",
    headers: { "X-CSRFToken": csrfToken() },
    body: new URLSearchParams({ x: String(x), y: String(y) }),
    signal,
  });
  if (answer.ok) return inked(await answer.blob());
  const hasWords = answer.status < 500 || answer.status === 503;
  throw new NotFound(hasWords ? await answer.text() : "The studio could not look for it.");
}

/** A little more than the thing itself, in shares of the longer side: its soft rim would stay behind as an outline. */
const RIM = 0.006;
const AROUND = 16;

/** White of a mask as ink, black as nothing. */
async function inked(mask: Blob): Promise<HTMLCanvasElement> {
  const picture = await createImageBitmap(mask);
  const [canvas, pen] = copied(picture);
  if (!pen) return canvas;
  const data = pen.getImageData(0, 0, canvas.width, canvas.height);
  for (let at = 0; at < data.data.length; at += 4) {
    data.data[at + 3] = data.data[at] ?? 0;
    data.data.set([255, 42, 31], at);
  }
  pen.putImageData(data, 0, 0);
  return grown(canvas, RIM * Math.max(canvas.width, canvas.height));
}

/** The ink and whatever lies within `by` px of it. */
function grown(ink: HTMLCanvasElement, by: number): HTMLCanvasElement {
  const [canvas, pen] = copied(ink);
  if (!pen) return ink;
  for (let step = 0; step < AROUND; step += 1) {
    const way = (2 * Math.PI * step) / AROUND;
    pen.drawImage(ink, by * Math.cos(way), by * Math.sin(way));
  }
  return canvas;
}

/** A canvas that shows `picture`, and the pen for it; without one nothing is shown. */
function copied(
  picture: ImageBitmap | HTMLCanvasElement,
): [HTMLCanvasElement, CanvasRenderingContext2D | null] {
  const canvas = document.createElement("canvas");
  canvas.width = picture.width;
  canvas.height = picture.height;
  const pen = canvas.getContext("2d");
  pen?.drawImage(picture, 0, 0);
  return [canvas, pen];
}
