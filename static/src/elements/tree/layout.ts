import { hierarchy, tree } from "d3-hierarchy";

import type { Grown } from "./grown";

export interface Placed extends Grown {
  x: number;
  y: number;
  up: Placed | undefined;
  down: Placed[];
  /** How many pictures a dead end hides. */
  folded: number;
}

export const SIDE = 76;
const ACROSS = 96;
const DOWN = 150;

interface Branch {
  told: Grown | undefined;
  down: Branch[];
}

/** Every picture's place, roots on top, newest roots first. What lies below a dead end is folded into it. Pure. */
export function layout(told: readonly Grown[]): Placed[] {
  const root: Branch = { told: undefined, down: [] };
  const byId = new Map<number, Branch>();
  for (const each of told) byId.set(each.id, { told: each, down: [] });
  for (const branch of byId.values()) {
    const above = branch.told?.parent == null ? undefined : byId.get(branch.told.parent);
    if (above && above !== branch) above.down.push(branch);
    else root.down.unshift(branch);
  }
  const folded = new Map<Branch, number>();
  for (const branch of byId.values()) {
    if (!branch.told?.hidden) continue;
    folded.set(branch, count(branch) - 1);
    branch.down = [];
  }
  const laid = tree<Branch>().nodeSize([ACROSS, DOWN])(hierarchy(root, (branch) => branch.down));
  const placed = new Map<Branch, Placed>();
  laid.each((node) => {
    const { told: each } = node.data;
    if (!each) return;
    const up = node.parent ? placed.get(node.parent.data) : undefined;
    const made: Placed = {
      ...each,
      x: node.x,
      y: (node.depth - 1) * DOWN,
      up,
      down: [],
      folded: folded.get(node.data) ?? 0,
    };
    up?.down.push(made);
    placed.set(node.data, made);
  });
  return [...placed.values()];
}

/** The picture that a key leads to; the same where there is none in that direction. */
export function step(all: readonly Placed[], at: Placed, key: string): Placed {
  if (key === "ArrowUp") return at.up ?? at;
  if (key === "ArrowDown") return at.down[0] ?? at;
  const row = all.filter((each) => each.y === at.y).sort((one, other) => one.x - other.x);
  const place = row.indexOf(at);
  if (key === "ArrowLeft") return row[place - 1] ?? at;
  if (key === "ArrowRight") return row[place + 1] ?? at;
  return at;
}

function count(branch: Branch): number {
  let found = 0;
  const waiting = [branch];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    found += 1;
    waiting.push(...next.down);
  }
  return found;
}
