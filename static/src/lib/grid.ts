/** Where a key leads on a wall of pictures. Boxes come in reading order. */

export interface Box {
  left: number;
  top: number;
  width: number;
  height: number;
}

/** The index that `key` leads to from `at`; `at` itself where there is nothing in that direction. */
export function step(boxes: readonly Box[], at: number, key: string): number {
  if (key === "Home") return 0;
  if (key === "End") return boxes.length - 1;
  if (key === "ArrowLeft") return Math.max(at - 1, 0);
  if (key === "ArrowRight") return Math.min(at + 1, boxes.length - 1);
  if (key === "ArrowUp") return vertical(boxes, at, -1);
  if (key === "ArrowDown") return vertical(boxes, at, 1);
  return at;
}

/** The nearest box of the next row up (-1) or down (1), by the middle of its width. */
function vertical(boxes: readonly Box[], at: number, way: 1 | -1): number {
  const here = boxes[at];
  if (!here) return at;
  const beyond = (box: Box): number => way * (box.top - here.top);
  const rows = boxes.map(beyond).filter((distance) => distance > here.height / 2);
  if (!rows.length) return at;
  const nearest = Math.min(...rows);
  let best = at;
  let least = Infinity;
  for (const [index, box] of boxes.entries()) {
    if (Math.abs(beyond(box) - nearest) > 4) continue;
    const aside = Math.abs(box.left + box.width / 2 - (here.left + here.width / 2));
    if (aside < least) [best, least] = [index, aside];
  }
  return best;
}
