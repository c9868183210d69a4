import { LitElement, html, nothing, type TemplateResult } from "lit";
import { customElement, state } from "lit/decorators.js";

import { commands, type Command } from "../../lib/keys";
import { caps, strokeOf } from "../../lib/strokes";

/**
 * The keys that exist, behind `?`; each can be given another one.
 *
 *     <button data-help hidden>Keys</button>
 *     <studio-help></studio-help>
 */
@customElement("studio-help")
export class Help extends LitElement {
  @state() private isOpen = false;
  @state() private asked: Command | undefined;
  @state() private wanted = "";

  private leave = (): void => undefined;

  protected override createRenderRoot(): this {
    return this;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.leave = commands.register({
      id: "help",
      group: "Everywhere",
      title: "Show and change the keys",
      keys: ["?"],
      run: () => {
        this.show();
      },
    });
    document.addEventListener("click", this.clicked);
    for (const button of document.querySelectorAll<HTMLElement>("[data-help]")) button.hidden = false;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.leave();
    document.removeEventListener("click", this.clicked);
  }

  show(): void {
    this.isOpen = true;
    void this.updateComplete.then(() => {
      const dialog = this.querySelector("dialog");
      if (dialog && !dialog.open) dialog.showModal();
    });
  }

  override render(): TemplateResult | typeof nothing {
    if (!this.isOpen) return nothing;
    const groups = new Map<string, Command[]>();
    for (const each of commands.all) groups.set(each.group, [...(groups.get(each.group) ?? []), each]);
    return html`<dialog
      class="help-of-keys"
      aria-labelledby="help-title"
      @close=${this.closed}
      @keydown=${this.pressed}
    >
      <header>
        <h2 id="help-title">Keys</h2>
        ${
          commands.isAnyRebound
            ? html`<button type="button" class="button plain" @click=${this.resetAll}>
                All as they came
              </button>`
            : nothing
        }
        <form method="dialog">
          <button class="button plain round" aria-label="Close">✕</button>
        </form>
      </header>
      <div class="groups">
        ${[...groups].map(
          ([name, members]) =>
            html`<section>
              <h3>${name}</h3>
              <ul>
                ${members.map((command) => this.row(command))}
              </ul>
            </section>`,
        )}
      </div>
    </dialog>`;
  }

  private row(command: Command): TemplateResult {
    if (this.asked?.id === command.id) return this.asking(command);
    const keys = commands.keysOf(command);
    const drawn = keys.map(
      (stroke) => html`<span class="stroke">${caps(stroke).map((cap) => html`<kbd>${cap}</kbd>`)}</span>`,
    );
    if (!command.run) return html`<li><span>${command.title}</span><span class="caps">${drawn}</span></li>`;
    return html`<li ?data-own=${commands.isRebound(command)}>
      <span>${command.title}</span>
      <button
        type="button"
        class="caps"
        title="Change"
        @click=${() => {
          this.ask(command);
        }}
      >
        <span class="seen-by-readers">Change the keys of “${command.title}”:</span>
        ${drawn.length ? drawn : html`<span class="faint">none</span>`}
      </button>
    </li>`;
  }

  private asking(command: Command): TemplateResult {
    const other = this.wanted ? commands.conflict(command, this.wanted) : undefined;
    return html`<li class="asking">
      <span>${command.title}</span>
      ${
        other
          ? html`<p role="alert">
                ${caps(this.wanted).map((cap) => html`<kbd>${cap}</kbd>`)} belongs to “${other.title}”.
              </p>
              <span class="row">
                <button type="button" class="button main" @click=${this.take}>Use it here</button>
                <button type="button" class="button" @click=${this.stop}>Leave it</button>
              </span>`
          : html`<p role="status">Press the new key…</p>
              <span class="row">
                <button type="button" class="button plain" data-none @click=${this.none}>No key</button>
                <button type="button" class="button plain" data-default @click=${this.reset}>
                  As it came
                </button>
                <button type="button" class="button plain" @click=${this.stop}>Leave it</button>
              </span>`
      }
    </li>`;
  }

  private ask(command: Command): void {
    this.asked = command;
    this.wanted = "";
    void this.updateComplete.then(() =>
      this.querySelector<HTMLElement>(".asking [data-none]")?.focus({ focusVisible: false }),
    );
  }

  private readonly pressed = (event: KeyboardEvent): void => {
    if (!this.asked || this.wanted) return;
    const stroke = strokeOf(event);
    if (!stroke || ["tab", "shift+tab"].includes(stroke)) return;
    const isOnButton = event.target instanceof HTMLElement && event.target.matches(":focus-visible");
    if (isOnButton && ["enter", "space"].includes(stroke)) return;
    event.preventDefault();
    event.stopPropagation();
    if (stroke === "escape") {
      this.stop();
      return;
    }
    this.wanted = stroke;
    if (!commands.conflict(this.asked, stroke)) this.take();
    else void this.updateComplete.then(() => this.querySelector<HTMLElement>(".asking .main")?.focus());
  };

  private readonly take = (): void => {
    if (this.asked) commands.rebind(this.asked, this.wanted);
    this.stop();
  };

  private readonly none = (): void => {
    if (this.asked) commands.rebind(this.asked, "");
    this.stop();
  };

  private readonly reset = (): void => {
    if (this.asked) commands.reset(this.asked);
    this.stop();
  };

  private readonly resetAll = (): void => {
    commands.reset();
    this.requestUpdate();
  };

  private readonly stop = (): void => {
    const title = this.asked?.title;
    this.asked = undefined;
    this.wanted = "";
    void this.updateComplete.then(() => {
      const rows = [...this.querySelectorAll("li")];
      const row = rows.find((each) => each.querySelector("span")?.textContent === title);
      row?.querySelector<HTMLElement>("button")?.focus();
    });
  };

  private readonly closed = (): void => {
    this.asked = undefined;
    this.isOpen = false;
  };

  private readonly clicked = (event: Event): void => {
    if (!(event.target instanceof Element)) return;
    if (event.target.closest("[data-help]")) this.show();
    else if (event.target.matches("dialog.help-of-keys")) this.querySelector("dialog")?.close();
  };
}
