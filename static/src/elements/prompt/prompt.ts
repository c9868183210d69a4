import htmx from "htmx.org";
import { LitElement, html, nothing, type TemplateResult } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";

import { commands } from "../../lib/keys";
import type { Code } from "./code";
import type { Moves } from "./edits";
import "./fields";
import type { Fields, FieldsEdited } from "./fields";
import { isFault, label, read, readLabel, type Group } from "./json";
import { keep, recall } from "./kept";
import { promptStyles } from "./prompt.styles";
import { Undo } from "./undo";
import { Walk } from "./walk";

type Mode = "words" | "fields" | "json";

const MODES: [Mode, string][] = [
  ["words", "Words"],
  ["fields", "Fields"],
  ["json", "JSON"],
];
const ASK_AFTER_MS = 260;

interface Notice {
  words: string;
  items: string[];
  /** The text that comes back with undo. */
  before: string;
}

/**
 * The prompt: words, or a document as fields and as JSON at once. The textarea inside stays the one truth that
 * is sent; without script it is all there is.
 *
 *     <studio-prompt history="/projects/7/prompt/history/" suggestions="/projects/7/prompt/suggestions/">
 *       <label slot="head">…</label> <textarea slot="text" name="prompt"></textarea>
 *       <div id="prompt-state">hidden inputs: lock, vary, after</div> <div id="prompt-facts">…</div>
 *     </studio-prompt>
 *
 * @attr history - address of the versions before
 * @attr suggestions - address of values to try for a field
 * @fires studio-vary-changed - other fields or values are varied, so the price is another
 */
@customElement("studio-prompt")
export class Prompt extends LitElement {
  static override styles = promptStyles;

  @property() history = "";
  @property() suggestions = "";

  @state() private mode: Mode = "words";
  @state() private text = "";
  @state() private root: Group | undefined;
  @state() private fault = "";
  @state() private locks: ReadonlySet<string> = new Set();
  @state() private axes: ReadonlyMap<string, readonly string[]> = new Map();
  @state() private notice: Notice | undefined;
  @state() private said = "";

  @query("studio-fields") private readonly fields!: Fields | null;
  @query(".code") private readonly codeHolder!: HTMLElement | null;

  private readonly undo = new Undo();
  private walk: Walk | undefined;
  private leave: () => void = () => undefined;
  private code: Code | undefined;
  private asking: ReturnType<typeof setTimeout> | undefined;
  private isOurs = false;
  private wasPasted = false;
  private followed = new Set<string>();
  private variables: Record<string, string> = {};

  override connectedCallback(): void {
    super.connectedCallback();
    this.walk = new Walk(this.history);
    this.leave = commands.register(
      { id: "prompt.before", group: "Prompt", title: "What you asked for before", keys: ["alt+arrowup"] },
      {
        id: "prompt.after",
        group: "Prompt",
        title: "Back to what you were writing",
        keys: ["alt+arrowdown"],
      },
      {
        id: "prompt.up",
        group: "Prompt",
        title: "Move a field up (with ↓ down)",
        keys: ["alt+shift+arrowup"],
      },
    );
    this.addEventListener("input", this.written);
    this.addEventListener("paste", this.pasted);
    this.addEventListener("keydown", this.pressed);
    this.addEventListener("click", this.clicked);
    document.addEventListener("htmx:after:swap", this.swapped);
    document.addEventListener("studio-prompt-put", this.wasPut);
    document.addEventListener("change", this.settings);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.removeEventListener("input", this.written);
    this.removeEventListener("paste", this.pasted);
    this.removeEventListener("keydown", this.pressed);
    this.removeEventListener("click", this.clicked);
    document.removeEventListener("htmx:after:swap", this.swapped);
    document.removeEventListener("studio-prompt-put", this.wasPut);
    document.removeEventListener("change", this.settings);
    this.leave();
    clearTimeout(this.asking);
    this.code?.view.destroy();
    this.code = undefined;
  }

  override firstUpdated(): void {
    this.take();
    const sent = this.querySelectorAll<HTMLInputElement>('#prompt-state [name="lock"]');
    this.locks = new Set([...sent].map((input) => input.value));
    const kept = recall(localStorage, this.draftName);
    if (kept && kept.text === this.text) {
      if (!this.locks.size) this.locks = new Set(kept.locks);
      this.axes = new Map(kept.axes);
      this.variables = kept.variables;
      this.tellState();
    }
    if (this.root && !this.isInvalid) this.mode = "fields";
    if (this.text.trim()) this.ask();
  }

  override render(): TemplateResult {
    const isFields = this.mode === "fields";
    return html`<slot name="head"></slot>
      <div class="modes" role="radiogroup" aria-label="How to write the prompt">
        ${MODES.map(
          ([mode, words]) =>
            html`<button
              type="button"
              role="radio"
              aria-checked=${String(this.mode === mode)}
              tabindex=${this.mode === mode ? 0 : -1}
              @click=${() => {
                this.turn(mode);
              }}
              @keydown=${this.choosing}
            >
              ${words}
            </button>`,
        )}
      </div>
      ${this.notice ? this.noticeOf(this.notice) : nothing}
      <div class="text" ?hidden=${this.mode !== "words"}><slot name="text"></slot></div>
      ${
        isFields
          ? this.root
            ? html`<studio-fields
                .text=${this.text}
                .root=${this.root}
                .locks=${this.locks}
                .axes=${this.axes}
                suggestions=${this.suggestions}
                @studio-fields-edited=${this.edited}
                @studio-fields-locks=${(event: CustomEvent<Set<string>>) => {
                  this.locks = event.detail;
                  this.tellState();
                }}
                @studio-fields-axes=${(event: CustomEvent<Map<string, string[]>>) => {
                  this.axes = event.detail;
                  this.tellState();
                }}
                @studio-fields-undo=${(event: CustomEvent<number>) => {
                  this.goBack(event.detail);
                }}
                @studio-fields-keep=${this.keeping}
              ></studio-fields>`
            : this.noFields()
          : nothing
      }
      ${this.mode === "json" ? html`<div class="code"></div>` : nothing}
      <p class="said" role="status">${this.said}</p>
      <slot></slot>`;
  }

  private noFields(): TemplateResult {
    if (this.fault) {
      return html`<p class="none">
        This is meant as a document, but it is none yet: ${this.fault}
        <button
          type="button"
          @click=${() => {
            this.turn("json");
          }}
        >
          Look at it as JSON
        </button>
      </p>`;
    }
    return html`<p class="none">
      These are plain words. As fields they can be locked, varied and compared one by one.
      <button
        type="button"
        @click=${() => {
          const words = this.text.trim();
          this.write(words ? `{\n  "prompt": ${JSON.stringify(words)}\n}` : '{\n  "subject": ""\n}');
          void this.updateComplete.then(() => {
            this.fields?.focus();
          });
        }}
      >
        Turn them into fields
      </button>
    </p>`;
  }

  private noticeOf(notice: Notice): TemplateResult {
    return html`<div class="notice" role="status">
      <p><b>${notice.words}</b></p>
      ${
        notice.items.length
          ? html`<details>
              <summary>${notice.items.length} change${notice.items.length > 1 ? "s" : ""}</summary>
              <ul>
                ${notice.items.map((item) => html`<li>${item}</li>`)}
              </ul>
            </details>`
          : nothing
      }
      <span class="does"
        ><button
          type="button"
          @click=${() => {
            this.notice = undefined;
            this.write(notice.before);
            this.turn("words");
          }}
        >
          Undo</button
        ><button
          type="button"
          @click=${() => {
            this.notice = undefined;
          }}
        >
          Good
        </button></span
      >
    </div>`;
  }

  override updated(changed: Map<PropertyKey, unknown>): void {
    if (changed.has("mode") && changed.get("mode") === "json") {
      this.code?.view.destroy();
      this.code = undefined;
    }
    if (this.mode !== "json") return;
    if (this.code) this.code.show(this.text);
    else if (changed.has("mode")) void this.openCode();
  }

  /** The hand goes to whatever the prompt is written in now. */
  override focus(): void {
    if (this.mode === "fields" && this.fields) this.fields.focus();
    else if (this.mode === "json" && this.code) this.code.view.focus();
    else this.textarea?.focus();
  }

  /** Shows the plain text, where the server's word about it stands. */
  showText(): void {
    this.mode = "words";
    this.renderRoot.querySelector<HTMLElement>(".text")?.removeAttribute("hidden");
  }

  private get textarea(): HTMLTextAreaElement | null {
    return this.querySelector('textarea[name="prompt"]');
  }

  private get isInvalid(): boolean {
    return this.textarea?.getAttribute("aria-invalid") === "true";
  }

  private get draftName(): string {
    return this.closest<HTMLElement>("[data-draft]")?.dataset["draft"] ?? "";
  }

  private async openCode(): Promise<void> {
    const { open } = await import("./code");
    const holder = this.codeHolder;
    if (!holder || this.code || !(this.renderRoot instanceof ShadowRoot)) return;
    this.code = open(holder, this.renderRoot, this.text, (text) => {
      this.write(text, "json");
    });
  }

  /** Read the textarea: it was written in, filled by the page, or came back from the server. */
  private take(): void {
    this.text = this.textarea?.value ?? "";
    const looksLike = /^\s*[{[]/.test(this.text);
    const result = looksLike ? read(this.text) : undefined;
    this.root = result && !isFault(result) ? result : undefined;
    this.fault =
      result && isFault(result) && /^\s*(?:\{\s*["}]|\[\s*["{[\d\]])/.test(this.text) ? result.message : "";
  }

  /** Another text from one of our own editors, or from outside. */
  private write(text: string, place = ""): void {
    const textarea = this.textarea;
    if (!textarea || text === textarea.value) return;
    this.undo.note(textarea.value, place);
    this.isOurs = true;
    textarea.value = text;
    textarea.dispatchEvent(new Event("input", { bubbles: true }));
    this.isOurs = false;
  }

  private readonly written = (event: Event): void => {
    const target = event.target;
    if (target instanceof HTMLInputElement && target.name.startsWith("variable:")) {
      this.variables[target.name.slice("variable:".length)] = target.value;
      this.keep();
      this.ask();
      return;
    }
    if (target !== this.textarea) return;
    if (!this.isOurs) {
      this.undo.note(this.text, "words");
      this.walk?.leave();
      this.said = "";
    }
    const wasRoot = this.root;
    this.take();
    if (this.wasPasted && this.root) {
      this.wasPasted = false;
      this.mode = "fields";
      this.said = "Read as a structured prompt.";
    }
    if (this.root && this.root !== wasRoot) this.prune(this.root);
    this.keep();
    this.ask();
  };

  /** Locks and values to try of fields that are gone are gone too. */
  private prune(root: Group): void {
    if (!this.locks.size && !this.axes.size) return;
    const locks = [...this.locks].filter((name) => readLabel(root, name));
    const axes = [...this.axes].filter(([name]) => readLabel(root, name));
    if (locks.length === this.locks.size && axes.length === this.axes.size) return;
    this.locks = new Set(locks);
    this.axes = new Map(axes);
    this.tellState();
  }

  private readonly edited = (event: CustomEvent<FieldsEdited>): void => {
    const { text, moves, place } = event.detail;
    this.carry(moves);
    this.write(text, place);
    this.walk?.leave();
  };

  /** Locks and axes go where their fields go. */
  private carry(moves: Moves): void {
    const root = this.root;
    if (!root || (!this.locks.size && !this.axes.size)) return;
    const to = (name: string): string | undefined => {
      const path = readLabel(root, name);
      const moved = path && moves(path);
      return moved && label(moved);
    };
    this.locks = new Set([...this.locks].map(to).filter((name) => name !== undefined));
    this.axes = new Map(
      [...this.axes].flatMap(([name, values]) => {
        const moved = to(name);
        return moved === undefined ? [] : [[moved, values] as const];
      }),
    );
    this.tellState();
  }

  private goBack(by: number): void {
    const found = by > 0 ? this.undo.back(this.text) : this.undo.forth(this.text);
    const textarea = this.textarea;
    if (found === undefined || !textarea) return;
    this.isOurs = true;
    textarea.value = found;
    textarea.dispatchEvent(new Event("input", { bubbles: true }));
    this.isOurs = false;
  }

  private readonly pasted = (event: ClipboardEvent): void => {
    if (event.target !== this.textarea || !event.clipboardData?.types.includes("text/plain")) return;
    this.wasPasted = true;
    // A paste of words ends here: what is typed afterwards is no paste.
    setTimeout(() => {
      if (!this.fault && !this.root) this.wasPasted = this.text.trim().length > 0 && /[{[]/.test(this.text);
    });
  };

  private readonly pressed = (event: KeyboardEvent): void => {
    if (!event.altKey || event.shiftKey || event.ctrlKey || event.metaKey) return;
    if (event.key !== "ArrowUp" && event.key !== "ArrowDown") return;
    event.preventDefault();
    void this.step(event.key === "ArrowUp");
  };

  private async step(isBack: boolean): Promise<void> {
    const found = isBack ? await this.walk?.back(this.text) : await this.walk?.forth();
    if (!found) {
      this.said = isBack ? "Nothing was asked for before this." : "";
      return;
    }
    this.write(found.text);
    this.parent(found.id);
    this.said = found.id
      ? `${found.name || `Version ${found.id}`}, asked for before. Alt ↓ comes back.`
      : "What you were writing.";
    if (this.root && this.mode === "words") this.mode = "fields";
    if (!this.root && this.mode === "fields") this.mode = "words";
    await this.updateComplete;
    this.focus();
  }

  private parent(id: number): void {
    const input = this.querySelector<HTMLInputElement>('#prompt-state [name="after"]');
    if (input) input.value = id ? String(id) : "";
  }

  private turn(mode: Mode): void {
    this.mode = mode;
    this.notice = mode === "words" ? this.notice : undefined;
  }

  private readonly choosing = (event: KeyboardEvent): void => {
    const by = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (!by || event.altKey) return;
    event.preventDefault();
    const at = MODES.findIndex(([mode]) => mode === this.mode);
    const next = MODES[(at + by + MODES.length) % MODES.length];
    if (next) this.turn(next[0]);
    void this.updateComplete.then(() => {
      this.renderRoot.querySelector<HTMLElement>('[aria-checked="true"]')?.focus();
    });
  };

  /** The hidden inputs that are sent with the form. */
  private tellState(): void {
    const place = this.querySelector("#prompt-state");
    if (!place) return;
    for (const old of place.querySelectorAll('[name="lock"], [name="vary"]')) old.remove();
    for (const name of this.locks) place.append(hidden("lock", name));
    for (const [name, values] of this.axes) {
      place.append(hidden("vary", `{"field": ${JSON.stringify(name)}, "values": [${values.join(", ")}]}`));
    }
    this.keep();
    this.dispatchEvent(new CustomEvent("studio-vary-changed", { bubbles: true }));
    this.ask();
  }

  private keep(): void {
    const given = Object.entries(this.variables).filter(([, value]) => value);
    keep(localStorage, this.draftName, {
      text: this.text,
      locks: [...this.locks],
      axes: [...this.axes].map(([name, values]) => [name, [...values]]),
      variables: Object.fromEntries(given),
    });
  }

  /** What the server has to say about the prompt, once the hand rests. */
  private ask(): void {
    clearTimeout(this.asking);
    this.asking = setTimeout(() => {
      this.querySelector("#prompt-facts")?.dispatchEvent(new Event("studio-prompt-asked"));
    }, ASK_AFTER_MS);
  }

  private readonly settings = (event: Event): void => {
    const target = event.target;
    if (target instanceof HTMLElement && target.closest("#settings") && this.text.trim()) this.ask();
  };

  private readonly swapped = (event: Event): void => {
    const { ctx } = (event as CustomEvent<{ ctx: { target?: Element } }>).detail;
    if (ctx.target?.id === "composer") {
      this.take();
      if (this.isInvalid) this.showText();
      this.tellState();
    }
    if (ctx.target?.id !== "prompt-facts") return;
    for (const input of this.querySelectorAll<HTMLInputElement>('[name^="variable:"]')) {
      const given = this.variables[input.name.slice("variable:".length)];
      if (given && !input.value) input.value = given;
    }
    const repaired = this.querySelector<HTMLTextAreaElement>("#prompt-facts [data-repaired]");
    if (this.wasPasted && repaired?.hasAttribute("data-sure")) this.repair(repaired);
    this.wasPasted = false;
    this.follow();
  };

  /** The repaired text in place of what was pasted, with a way back. */
  private repair(repaired: HTMLTextAreaElement): void {
    const items = [...this.querySelectorAll("#prompt-facts .repairs li")].map((item) =>
      item.textContent.replace(/\s+/g, " ").trim(),
    );
    const before = this.text;
    this.write(repaired.value);
    this.notice = { words: "Repaired, so that it can be read.", items, before };
    if (this.root) this.mode = "fields";
  }

  /** The settings follow what the prompt newly says about its picture; what the person chooses later counts. */
  private follow(): void {
    const chips = [...this.querySelectorAll<HTMLElement>("#prompt-facts [data-sets]")];
    const now = new Set(chips.map((chip) => chip.dataset["sets"] ?? ""));
    for (const sets of now) if (!this.followed.has(sets)) choose(sets);
    this.followed = now;
  }

  private readonly clicked = (event: Event): void => {
    const target = event.target instanceof Element ? event.target : null;
    const chip = target?.closest<HTMLElement>("[data-sets]");
    if (chip) choose(chip.dataset["sets"] ?? "");
    if (target?.closest("[data-repair]")) {
      event.preventDefault();
      const repaired = this.querySelector<HTMLTextAreaElement>("#prompt-facts [data-repaired]");
      if (repaired) this.repair(repaired);
    }
  };

  /** Another part of the page has a prompt for us: a preset that was merged, a field that was taken. */
  private readonly wasPut = (event: Event): void => {
    const { text } = (event as CustomEvent<{ text: string }>).detail;
    this.write(text);
    this.mode = this.root ? "fields" : "words";
    this.said = "Put into the prompt. Ctrl Z in the fields takes it back.";
    void this.updateComplete.then(() => {
      this.focus();
    });
  };

  private readonly keeping = (event: CustomEvent<string>): void => {
    const address = this.getAttribute("keeps") ?? "";
    void htmx.ajax("POST", address, {
      target: "#sheet",
      swap: "innerHTML",
      values: { prompt: this.text, keep: event.detail },
    });
  };
}

/** Settings as the prompt states them, as if they had been chosen by hand. */
function choose(sets: string): void {
  const wanted = Object.entries(JSON.parse(sets || "{}") as Record<string, string>);
  let changed: HTMLElement | undefined;
  for (const [name, value] of wanted) {
    const fields = [...document.querySelectorAll<HTMLInputElement>(`#settings [name="${name}"]`)];
    const radio = fields.find((field) => field.type === "radio" && field.value === value);
    const written = fields.find((field) => field.type !== "radio");
    if (radio && !radio.checked) {
      radio.checked = true;
      changed = radio;
    } else if (!radio && written && written.value !== value) {
      written.value = value;
      changed = written;
    }
  }
  changed?.dispatchEvent(new Event("change", { bubbles: true }));
}

function hidden(name: string, value: string): HTMLInputElement {
  const input = document.createElement("input");
  input.type = "hidden";
  input.name = name;
  input.value = value;
  return input;
}

declare global {
  interface HTMLElementTagNameMap {
    "studio-prompt": Prompt;
  }
}
