import { LitElement, html, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";

import { add, put, remove, rename, retype, shift, type Edited, type Type } from "./edits";
import { actions, icon, type Action } from "./actions";
import { axisPanel } from "./axis";
import { breakable } from "./breakable";
import { Drag, left } from "./drag";
import { fieldStyles } from "./fields.styles";
import { NUMBER, find, isGroup, label, leaves, type Entry, type Group, type Path, type Scalar } from "./json";
import { valueInput } from "./inputs";
import { Menu } from "./menu";
import { groupLength, groups, soon, walk } from "./tree";

/** Above so many values, groups begin folded. */
const MANY = 320;

export interface FieldsEdited extends Edited {
  /** What is being typed in, so that typing is one step of undo; "" for a step by itself. */
  place: string;
}

/**
 * A document as a form, whatever its keys are. It asks for changes; who owns the text makes them.
 *
 *     <studio-fields .text=${text} .root=${root} .locks=${locks} .axes=${axes}></studio-fields>
 *
 * @fires studio-fields-edited - a change of the text, as FieldsEdited
 * @fires studio-fields-locks - the labels that are locked now, as a Set
 * @fires studio-fields-axes - the values to try, by label, as a Map of JSON texts
 * @fires studio-fields-undo - 1 back, -1 forth
 * @fires studio-fields-keep - the label of what is to be kept as a preset
 */
@customElement("studio-fields")
export class Fields extends LitElement {
  static override styles = fieldStyles;

  @property({ attribute: false }) text = "";
  @property({ attribute: false }) root: Group = { kind: "object", from: 0, to: 0, entries: [] };
  @property({ attribute: false }) locks: ReadonlySet<string> = new Set();
  @property({ attribute: false }) axes: ReadonlyMap<string, readonly string[]> = new Map();
  /** Where suggestions for a field are asked for. */
  @property() suggestions = "";

  @state() private folded = new Set<string>();
  @state() private renaming = "";
  @state() wrong = new Map<string, string>();

  private hasBegun = false;
  private readonly menu = new Menu(this, (name) => this.rowOf(name));
  private readonly drag = new Drag(
    () => this.root,
    (path, to) => {
      this.edited({ ...shift(this.root, path, to), place: "" });
    },
  );

  override connectedCallback(): void {
    super.connectedCallback();
    this.addEventListener("keydown", this.pressed);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.removeEventListener("keydown", this.pressed);
  }

  override willUpdate(): void {
    if (this.hasBegun || !this.root.entries.length) return;
    this.hasBegun = true;
    if (leaves(this.root) > MANY) this.folded = new Set(groups(this.root, []).map((path) => label(path)));
  }

  override render(): TemplateResult {
    return html`<div
        class="fields"
        role="group"
        aria-label="Fields of the prompt"
        @scroll=${this.menu.follow}
      >
        ${this.entries(this.root, [])}
        <button
          type="button"
          class="add"
          @click=${() => {
            this.insert([], this.root.entries.length);
          }}
        >
          ${icon("plus")} ${this.root.kind === "array" ? "Add an item" : "Add a field"}
        </button>
      </div>
      ${this.menu.list((path) => actions(this.root, path, this.locks, this.axes), this.act)}`;
  }

  override focus(): void {
    this.renderRoot.querySelector<HTMLElement>("textarea, input, button")?.focus();
  }

  private entries(group: Group, path: Path): unknown {
    return repeat(
      group.entries,
      (entry) => entry.step,
      (entry) => this.entry(entry, [...path, entry.step], group.kind === "array"),
    );
  }

  private entry(entry: Entry, path: Path, isItem: boolean): TemplateResult {
    const { node } = entry;
    if (isGroup(node)) return this.group(node, path, isItem);
    return this.row(node, path, isItem);
  }

  private group(node: Group, path: Path, isItem: boolean): TemplateResult {
    const name = label(path);
    const isFolded = this.folded.has(name);
    return html`<section
      class="group ${path.length === 1 ? "card" : ""}"
      data-label=${name}
      ?data-locked=${this.isLocked(name, path)}
      @dragover=${(event: DragEvent) => {
        this.drag.over(event, path);
      }}
      @dragleave=${left}
      @drop=${(event: DragEvent) => {
        this.drag.drop(event, path);
      }}
    >
      <div
        class="head"
        draggable=${this.renaming === name ? "false" : "true"}
        @dragstart=${(event: DragEvent) => {
          this.drag.begin(event, path);
        }}
      >
        ${
          this.renaming === name
            ? this.nameInput(path)
            : html`<button
                type="button"
                class="fold"
                aria-expanded=${String(!isFolded)}
                @click=${() => {
                  this.toggle(name);
                }}
              >
                ${icon("chevron")}<span class="name"
                  >${isItem ? `${Number(path.at(-1)) + 1}.` : String(path.at(-1))}</span
                ><span class="count">${node.entries.length || "empty"}</span>
              </button>`
        }
        ${this.locks.has(name) ? this.lockMark(name) : nothing} ${this.menu.button(path, name)}
      </div>
      ${isFolded ? nothing : html`<div class="inside">${this.entries(node, path)}</div>`}
    </section>`;
  }

  private row(node: Scalar, path: Path, isItem: boolean): TemplateResult {
    const name = label(path);
    const isLocked = this.isLocked(name, path);
    const values = this.axes.get(name);
    return html`<div
      class="row"
      data-label=${name}
      ?data-varied=${Boolean(values)}
      ?data-locked=${isLocked}
      @dragover=${(event: DragEvent) => {
        this.drag.over(event, path);
      }}
      @dragleave=${left}
      @drop=${(event: DragEvent) => {
        this.drag.drop(event, path);
      }}
    >
      ${
        this.renaming === name
          ? this.nameInput(path)
          : html`<span
              class="name"
              draggable="true"
              @dragstart=${(event: DragEvent) => {
                this.drag.begin(event, path);
              }}
              title=${name}
              >${isItem ? `${Number(path.at(-1)) + 1}.` : breakable(String(path.at(-1)))}</span
            >`
      }
      <div class="value">
        ${values ? nothing : valueInput(this, node, path, name, isLocked)}
        ${values ? axisPanel(this, node, name, values) : nothing}
        ${this.wrong.has(name) ? html`<p class="wrong" role="alert">${this.wrong.get(name)}</p>` : nothing}
      </div>
      ${this.locks.has(name) ? this.lockMark(name) : nothing}
      ${values ? html`<span class="times" aria-hidden="true">×${values.length}</span>` : nothing}
      ${this.menu.button(path, name)}
    </div>`;
  }

  private nameInput(path: Path): TemplateResult {
    const old = String(path.at(-1));
    const done = (event: Event) => {
      if (this.renaming !== label(path)) return;
      this.renaming = "";
      const name = (event.target as HTMLInputElement).value;
      const parent = find(this.root, path.slice(0, -1));
      const isTaken = parent && isGroup(parent) && parent.entries.some((each) => each.step === name);
      if (name !== old && name && !isTaken)
        this.edited({ ...rename(this.text, this.root, path, name), place: "" });
      const now = name && !isTaken ? name : old;
      soon(() => {
        this.land([...path.slice(0, -1), now]);
      });
    };
    return html`<input
      class="renames"
      aria-label="New name of ${label(path)}"
      .value=${old}
      @keydown=${(event: KeyboardEvent) => {
        if (event.key === "Enter") done(event);
        else if (event.key === "Escape") {
          this.renaming = "";
          soon(() => {
            this.land(path);
          });
        } else return;
        event.preventDefault();
        event.stopPropagation();
      }}
      @blur=${done}
    />`;
  }

  private lockMark(name: string): TemplateResult {
    return html`<button
      type="button"
      class="lock"
      aria-label="Unlock ${name}"
      title="Locked"
      @click=${() => {
        this.lock(name);
      }}
    >
      ${icon("lock")}
    </button>`;
  }

  private readonly act = (action: Action, path: Path): void => {
    const name = label(path);
    const group = path.slice(0, -1);
    const parent = find(this.root, group);
    const place =
      parent && isGroup(parent) ? parent.entries.findIndex((each) => each.step === path.at(-1)) : 0;
    if (action.does === "lock") this.lock(name);
    else if (action.does === "vary") this.vary(name, path);
    else if (action.does === "rename") this.nameAgain(name);
    else if (action.does === "up" || action.does === "down") this.step(path, action.does === "up" ? -1 : 1);
    else if (action.does === "after") this.insert(group, place + 1);
    else if (action.does === "inside") this.insert(path, groupLength(this.root, path));
    else if (action.does === "keep") this.tell("keep", name);
    else if (action.does === "delete") {
      const near =
        parent && isGroup(parent) ? (parent.entries[place + 1] ?? parent.entries[place - 1]) : undefined;
      this.edited({ ...remove(this.root, path), place: "" });
      const next = near && typeof near.step === "number" && near.step > place ? near.step - 1 : near?.step;
      soon(() => {
        this.land(next === undefined ? group : [...group, next]);
      });
      return;
    } else this.edited({ ...retype(this.text, this.root, path, action.does as Type), place: "" });
    if (["lock", "keep"].includes(action.does) || action.isType) {
      soon(() => {
        this.land(path);
      });
    }
  };

  /** Begin to vary a field with what it is now, or stop. */
  private vary(name: string, path: Path): void {
    const node = find(this.root, path);
    const axes = new Map(this.axes);
    this.refuse(name, "");
    if (axes.has(name)) axes.delete(name);
    else if (node && !isGroup(node)) axes.set(name, [node.raw]);
    this.tell("axes", axes);
    soon(() => {
      this.land(path);
    });
  }

  setAxis(name: string, values: readonly string[] | undefined): void {
    const axes = new Map(this.axes);
    if (values) axes.set(name, values);
    else axes.delete(name);
    this.tell("axes", axes);
  }

  private nameAgain(name: string): void {
    this.renaming = name;
    soon(() => {
      const input = this.renderRoot.querySelector<HTMLInputElement>("input.renames");
      input?.focus();
      input?.select();
    });
  }

  private insert(group: Path, place: number): void {
    const made = add(this.root, group, place);
    this.folded.delete(label(group));
    this.edited({ ...made, place: "" });
    if (typeof made.path.at(-1) === "string") this.nameAgain(label(made.path));
    else
      soon(() => {
        this.land(made.path);
      });
  }

  private step(path: Path, by: 1 | -1): void {
    const group = path.slice(0, -1);
    const parent = find(this.root, group);
    if (!parent || !isGroup(parent)) return;
    const at = parent.entries.findIndex((each) => each.step === path.at(-1));
    const to = at + by;
    if (at < 0 || to < 0 || to >= parent.entries.length) return;
    this.edited({ ...shift(this.root, path, to), place: "" });
    soon(() => {
      this.land(typeof path.at(-1) === "number" ? [...group, to] : path);
    });
  }

  private lock(name: string): void {
    const locks = new Set(this.locks);
    if (!locks.delete(name)) locks.add(name);
    this.tell("locks", locks);
  }

  private isLocked(name: string, path: Path): boolean {
    if (!this.locks.size) return false;
    return this.locks.has(name) || path.some((_, depth) => this.locks.has(label(path.slice(0, depth))));
  }

  private toggle(name: string): void {
    const folded = new Set(this.folded);
    if (!folded.delete(name)) folded.add(name);
    this.folded = folded;
  }

  set(path: Path, raw: string, place: string): void {
    this.edited({ ...put(this.text, this.root, path, raw), place });
  }

  /** Say beside a field what is wrong with what was written; "" when nothing is. */
  refuse(name: string, words: string): void {
    const wrong = new Map(this.wrong);
    if (words) wrong.set(name, words);
    else wrong.delete(name);
    this.wrong = wrong;
  }

  number(path: Path, name: string, said: string): void {
    const isNumber = NUMBER.test(said.trim());
    this.refuse(
      name,
      isNumber ? "" : `“${said.slice(0, 40)}” is not a number. What was there stays until it is.`,
    );
    if (isNumber) this.set(path, said.trim(), name);
  }

  private readonly pressed = (event: KeyboardEvent): void => {
    const origin = event.composedPath()[0];
    const row = origin instanceof Element ? origin.closest<HTMLElement>("[data-label]") : null;
    const path = row ? this.pathOf(row.dataset["label"] ?? "") : undefined;
    const isUndo = (event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === "z";
    const isRedo = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "y";
    if (isUndo || isRedo) this.tell("undo", isRedo || event.shiftKey ? -1 : 1);
    else if (path && event.altKey && event.shiftKey && event.key === "ArrowUp") this.step(path, -1);
    else if (path && event.altKey && event.shiftKey && event.key === "ArrowDown") this.step(path, 1);
    else if (path && event.key === "F2" && typeof path.at(-1) === "string") this.nameAgain(label(path));
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  private pathOf(name: string): Path | undefined {
    return walk(this.root, []).find((path) => label(path) === name);
  }

  /** Focus what stands at a path now. */
  private land(path: Path): void {
    const row = path.length ? this.rowOf(label(path)) : this.renderRoot.querySelector(".fields");
    row?.querySelector<HTMLElement>(".panel input, textarea, input, .fold, .more, .add")?.focus();
  }

  private rowOf(name: string): HTMLElement | undefined {
    return [...this.renderRoot.querySelectorAll<HTMLElement>("[data-label]")].find(
      (row) => row.dataset["label"] === name,
    );
  }

  private edited(detail: FieldsEdited): void {
    this.tell("edited", detail);
  }

  private tell(what: string, detail: unknown): void {
    this.dispatchEvent(new CustomEvent(`studio-fields-${what}`, { detail }));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "studio-fields": Fields;
  }
}
