import htmx from "htmx.org";
import { LitElement, html, nothing, type TemplateResult } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";

import { readDraft } from "../../lib/draft";
import { commands } from "../../lib/keys";
import type { Code } from "./code";
import { Facts } from "./facts";
import "./fields";
import type { Fields, FieldsEdited } from "./fields";
import { Holding } from "./holding";
import type { Group } from "./json";
import { promptKeys } from "./keys";
import { modes, type Mode } from "./modes";
import { noticeOf, type Notice } from "./notice";
import { Pasting } from "./pasting";
import { Pen } from "./pen";
import { promptStyles } from "./prompt.styles";
import { reading } from "./reading";
import type { Repaired } from "./repaired";
import { documentOf, unfielded } from "./unfielded";
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
  @state() private notice: Notice | undefined;
  @state() private said = "";

  @query("studio-fields") private readonly fields!: Fields | null;
  @query(".code") private readonly codeHolder!: HTMLElement | null;

  private readonly pen = new Pen(() => this.textarea);
  private readonly pasting = new Pasting();
  private readonly facts = new Facts(this, () => this.text);
  private readonly holding = new Holding(this, () => {
    this.requestUpdate();
    this.dispatchEvent(new CustomEvent("studio-vary-changed", { bubbles: true }));
    this.facts.ask();
  });
  private walk: Walk | undefined;
  private code: Code | undefined;
  private leave: () => void = () => undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    this.walk = new Walk(this.history);
    const forget = commands.register(...promptKeys);
    const gone = new AbortController();
    const { signal } = gone;
    this.leave = () => {
      forget();
      gone.abort();
    };
    this.addEventListener("input", this.written, { signal });
    this.addEventListener("paste", this.pasted, { signal });
    this.addEventListener("keydown", this.pressed, { signal });
    this.addEventListener("click", this.clicked, { signal });
    this.addEventListener("htmx:error", this.facts.unanswered, { signal });
    this.addEventListener("htmx:response:error", this.facts.unanswered, { signal });
    document.addEventListener("htmx:after:swap", this.swapped, { signal });
    document.addEventListener("studio-prompt-put", this.wasPut, { signal });
    document.addEventListener("change", this.facts.changed, { signal });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.leave();
    this.facts.stop();
    this.code?.view.destroy();
    this.code = undefined;
  }

  override firstUpdated(): void {
    this.take();
    this.holding.begin();
    if (!this.text.trim()) return;
    const textarea = this.textarea;
    const isBrought =
      this.text === textarea?.defaultValue ||
      this.text === readDraft(localStorage, this.holding.draft).prompt;
    if (!isBrought) this.pasting.wasFaster(this.text);
    if (this.root && !this.isInvalid) this.showFields(isBrought ? "" : "Read as a structured prompt.");
    this.facts.ask();
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
                .locks=${this.holding.held.locks}
                .axes=${this.holding.held.axes}
                suggestions=${this.suggestions}
                @studio-fields-edited=${this.edited}
                @studio-fields-locks=${(event: CustomEvent<Set<string>>) => {
                  this.holding.held = { ...this.holding.held, locks: event.detail };
                }}
                @studio-fields-axes=${(event: CustomEvent<Map<string, string[]>>) => {
                  this.holding.held = { ...this.holding.held, axes: event.detail };
                }}
                @studio-fields-undo=${(event: CustomEvent<number>) => {
                  this.pen.step(event.detail);
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

  private get isInvalid(): boolean {
    return this.textarea?.getAttribute("aria-invalid") === "true";
  }

  private async openCode(): Promise<void> {
    const { open } = await import("./code");
    const holder = this.codeHolder;
    if (!holder || this.code || !(this.renderRoot instanceof ShadowRoot)) return;
    this.code = open(holder, this.renderRoot, this.text, (text) => {
      this.pen.write(text, "json");
    });
  }

  /** Read the textarea: it was written in, filled by the page, or came back from the server. */
  private take(): void {
    this.text = this.textarea?.value ?? "";
    ({ root: this.root, fault: this.fault } = reading(this.text));
  }

  private readonly written = (event: Event): void => {
    if (this.holding.variables.note(event.target)) {
      this.holding.keep();
      this.facts.ask();
      return;
    }
    if (event.target !== this.textarea) return;
    if (!this.pen.isWriting) {
      this.pen.typed(this.text);
      this.walk?.leave();
      this.said = "";
    }
    this.take();
    const isPaste = this.pasting.wrote(this.text);
    if (this.root) {
      if (isPaste) this.showFields("Read as a structured prompt.");
      this.holding.prune(this.root);
    }
    this.holding.keep();
    this.facts.ask();
  };

  private readonly edited = (event: CustomEvent<FieldsEdited>): void => {
    const { text, moves, place } = event.detail;
    if (this.root) this.holding.carry(this.root, moves);
    this.pen.write(text, place);
    this.walk?.leave();
  };

  private readonly pasted = (event: ClipboardEvent): void => {
    if (event.target !== this.textarea || !event.clipboardData?.types.includes("text/plain")) return;
    this.pasting.begins();
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
    this.pen.write(found.text);
    this.holding.after(found.id);
    this.said = found.id
      ? `${found.name || `Version ${found.id}`}, asked for before. Alt ↓ comes back.`
      : "What you were writing.";
    if (this.root && this.mode === "words") this.mode = "fields";
    if (!this.root && this.mode === "fields") this.mode = "words";
    await this.updateComplete;
    this.focus();
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
    this.pen.write(documentOf(this.text.trim()));
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

  private readonly swapped = (event: Event): void => {
    const { ctx } = (event as CustomEvent<{ ctx: { target?: Element } }>).detail;
    if (ctx.target?.id === "composer") {
      this.take();
      if (this.isInvalid) this.showText();
      this.holding.tell();
    }
    if (ctx.target?.id !== "prompt-facts") return;
    this.holding.variables.fill(this);
    const { repaired } = this.facts;
    const isAsPasted = this.pasting.isStill(this.text) && this.facts.isAbout(this.text);
    if (isAsPasted && repaired?.isSure) this.repair(repaired);
    this.facts.heard();
  };

  /** The repaired text in place of what was written, with a way back. */
  private repair({ text, items }: Repaired): void {
    const before = this.text;
    this.pen.write(text);
    this.notice = { words: "Repaired, so that it can be read.", items, before };
    if (this.root) this.showFields("");
  }

  private readonly undoNotice = (): void => {
    const before = this.notice?.before;
    this.notice = undefined;
    if (before === undefined) return;
    this.pen.write(before);
    this.turn("words");
    void this.updateComplete.then(() => {
      this.focus();
    });
  };

  private readonly clicked = (event: Event): void => {
    const target = event.target instanceof Element ? event.target : null;
    this.facts.take(target);
    if (target?.closest("[data-repair]")) {
      event.preventDefault();
      const { repaired } = this.facts;
      if (repaired) this.repair(repaired);
    }
  };

  /** Another part of the page has a prompt for us: a preset that was merged, a field that was taken. */
  private readonly wasPut = (event: Event): void => {
    const { text } = (event as CustomEvent<{ text: string }>).detail;
    this.pen.write(text);
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
