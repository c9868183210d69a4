/** JSON read without losing anything: key order, numbers as they were written, and where everything stands. */

export interface Scalar {
  readonly kind: "string" | "number" | "boolean" | "null";
  readonly from: number;
  readonly to: number;
  /** As it is written, quotes and all. */
  readonly raw: string;
  /** A string's own characters; anything else as it is written. */
  readonly value: string;
}

export interface Entry {
  /** The key of a field, or the number of an item. */
  readonly step: string | number;
  readonly keyFrom: number;
  readonly keyTo: number;
  readonly node: Node;
}

export interface Group {
  readonly kind: "object" | "array";
  readonly from: number;
  readonly to: number;
  readonly entries: readonly Entry[];
}

export type Node = Scalar | Group;
export type Path = readonly (string | number)[];

export interface Fault {
  readonly at: number;
  readonly message: string;
}

/** As the server has it, studio/prompts/limits.py. */
export const MAX_DEPTH = 64;

export const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;
const NUMBER_AT = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
// eslint-disable-next-line no-control-regex -- JSON forbids exactly these inside a string
const STRING_AT = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[\dA-Fa-f]{4}))*"/y;
const SPACE_AT = /[ \t\n\r]*/y;

export function isGroup(node: Node): node is Group {
  return node.kind === "object" || node.kind === "array";
}

/** The document of a text, or the first place where it is none. */
export function read(text: string): Group | Fault {
  const reader = new Reader(text);
  try {
    return reader.document();
  } catch (error) {
    if (error instanceof Stop) return { at: error.at, message: error.message };
    throw error;
  }
}

export function isFault(result: Group | Fault): result is Fault {
  return "message" in result;
}

class Stop extends Error {
  constructor(
    readonly at: number,
    message: string,
  ) {
    super(message);
  }
}

class Reader {
  private at = 0;

  constructor(private readonly text: string) {}

  document(): Group {
    this.space();
    const node = this.value(0);
    this.space();
    if (this.at < this.text.length) throw new Stop(this.at, "The document ends before this.");
    if (!isGroup(node)) throw new Stop(0, "A document begins with { or [.");
    return node;
  }

  private value(depth: number): Node {
    const sign = this.text[this.at];
    if (sign === "{" || sign === "[") {
      if (depth >= MAX_DEPTH) throw new Stop(this.at, `Nested deeper than ${MAX_DEPTH} levels here.`);
      return sign === "{" ? this.object(depth) : this.array(depth);
    }
    if (sign === '"') {
      const { from, raw } = this.string("This text has no end, or a character that needs a backslash.");
      return { kind: "string", from, to: this.at, raw, value: JSON.parse(raw) as string };
    }
    for (const word of ["true", "false", "null"] as const) {
      if (this.text.startsWith(word, this.at)) {
        const from = this.at;
        this.at += word.length;
        return { kind: word === "null" ? "null" : "boolean", from, to: this.at, raw: word, value: word };
      }
    }
    const raw = this.match(NUMBER_AT);
    if (raw === undefined) {
      throw new Stop(this.at, this.at < this.text.length ? "A value is missing here." : "It ends too early.");
    }
    return { kind: "number", from: this.at - raw.length, to: this.at, raw, value: raw };
  }

  private object(depth: number): Group {
    const from = this.at++;
    const entries: Entry[] = [];
    const seen = new Set<string>();
    this.space();
    while (this.text[this.at] !== "}") {
      if (entries.length) this.comma("}");
      if (this.text[this.at] !== '"') throw new Stop(this.at, "A key in quotes is missing here.");
      const key = this.string("This key has no end.");
      const step = JSON.parse(key.raw) as string;
      if (seen.has(step)) throw new Stop(key.from, `The key “${step.slice(0, 60)}” is there twice.`);
      seen.add(step);
      const keyTo = this.at;
      this.space();
      if (this.text[this.at] !== ":") throw new Stop(this.at, "A colon is missing after the key.");
      this.at += 1;
      this.space();
      entries.push({ step, keyFrom: key.from, keyTo, node: this.value(depth + 1) });
      this.space();
    }
    this.at += 1;
    return { kind: "object", from, to: this.at, entries };
  }

  private array(depth: number): Group {
    const from = this.at++;
    const entries: Entry[] = [];
    this.space();
    while (this.text[this.at] !== "]") {
      if (entries.length) this.comma("]");
      entries.push({ step: entries.length, keyFrom: -1, keyTo: -1, node: this.value(depth + 1) });
      this.space();
    }
    this.at += 1;
    return { kind: "array", from, to: this.at, entries };
  }

  private comma(end: string): void {
    if (this.text[this.at] !== ",") {
      const early = this.at >= this.text.length;
      throw new Stop(this.at, early ? `It ends too early: a ${end} is missing.` : "A comma is missing here.");
    }
    this.at += 1;
    this.space();
    if (this.text[this.at] === end) throw new Stop(this.at, "There is a comma too many before this.");
  }

  private string(otherwise: string): { from: number; raw: string } {
    const from = this.at;
    const raw = this.match(STRING_AT);
    if (raw === undefined) throw new Stop(from, otherwise);
    return { from, raw };
  }

  private space(): void {
    this.match(SPACE_AT);
  }

  private match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text)?.[0];
    if (found !== undefined) this.at += found.length;
    return found;
  }
}

/** The text of a node, indented by two, every value as it was written. */
export function write(node: Node, level = 0): string {
  if (!isGroup(node)) return node.raw;
  const [open, close] = node.kind === "object" ? "{}" : "[]";
  if (!node.entries.length) return `${open}${close}`;
  const inner = "  ".repeat(level + 1);
  const lines = node.entries.map(
    ({ step, node: child }) =>
      inner + (node.kind === "object" ? `${JSON.stringify(step)}: ` : "") + write(child, level + 1),
  );
  return `${open}\n${lines.join(",\n")}\n${"  ".repeat(level)}${close}`;
}

/** How many values a node has; an empty group is one. */
export function leaves(node: Node): number {
  if (!isGroup(node) || !node.entries.length) return 1;
  return node.entries.reduce((sum, entry) => sum + leaves(entry.node), 0);
}

export function find(root: Group, path: Path): Node | undefined {
  let node: Node | undefined = root;
  for (const step of path) {
    if (!node || !isGroup(node)) return undefined;
    node = node.entries.find((entry) => entry.step === step)?.node;
  }
  return node;
}

// eslint-disable-next-line no-control-regex -- the server's label() quotes keys with these
const PLAIN_KEY = /^[^.[\]"\\\u0000-\u001f\u007f]+$/;

/** The path as the server names it: `lighting.key.source`, `quality_targets[0]`, `["a.b"]`. */
export function label(path: Path): string {
  let said = "";
  for (const step of path) {
    if (typeof step === "number") said += `[${step}]`;
    else if (PLAIN_KEY.test(step) && step === step.trim()) said += said ? `.${step}` : step;
    else said += `[${JSON.stringify(step)}]`;
  }
  return said;
}

/** The path that a label names in this document; undefined when it has none. */
export function readLabel(root: Group, wanted: string): Path | undefined {
  return search(root, []);
  function search(node: Node, path: Path): Path | undefined {
    if (!isGroup(node)) return undefined;
    for (const entry of node.entries) {
      const here = [...path, entry.step];
      const said = label(here);
      if (said === wanted) return here;
      if (wanted.startsWith(said)) {
        const deeper = search(entry.node, here);
        if (deeper) return deeper;
      }
    }
    return undefined;
  }
}
