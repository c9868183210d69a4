/** Edits of a document, each from one text to the next. What is not touched stays as it was written. */

import { find, isFault, isGroup, read, write, type Entry, type Group, type Node, type Path } from "./json";

/** Where everything is afterwards: the new path of an old one, undefined for what is gone. */
export type Moves = (path: Path) => Path | undefined;

export interface Edited {
  readonly text: string;
  readonly moves: Moves;
}

export const TYPES = ["text", "number", "yes or no", "nothing", "group", "list"] as const;
export type Type = (typeof TYPES)[number];

const FRESH: Record<Type, string> = {
  text: '""',
  number: "0",
  "yes or no": "true",
  nothing: "null",
  group: "{}",
  list: "[]",
};

const same: Moves = (path) => path;

/** Another value in place of one, given as JSON; everything around it keeps its characters. */
export function put(text: string, root: Group, path: Path, raw: string): Edited {
  const node = find(root, path);
  return { text: node ? text.slice(0, node.from) + raw + text.slice(node.to) : text, moves: same };
}

/** The value as another type, as far as it can be kept. */
export function retype(text: string, root: Group, path: Path, type: Type): Edited {
  const node = find(root, path);
  if (!node) return { text, moves: same };
  let raw = FRESH[type];
  if (type === "text")
    raw = JSON.stringify(isGroup(node) ? write(node) : node.kind === "null" ? "" : node.value);
  if (type === "number" && !isGroup(node) && /^-?\d+(\.\d+)?$/.test(node.value)) raw = node.value;
  if (type === "list" && !isGroup(node)) raw = `[${node.raw}]`;
  return put(text, root, path, raw);
}

export function rename(text: string, root: Group, path: Path, name: string): Edited {
  const parent = find(root, path.slice(0, -1));
  const entry =
    parent && isGroup(parent) ? parent.entries.find((each) => each.step === path.at(-1)) : undefined;
  if (!entry || entry.keyFrom < 0) return { text, moves: same };
  return {
    text: text.slice(0, entry.keyFrom) + JSON.stringify(name) + text.slice(entry.keyTo),
    moves: (old) => (isUnder(old, path) ? [...path.slice(0, -1), name, ...old.slice(path.length)] : old),
  };
}

export function remove(root: Group, path: Path): Edited {
  const parent = path.slice(0, -1);
  const gone = path.at(-1);
  const next = within(root, parent, (entries) => entries.filter((entry) => entry.step !== gone));
  return {
    text: write(next),
    moves: (old) => {
      if (isUnder(old, path)) return undefined;
      return shifted(old, parent, (at) => (typeof gone === "number" && at > gone ? at - 1 : at));
    },
  };
}

/** The field or item at another place of its own group. */
export function shift(root: Group, path: Path, to: number): Edited {
  const parent = path.slice(0, -1);
  const moved = path.at(-1);
  let from = -1;
  const next = within(root, parent, (entries) => {
    from = entries.findIndex((entry) => entry.step === moved);
    const others = entries.filter((_, index) => index !== from);
    const entry = entries[from];
    if (entry) others.splice(to, 0, entry);
    return others;
  });
  return {
    text: write(next),
    moves: (old) =>
      shifted(old, parent, (at) => {
        if (at === from) return to;
        if (from < to && at > from && at <= to) return at - 1;
        return from > to && at >= to && at < from ? at + 1 : at;
      }),
  };
}

/** A new field or item behind the entry at `place` of the group, empty; gives its path too. */
export function add(root: Group, group: Path, place: number, type: Type = "text"): Edited & { path: Path } {
  const node = find(root, group);
  const isList = node?.kind === "array";
  const entries = node && isGroup(node) ? node.entries : [];
  const step = isList ? place : free(entries, "new field");
  const next = within(root, group, (old) => {
    const fresh = parsed(FRESH[type]);
    const copy = [...old];
    copy.splice(place, 0, { step, keyFrom: -1, keyTo: -1, node: fresh });
    return copy;
  });
  return {
    text: write(next),
    path: [...group, step],
    moves: (old) => shifted(old, group, (at) => (isList && at >= place ? at + 1 : at)),
  };
}

export function isUnder(path: Path, above: Path): boolean {
  return above.length <= path.length && above.every((step, index) => path[index] === step);
}

function shifted(old: Path, parent: Path, to: (at: number) => number): Path {
  const step = old[parent.length];
  if (!isUnder(old, parent) || typeof step !== "number") return old;
  return [...parent, to(step), ...old.slice(parent.length + 1)];
}

function within(root: Group, path: Path, change: (entries: readonly Entry[]) => readonly Entry[]): Group {
  const [step, ...rest] = path;
  if (step === undefined) {
    const entries = change(root.entries);
    const numbered = root.kind === "array" ? entries.map((entry, at) => ({ ...entry, step: at })) : entries;
    return { ...root, entries: numbered };
  }
  return {
    ...root,
    entries: root.entries.map((entry) =>
      entry.step === step && isGroup(entry.node)
        ? { ...entry, node: within(entry.node, rest, change) }
        : entry,
    ),
  };
}

function parsed(raw: string): Node {
  const read_ = read(`[${raw}]`);
  const node = isFault(read_) ? undefined : read_.entries[0]?.node;
  return node ?? { kind: "null", from: 0, to: 0, raw: "null", value: "null" };
}

function free(entries: readonly Entry[], name: string): string {
  const taken = new Set(entries.map((entry) => entry.step));
  let number = 1;
  let wanted = name;
  while (taken.has(wanted)) {
    number += 1;
    wanted = `${name} ${number}`;
  }
  return wanted;
}
