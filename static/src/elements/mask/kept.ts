import { keepInEntry, keptInEntry } from "../../lib/entry";
import type { Note } from "./canvas";
import type { Op } from "./ops";

/** What was marked and noted on a picture, in the page's entry of the browser's history. */

interface Marks {
  steps: Op[];
  notes: Note[];
}

type Written = Exclude<Op, { kind: "picked" }> | { kind: "picked"; picture: string; erase: boolean };

const addresses = new WeakMap<object, string>();

export function keepMarks(steps: readonly Op[], notes: readonly Note[]): void {
  keepInEntry("marks", { steps: steps.map(written), notes: notes.map((each) => ({ ...each })) });
}

export async function keptMarks(): Promise<Marks | undefined> {
  const kept = keptInEntry("marks") as { steps: Written[]; notes: Note[] } | undefined;
  if (!kept) return undefined;
  try {
    return { steps: await Promise.all(kept.steps.map(read)), notes: kept.notes };
  } catch {
    return undefined; // Written by another version of this page.
  }
}

function written(op: Op): Written {
  if (op.kind !== "picked") return op;
  const { picture } = op;
  const address = addresses.get(picture) ?? picture.toDataURL();
  addresses.set(picture, address);
  return { ...op, picture: address };
}

async function read(op: Written): Promise<Op> {
  if (op.kind !== "picked") return op;
  const shown = new Image();
  shown.src = op.picture;
  await shown.decode();
  const picture = document.createElement("canvas");
  picture.width = shown.naturalWidth;
  picture.height = shown.naturalHeight;
  picture.getContext("2d")?.drawImage(shown, 0, 0);
  return { ...op, picture };
}
