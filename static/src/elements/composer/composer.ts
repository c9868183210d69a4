import type { HtmxRequestCtx } from "htmx.org";
import { LitElement, css, html, nothing, type TemplateResult } from "lit";
import { customElement, state } from "lit/decorators.js";

import { keepDraft, readDraft } from "../../lib/draft";
import { filesOf } from "../../lib/files";
import { commands } from "../../lib/keys";
import type { Tray } from "../tray/tray";

/** Thousands apart, as the server writes them. */
const figures = new Intl.NumberFormat("en-GB");

/**
 * The form that asks for pictures. It counts characters, keeps what was not sent yet, sends on Ctrl+Enter,
 * and takes pictures that are dropped or pasted anywhere on it.
 *
 *     <studio-composer data-draft="project-7" data-limit="20000">
 *       <form>… <textarea name="prompt"></textarea> … <studio-tray></studio-tray> …</form>
 *     </studio-composer>
 *
 * @attr data-draft - the name under which the draft is kept on this device
 * @attr data-limit - characters that a prompt may have
 * @attr data-answered - set by the server when it sends the form back: it then knows better than the draft
 * @attr data-js-expanded - on a phone: all settings are shown
 */
@customElement("studio-composer")
export class Composer extends LitElement {
  static override styles = css`
    .veil {
      position: absolute;
      z-index: 5;
      inset: -8px;
      display: grid;
      place-items: center;
      border: 2px dashed var(--leaf);
      border-radius: 14px;
      background: color-mix(in oklch, var(--paper) 82%, transparent);
      color: var(--leaf);
      font-weight: 600;
      font-size: 15px;
      pointer-events: none;
    }
  `;

  @state() private isOver = false;

  private leave = (): void => undefined;

  /** How often a setting has been chosen, and how often it had been when the server was asked. */
  private chosen = 0;
  private readonly askedAt = new WeakMap<object, number>();

  private get form(): HTMLFormElement | null {
    return this.querySelector("form");
  }

  private get prompt(): HTMLTextAreaElement | null {
    return this.querySelector('textarea[name="prompt"]');
  }

  /** What the hand goes to: the fields or the text, whichever is shown. */
  private get writtenIn(): HTMLElement | null {
    return this.querySelector<HTMLElement>("studio-prompt") ?? this.prompt;
  }

  private get tray(): Tray | null {
    return this.querySelector<Tray>("studio-tray");
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.addEventListener("input", this.written);
    this.addEventListener("keydown", this.pressed);
    this.addEventListener("change", this.choosing, { capture: true }); // before htmx asks for it
    this.addEventListener("click", this.clicked);
    this.addEventListener("focusin", this.entered);
    this.addEventListener("paste", this.pasted);
    this.addEventListener("dragenter", this.dragged);
    this.addEventListener("dragover", this.dragged);
    this.addEventListener("dragleave", this.left);
    this.addEventListener("drop", this.dropped);
    this.addEventListener("studio-tray-changed", this.keep);
    this.leave = commands.register(
      {
        id: "composer.generate",
        group: "Prompt",
        title: "Ask for the pictures",
        keys: ["mod+enter"],
        run: () => this.form?.requestSubmit(),
      },
      {
        id: "composer.prompt",
        group: "Prompt",
        title: "Go to the prompt",
        keys: ["alt+a"],
        run: () => this.writtenIn?.focus(),
      },
    );
    document.addEventListener("click", this.inspired);
    document.addEventListener("htmx:before:request", this.asking);
    document.addEventListener("htmx:after:swap", this.swapped);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.removeEventListener("input", this.written);
    this.removeEventListener("keydown", this.pressed);
    this.removeEventListener("change", this.choosing, { capture: true });
    this.removeEventListener("click", this.clicked);
    this.removeEventListener("focusin", this.entered);
    this.removeEventListener("paste", this.pasted);
    this.removeEventListener("dragenter", this.dragged);
    this.removeEventListener("dragover", this.dragged);
    this.removeEventListener("dragleave", this.left);
    this.removeEventListener("drop", this.dropped);
    this.removeEventListener("studio-tray-changed", this.keep);
    this.leave();
    document.removeEventListener("click", this.inspired);
    document.removeEventListener("htmx:before:request", this.asking);
    document.removeEventListener("htmx:after:swap", this.swapped);
  }

  override firstUpdated(): void {
    const draft = readDraft(localStorage, this.dataset["draft"] ?? "");
    const prompt = this.prompt;
    if (prompt && !prompt.value && !("answered" in this.dataset)) {
      prompt.value = draft.prompt;
      prompt.dispatchEvent(new Event("input", { bubbles: true }));
      void this.tray?.lay(draft.references);
    }
    this.count();
  }

  override render(): TemplateResult {
    return html`<slot></slot
      >${this.isOver ? html`<div class="veil">Drop to add a reference</div>` : nothing}`;
  }

  private readonly written = (): void => {
    this.count();
    this.keep();
  };

  private readonly choosing = (event: Event): void => {
    if (event.target instanceof Element && event.target.closest("#settings")) this.chosen += 1;
  };

  private readonly asking = (event: Event): void => {
    const { ctx } = (event as CustomEvent<{ ctx: object }>).detail;
    this.askedAt.set(ctx, this.chosen);
  };

  /** The form came back with what is wrong: lead the hand there. */
  private readonly swapped = (event: Event): void => {
    this.count();
    const { ctx } = (event as CustomEvent<{ ctx: Partial<HtmxRequestCtx> }>).detail;
    if (ctx.target?.id === "settings" && this.askedAt.get(ctx) === this.chosen) this.agree();
    if (ctx.response?.status === 201 && ctx.sourceElement === this.form) this.expand(false);
    if (ctx.response?.status !== 422 || !this.form) return;
    this.expand(true);
    const wrong = this.querySelector<HTMLElement>('[aria-invalid="true"]');
    if (wrong && wrong === this.prompt) this.querySelector("studio-prompt")?.showText();
    (wrong ?? this.writtenIn)?.focus();
    (wrong ?? this.querySelector(".wrong, .notice.failed"))?.scrollIntoView({ block: "nearest" });
  };

  /**
   * The server's choice counts: a morphed radio button would otherwise keep what was clicked before.
   * What was chosen while the server answered stays: its own answer is on its way.
   */
  private agree(): void {
    for (const radio of this.querySelectorAll<HTMLInputElement>("#settings input[type=radio]")) {
      radio.checked = radio.defaultChecked;
    }
    const references = this.querySelector<HTMLElement>("#settings")?.dataset["references"];
    if (this.tray && references) this.tray.max = Number(references);
  }

  /** How much is written, once that is worth knowing; and JSON is written in a fixed pitch. */
  private readonly count = (): void => {
    const prompt = this.prompt;
    const shown = this.querySelector<HTMLElement>(".count");
    if (!prompt || !shown) return;
    const limit = Number(this.dataset["limit"] ?? 20000);
    const length = prompt.value.trim().length;
    shown.textContent =
      length > limit
        ? `${figures.format(length)} of ${figures.format(limit)} characters: ${figures.format(length - limit)} too many`
        : length > 0.8 * limit
          ? `${figures.format(length)} of ${figures.format(limit)}`
          : "";
    shown.toggleAttribute("data-over", length > limit);
    prompt.dataset["kind"] = /^\s*[{[]/.test(prompt.value) ? "structured" : "plain";
  };

  private readonly keep = (): void => {
    keepDraft(localStorage, this.dataset["draft"] ?? "", {
      prompt: this.prompt?.value ?? "",
      references: this.tray?.references ?? [],
    });
  };

  private readonly pressed = (event: KeyboardEvent): void => {
    if (event.key === "Escape" && this.hasAttribute("data-js-expanded")) {
      this.expand(false);
    }
  };

  private readonly inspired = (event: Event): void => {
    const idea = event.target instanceof Element ? event.target.closest("[data-idea]") : null;
    const prompt = this.prompt;
    if (!idea || !prompt) return;
    prompt.value = idea.textContent.trim();
    prompt.dispatchEvent(new Event("input", { bubbles: true }));
    prompt.focus();
  };

  private readonly clicked = (event: Event): void => {
    const at = event.target instanceof Element ? event.target : null;
    if (at?.closest(".handle")) this.expand(!this.hasAttribute("data-js-expanded"));
    else if (at?.closest("studio-prompt")) this.expand(true);
  };

  private readonly entered = (event: Event): void => {
    if (event.target instanceof Element && event.target.closest("studio-prompt")) this.expand(true);
  };

  private expand(open: boolean): void {
    this.toggleAttribute("data-js-expanded", open);
    this.querySelector(".handle")?.setAttribute("aria-expanded", String(open));
  }

  private readonly pasted = (event: ClipboardEvent): void => {
    const files = filesOf(event.clipboardData);
    if (!files.length) return;
    event.preventDefault();
    this.tray?.add(files);
  };

  private readonly dragged = (event: DragEvent): void => {
    if (!event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    this.isOver = true;
  };

  private readonly left = (event: DragEvent): void => {
    if (!(event.relatedTarget instanceof Node && this.contains(event.relatedTarget))) this.isOver = false;
  };

  private readonly dropped = (event: DragEvent): void => {
    this.isOver = false;
    const files = filesOf(event.dataTransfer);
    if (!files.length) return;
    event.preventDefault();
    this.expand(true);
    this.tray?.add(files);
  };
}

declare global {
  interface HTMLElementTagNameMap {
    "studio-composer": Composer;
  }
}
