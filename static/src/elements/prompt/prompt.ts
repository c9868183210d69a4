import htmx from "htmx.org";
import { LitElement, html, nothing, type TemplateResult } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";

import { readDraft } from "../../lib/draft";
import { commands } from "../../lib/keys";
import { Asking } from "./asking";
import type { Code } from "./code";
import "./fields";
import type { Fields, FieldsEdited } from "./fields";
import { Follow } from "./follow";
import { carried, heldIn, inputs, isEmpty, NOTHING_HELD, pruned, type Held } from "./held";
import { isFault, read, type Group } from "./json";
import { keep, recall } from "./kept";
import { modes, type Mode } from "./modes";
import { noticeOf, type Notice } from "./notice";
import { promptStyles } from "./prompt.styles";
import { repairedIn, type Repaired } from "./repaired";
import { Undo } from "./undo";
import { documentOf, unfielded } from "./unfielded";
import { Variables } from "./variables";
import { Walk } from "./walk";

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
  @state() private held: Held = NOTHING_HELD;
  @state() private notice: Notice | undefined;
  @state() private said = "";

  @query("studio-fields") private readonly fields!: Fields | null;
  @query(".code") private readonly codeHolder!: HTMLElement | null;

  private readonly undo = new Undo();
  private walk: Walk | undefined;
  private leave: () => void = () => undefined;
  private code: Code | undefined;
  private readonly asking = new Asking(() => {
    this.asked = this.text;
    this.facts?.dispatchEvent(new Event("studio-prompt-asked"));
  });
  private readonly follow = new Follow(() => document.querySelector("#settings"));
  private isOurs = false;
  private isPaste = false;
  /** The text as a paste made it, until it is known whether it can be read. */
  private fromPaste: string | undefined;
  /** The text that the server was last asked about. */
  private asked = "";
  private readonly variables = new Variables();

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
    this.addEventListener("htmx:error", this.unanswered);
    this.addEventListener("htmx:response:error", this.unanswered);
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
    this.removeEventListener("htmx:error", this.unanswered);
    this.removeEventListener("htmx:response:error", this.unanswered);
    document.removeEventListener("htmx:after:swap", this.swapped);
    document.removeEventListener("studio-prompt-put", this.wasPut);
    document.removeEventListener("change", this.settings);
    this.leave();
    this.asking.stop();
    this.code?.view.destroy();
    this.code = undefined;
  }

  override firstUpdated(): void {
    this.take();
    this.held = heldIn(this.stateHolder);
    const kept = recall(localStorage, this.draftName);
    if (kept && kept.text === this.text) {
      if (isEmpty(this.held)) this.held = { locks: new Set(kept.locks), axes: new Map(kept.axes) };
      this.variables.kept = kept.variables;
      this.tellState();
    }
    if (!this.text.trim()) return;
    const textarea = this.textarea;
    const isBrought =
      this.text === textarea?.defaultValue || this.text === readDraft(localStorage, this.draftName).prompt;
    // Somebody was faster than the script: what stands here was typed or pasted before it came.
    if (!isBrought) this.fromPaste = this.text;
    if (this.root && !this.isInvalid) this.showFields(isBrought ? "" : "Read as a structured prompt.");
    this.asking.soon();
  }

  override render(): TemplateResult {
    const isFields = this.mode === "fields";
    return html`<slot name="head"></slot>
      ${modes(this.mode, this.turn)}
      ${
        this.notice
          ? noticeOf(this.notice, this.undoNotice, () => {
              this.notice = undefined;
            })
          : nothing
      }
      <div class="text" ?hidden=${this.mode !== "words"}><slot name="text"></slot></div>
      ${
        isFields
          ? this.root
            ? html`<studio-fields
                .text=${this.text}
                .root=${this.root}
                .locks=${this.held.locks}
                .axes=${this.held.axes}
                suggestions=${this.suggestions}
                @studio-fields-edited=${this.edited}
                @studio-fields-locks=${(event: CustomEvent<Set<string>>) => {
                  this.hold({ ...this.held, locks: event.detail });
                }}
                @studio-fields-axes=${(event: CustomEvent<Map<string, string[]>>) => {
                  this.hold({ ...this.held, axes: event.detail });
                }}
                @studio-fields-undo=${(event: CustomEvent<number>) => {
                  this.goBack(event.detail);
                }}
                @studio-fields-keep=${this.keeping}
              ></studio-fields>`
            : unfielded(this.fault, this.toJson, this.toFields)
          : nothing
      }
      ${this.mode === "json" ? html`<div class="code"></div>` : nothing}
      <p class="said" role="status">${this.said}</p>
      <slot></slot>`;
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

  private get facts(): HTMLElement | null {
    return this.querySelector<HTMLElement>("#prompt-facts");
  }

  private get stateHolder(): HTMLElement | null {
    return this.querySelector<HTMLElement>("#prompt-state");
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
    if (this.variables.note(event.target)) {
      this.keep();
      this.asking.soon();
      return;
    }
    if (event.target !== this.textarea) return;
    if (!this.isOurs) {
      this.undo.note(this.text, "words");
      this.walk?.leave();
      this.said = "";
    }
    this.take();
    this.fromPaste = this.isPaste ? this.text : undefined;
    this.isPaste = false;
    if (this.root) {
      if (this.fromPaste !== undefined) this.showFields("Read as a structured prompt.");
      const held = pruned(this.held, this.root);
      if (held !== this.held) this.hold(held);
    }
    this.keep();
    this.asking.soon();
  };

  private readonly edited = (event: CustomEvent<FieldsEdited>): void => {
    const { text, moves, place } = event.detail;
    if (this.root) {
      const held = carried(this.held, this.root, moves);
      if (held !== this.held) this.hold(held);
    }
    this.write(text, place);
    this.walk?.leave();
  };

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
    this.isPaste = true;
    // Its input event comes at once or not at all: what is typed afterwards is no paste.
    setTimeout(() => {
      this.isPaste = false;
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

  private readonly turn = (mode: Mode, byKey = false): void => {
    this.mode = mode;
    if (mode !== "words") this.notice = undefined;
    if (!byKey) return;
    void this.updateComplete.then(() => {
      this.renderRoot.querySelector<HTMLElement>('[aria-checked="true"]')?.focus();
    });
  };

  private readonly toJson = (): void => {
    this.turn("json");
  };

  private readonly toFields = (): void => {
    this.write(documentOf(this.text.trim()));
    void this.updateComplete.then(() => {
      this.fields?.focus();
    });
  };

  /** The fields in place of the text; a hand that was in the text goes on in the first of them. */
  private showFields(said: string): void {
    const wasThere = this.textarea?.matches(":focus") ?? false;
    this.mode = "fields";
    if (said) this.said = said;
    if (!wasThere) return;
    void this.updateComplete.then(() => {
      this.focus();
    });
  }

  private hold(held: Held): void {
    this.held = held;
    this.tellState();
  }

  /** The hidden inputs that are sent with the form. */
  private tellState(): void {
    const place = this.stateHolder;
    if (!place) return;
    for (const old of place.querySelectorAll('[name="lock"], [name="vary"]')) old.remove();
    place.append(...inputs(this.held));
    this.keep();
    this.dispatchEvent(new CustomEvent("studio-vary-changed", { bubbles: true }));
    this.asking.soon();
  }

  private keep(): void {
    keep(localStorage, this.draftName, {
      text: this.text,
      locks: [...this.held.locks],
      axes: [...this.held.axes].map(([name, values]) => [name, [...values]]),
      variables: this.variables.kept,
    });
  }

  private readonly settings = (event: Event): void => {
    const target = event.target;
    if (!(target instanceof HTMLElement) || !target.closest("#settings")) return;
    this.follow.changed(target.getAttribute("name") ?? "", this.text);
    if (this.text.trim()) this.asking.soon();
  };

  /** No word about the prompt: it is asked for again, and nobody need be told. */
  private readonly unanswered = (event: Event): void => {
    if (event.target !== this.facts) return;
    event.stopPropagation();
    this.asking.failed();
  };

  private readonly swapped = (event: Event): void => {
    const { ctx } = (event as CustomEvent<{ ctx: { target?: Element } }>).detail;
    if (ctx.target?.id === "composer") {
      this.take();
      if (this.isInvalid) this.showText();
      this.tellState();
    }
    if (ctx.target?.id !== "prompt-facts") return;
    this.variables.fill(this);
    const repaired = repairedIn(this.facts);
    const isAsPasted =
      this.fromPaste !== undefined && this.fromPaste === this.text && this.asked === this.text;
    if (isAsPasted && repaired?.isSure) this.repair(repaired);
    const chips = [...this.querySelectorAll<HTMLElement>("#prompt-facts [data-sets]")];
    this.follow.hear(
      chips.map((chip) => chip.dataset["sets"] ?? ""),
      this.asked,
    );
  };

  /** The repaired text in place of what was written, with a way back. */
  private repair({ text, items }: Repaired): void {
    const before = this.text;
    this.write(text);
    this.notice = { words: "Repaired, so that it can be read.", items, before };
    if (this.root) this.showFields("");
  }

  private readonly undoNotice = (): void => {
    const before = this.notice?.before;
    this.notice = undefined;
    if (before === undefined) return;
    this.write(before);
    this.turn("words");
    void this.updateComplete.then(() => {
      this.focus();
    });
  };

  private readonly clicked = (event: Event): void => {
    const target = event.target instanceof Element ? event.target : null;
    const chip = target?.closest<HTMLElement>("[data-sets]");
    if (chip) this.follow.take(chip.dataset["sets"] ?? "");
    if (target?.closest("[data-repair]")) {
      event.preventDefault();
      const repaired = repairedIn(this.facts);
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

declare global {
  interface HTMLElementTagNameMap {
    "studio-prompt": Prompt;
  }
}
