import { isWriting } from "./page";
import { isWritten, strokeOf } from "./strokes";

/** Everything that a hand can do by a key, in one place; the help and the palette are drawn from it.
 *
 *      connectedCallback() {
 *        this.leave = commands.register({
 *          id: "wall.favourite", group: "Pictures", title: "Favourite", keys: ["f"],
 *          when: () => this.chosen !== undefined, run: () => this.favourite(),
 *        });
 *      }
 *      disconnectedCallback() { this.leave(); }
 *
 *  What people rebind is kept on this device: keys belong to the keyboard in front of them. */
export interface Command {
  /** Never changes: rebound keys are kept under it. */
  id: string;
  group: string;
  /** What it does, as a person would ask for it. */
  title: string;
  /** Strokes as lib/strokes.ts writes them. */
  keys?: readonly string[];
  /** Whether it can be done now; what cannot is neither heard nor offered. */
  when?: () => boolean;
  /** Heard although a dialog is open. The page's own commands are not. */
  inDialogs?: boolean;
  /** Not offered in the palette, e.g. because it needs the thing under the pointer. */
  unlisted?: boolean;
  /** Undefined for keys that the thing in focus hears by itself (arrows on the wall): these are only told. */
  run?: () => void;
}

const KEPT = "seedbed-keys";

export class Commands extends EventTarget {
  private readonly known = new Map<string, Command[]>();
  private own: Record<string, string[]> = {};

  constructor(private readonly storage: () => Pick<Storage, "getItem" | "setItem">) {
    super();
    this.own = this.read();
  }

  /** Make `made` known; the answer takes it back. Of two with one id, the later is heard first. */
  register(...made: Command[]): () => void {
    for (const command of made) this.known.set(command.id, [command, ...(this.known.get(command.id) ?? [])]);
    return () => {
      for (const command of made) {
        const left = (this.known.get(command.id) ?? []).filter((each) => each !== command);
        if (left.length) this.known.set(command.id, left);
        else this.known.delete(command.id);
      }
    };
  }

  /** One of each id, in the order in which they became known. */
  get all(): Command[] {
    return [...this.known.values()].flatMap(([first]) => (first ? [first] : []));
  }

  /** What can be done now, for the palette. */
  get offered(): Command[] {
    return this.all.flatMap((command) => {
      const able = command.unlisted ? undefined : this.able(command.id);
      return able ? [able] : [];
    });
  }

  keysOf(command: Command): readonly string[] {
    return this.own[command.id] ?? command.keys ?? [];
  }

  isRebound(command: Command): boolean {
    return command.id in this.own;
  }

  get isAnyRebound(): boolean {
    return Object.keys(this.own).length > 0;
  }

  /** Who else hears `stroke`. */
  conflict(command: Command, stroke: string): Command | undefined {
    return this.all.find((other) => other.id !== command.id && this.keysOf(other).includes(stroke));
  }

  /** Give `command` this stroke alone, and take it from whoever had it. */
  rebind(command: Command, stroke: string): void {
    const other = this.conflict(command, stroke);
    if (other) this.own[other.id] = this.keysOf(other).filter((each) => each !== stroke);
    this.own[command.id] = stroke ? [stroke] : [];
    this.keep();
  }

  /** As it came. A default that has been given to somebody else goes back, too. */
  reset(command?: Command): void {
    if (!command) this.own = {};
    else {
      this.own = Object.fromEntries(Object.entries(this.own).filter(([id]) => id !== command.id));
      for (const stroke of command.keys ?? []) {
        const other = this.conflict(command, stroke);
        if (other) this.own[other.id] = this.keysOf(other).filter((each) => each !== stroke);
      }
    }
    this.keep();
  }

  /** Do what the event asks for; whether there was anything. */
  hear(event: KeyboardEvent): boolean {
    if (event.defaultPrevented || event.isComposing) return false;
    const stroke = strokeOf(event);
    // What is written in may stand inside an element's shadow, where the target is the element.
    const written = event.composedPath()[0] ?? null;
    if (!stroke || (isWriting(written) && isWritten(stroke))) return false;
    const isInDialog = document.querySelector("dialog:modal") !== null;
    for (const { id } of this.all) {
      const command = this.able(id, isInDialog);
      if (!command?.run || !this.keysOf(command).includes(stroke)) continue;
      event.preventDefault();
      command.run();
      return true;
    }
    return false;
  }

  private able(id: string, isInDialog = false): Command | undefined {
    return this.known
      .get(id)
      ?.find((each) => each.run && (!isInDialog || each.inDialogs) && (each.when?.() ?? true));
  }

  private keep(): void {
    this.storage().setItem(KEPT, JSON.stringify(this.own));
    this.dispatchEvent(new Event("change"));
  }

  private read(): Record<string, string[]> {
    try {
      const kept: unknown = JSON.parse(this.storage().getItem(KEPT) ?? "{}");
      if (typeof kept !== "object" || kept === null) return {};
      return Object.fromEntries(
        Object.entries(kept).filter(
          (pair): pair is [string, string[]] =>
            Array.isArray(pair[1]) && pair[1].every((each) => typeof each === "string"),
        ),
      );
    } catch {
      return {}; // no storage here, or not ours: the keys are as they came
    }
  }
}

export const commands = new Commands(() => localStorage);

export function hearKeys(): void {
  document.addEventListener("keydown", (event) => {
    if (!commands.hear(event)) sendWritten(event);
  });
}

/** Ctrl+Enter sends the form that is being written in, where it is nobody's key. */
export function sendWritten(event: KeyboardEvent): void {
  const written = event.target;
  if (event.defaultPrevented || event.isComposing || strokeOf(event) !== "mod+enter") return;
  if (!(written instanceof HTMLTextAreaElement) || !written.form) return;
  event.preventDefault();
  written.form.requestSubmit();
}
