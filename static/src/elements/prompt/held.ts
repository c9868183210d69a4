/** What is locked and what is varied in a document, by label; it goes where its fields go. */

import type { Moves } from "./edits";
import { isFault, isGroup, label, read, readLabel, type Group } from "./json";

export interface Held {
  readonly locks: ReadonlySet<string>;
  /** The values to try, as JSON texts. */
  readonly axes: ReadonlyMap<string, readonly string[]>;
}

export const NOTHING_HELD: Held = { locks: new Set(), axes: new Map() };

export function isEmpty(held: Held): boolean {
  return !held.locks.size && !held.axes.size;
}

/** As the page brought it, or was sent it before. */
export function heldIn(place: ParentNode | null): Held {
  const values = (name: string) =>
    [...(place?.querySelectorAll<HTMLInputElement>(`[name="${name}"]`) ?? [])].map((input) => input.value);
  return { locks: new Set(values("lock")), axes: new Map(values("vary").flatMap(axis)) };
}

/** Without the fields that are gone; the very same where none is. */
export function pruned(held: Held, root: Group): Held {
  return renamed(held, (name) => (readLabel(root, name) ? name : undefined));
}

/** After an edit of the document, which was `root` before it. */
export function carried(held: Held, root: Group, moves: Moves): Held {
  return renamed(held, (name) => {
    const path = readLabel(root, name);
    const moved = path && moves(path);
    return moved && label(moved);
  });
}

/** The inputs that are sent with the form. */
export function inputs(held: Held): HTMLInputElement[] {
  return [
    ...[...held.locks].map((name) => hidden("lock", name)),
    ...[...held.axes].map(([name, values]) =>
      hidden("vary", `{"field": ${JSON.stringify(name)}, "values": [${values.join(", ")}]}`),
    ),
  ];
}

function axis(text: string): [string, string[]][] {
  const root = read(text);
  if (isFault(root)) return [];
  const [field, values] = ["field", "values"].map(
    (key) => root.entries.find((each) => each.step === key)?.node,
  );
  if (!field || isGroup(field) || values?.kind !== "array") return [];
  return [[field.value, values.entries.flatMap(({ node }) => (isGroup(node) ? [] : [node.raw]))]];
}

function renamed(held: Held, to: (name: string) => string | undefined): Held {
  const names = [...held.locks, ...held.axes.keys()];
  if (names.every((name) => to(name) === name)) return held;
  return {
    locks: new Set([...held.locks].map(to).filter((name) => name !== undefined)),
    axes: new Map(
      [...held.axes].flatMap(([name, values]) => {
        const now = to(name);
        return now === undefined ? [] : [[now, values] as const];
      }),
    ),
  };
}

function hidden(name: string, value: string): HTMLInputElement {
  const input = document.createElement("input");
  input.type = "hidden";
  input.name = name;
  input.value = value;
  return input;
}
