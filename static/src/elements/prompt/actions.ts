import { svg, type SVGTemplateResult, html, type TemplateResult } from "lit";

import { TYPES } from "./edits";
import { find, isGroup, label, type Group, type Path } from "./json";

/** Outlines from Lucide (ISC), as on the rest of the page. */
const DRAWN: Record<string, SVGTemplateResult> = {
  plus: svg`<path d="M5 12h14M12 5v14"/>`,
  chevron: svg`<path d="m9 18 6-6-6-6"/>`,
  dots: svg`<circle cx="12" cy="12" r="1"/><circle cx="19" cy="12" r="1"/><circle cx="5" cy="12" r="1"/>`,
  lock: svg`<rect width="18" height="11" x="3" y="11" rx="2"/><path d="M7 11V7a5 5 0 0 1 10 0v4"/>`,
  unlock: svg`<rect width="18" height="11" x="3" y="11" rx="2"/><path d="M7 11V7a5 5 0 0 1 9.9-1"/>`,
  vary: svg`<path d="M16 3h5v5M4 20 21 3M21 16v5h-5M15 15l6 6M4 4l5 5"/>`,
  rename: svg`<path d="M12 20h9M16.4 3.6a2.1 2.1 0 0 1 3 3L7 19l-4 1 1-4Z"/>`,
  up: svg`<path d="m5 12 7-7 7 7M12 19V5"/>`,
  down: svg`<path d="M12 5v14M19 12l-7 7-7-7"/>`,
  keep: svg`<path d="m19 21-7-4-7 4V5a2 2 0 0 1 2-2h10a2 2 0 0 1 2 2Z"/>`,
  delete: svg`<path d="M3 6h18M19 6v14a2 2 0 0 1-2 2H7a2 2 0 0 1-2-2V6M8 6V4a2 2 0 0 1 2-2h4a2 2 0 0 1 2 2v2"/>`,
  type: svg`<path d="M4 7V4h16v3M9 20h6M12 4v16"/>`,
  x: svg`<path d="M18 6 6 18M6 6l12 12"/>`,
};

export function icon(name: string): TemplateResult {
  return html`<svg
    viewBox="0 0 24 24"
    width="15"
    height="15"
    fill="none"
    stroke="currentColor"
    stroke-width="1.8"
    stroke-linecap="round"
    stroke-linejoin="round"
    aria-hidden="true"
  >
    ${DRAWN[name] ?? DRAWN["type"]}
  </svg>`;
}

export interface Action {
  /** A verb, or the type it is to become. */
  does: string;
  words: string;
  icon: string;
  keys?: string;
  isType?: boolean;
}

/** What can be done with the field or group at a path. */
export function actions(
  root: Group,
  path: Path,
  locks: ReadonlySet<string>,
  axes: ReadonlyMap<string, readonly string[]>,
): Action[] {
  const node = find(root, path);
  const parent = find(root, path.slice(0, -1));
  if (!node || !parent || !isGroup(parent)) return [];
  const name = label(path);
  const at = parent.entries.findIndex((entry) => entry.step === path.at(-1));
  const isField = parent.kind === "object";
  const isHeld = path.some((_, depth) => locks.has(label(path.slice(0, depth + 1))));
  const found: Action[] = [];
  if (!isGroup(node) && !isHeld && node.kind !== "null") {
    const isVaried = axes.has(name);
    found.push({ does: "vary", words: isVaried ? "Do not vary this" : "Vary this field", icon: "vary" });
  }
  if (!axes.has(name)) {
    found.push({
      does: "lock",
      words: locks.has(name) ? "Unlock" : "Lock",
      icon: locks.has(name) ? "unlock" : "lock",
    });
  }
  if (isField) found.push({ does: "keep", words: "Keep as a preset", icon: "keep" });
  if (isHeld) return found;
  if (isGroup(node)) {
    found.push({
      does: "inside",
      words: node.kind === "array" ? "Add an item" : "Add a field in it",
      icon: "plus",
    });
  }
  found.push({
    does: "after",
    words: isField ? "Add a field after it" : "Add an item after it",
    icon: "plus",
  });
  if (isField) found.push({ does: "rename", words: "Rename", icon: "rename", keys: "F2" });
  if (at > 0) found.push({ does: "up", words: "Move up", icon: "up", keys: "Alt ⇧ ↑" });
  if (at < parent.entries.length - 1) {
    found.push({ does: "down", words: "Move down", icon: "down", keys: "Alt ⇧ ↓" });
  }
  const now = isGroup(node)
    ? node.kind === "array"
      ? "list"
      : "group"
    : { string: "text", number: "number", boolean: "yes or no", null: "nothing" }[node.kind];
  const isEmpty = isGroup(node) ? !node.entries.length : node.value === "";
  for (const type of TYPES) {
    const keeps = type === "text" || type === "list" || isEmpty || now === "nothing";
    const number = type === "number" && !isGroup(node) && /^-?\d+(\.\d+)?$/.test(node.value);
    if (type !== now && (keeps || number)) {
      found.push({
        does: type,
        words: `Make it ${type === "nothing" ? "empty" : `a ${type}`}`.replace("a yes", "yes"),
        icon: "type",
        isType: true,
      });
    }
  }
  found.push({ does: "delete", words: "Delete", icon: "delete" });
  return found;
}
