import { LitElement, html, nothing, type TemplateResult } from "lit";
import { customElement, state } from "lit/decorators.js";

import { commands } from "../../lib/keys";
import { caps } from "../../lib/strokes";

/** Something that the palette can do. */
interface Choice {
  title: string;
  group: string;
  keys: readonly string[];
  run: () => void;
}

type Fuzzy = typeof import("fuzzysort");

const MOST = 60;

/**
 * Everything that can be done now, found by a few letters: the commands of lib/keys.ts, and every link or button
 * of the page that names itself.
 *
 *     <a href="/projects/7/trash/" data-command="Open the trash" data-command-group="Go to">Trash</a>
 *     <studio-palette></studio-palette>
 */
@customElement("studio-palette")
export class Palette extends LitElement {
  @state() private isOpen = false;
  @state() private words = "";
  @state() private at = 0;
  @state() private fuzzy: Fuzzy | undefined;

  private choices: Choice[] = [];
  private leave = (): void => undefined;

  protected override createRenderRoot(): this {
    return this;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.leave = commands.register({
      id: "palette",
      group: "Everywhere",
      title: "Find a command",
      keys: ["mod+k"],
      unlisted: true,
      run: () => {
        this.show();
      },
    });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.leave();
  }

  show(): void {
    this.choices = [...fromCommands(), ...fromPage()];
    this.words = "";
    this.at = 0;
    this.isOpen = true;
    void import("fuzzysort").then((loaded) => (this.fuzzy = loaded));
    void this.updateComplete.then(() => {
      this.querySelector("dialog")?.showModal();
      this.querySelector("input")?.focus();
    });
  }

  private get found(): Choice[] {
    const words = this.words.trim();
    if (!words || !this.fuzzy) return this.choices.slice(0, MOST);
    return this.fuzzy
      .go(words, this.choices, { keys: ["title"], limit: MOST, threshold: 0.3 })
      .map((result) => result.obj);
  }

  override render(): TemplateResult | typeof nothing {
    if (!this.isOpen) return nothing;
    const found = this.found;
    return html`<dialog class="palette" aria-label="Commands" @close=${this.closed} @click=${this.clicked}>
      <input
        role="combobox"
        aria-expanded="true"
        aria-controls="palette-list"
        aria-autocomplete="list"
        aria-activedescendant=${found.length ? `palette-${this.at}` : nothing}
        aria-label="Find a command"
        placeholder="What do you want to do?"
        autocomplete="off"
        spellcheck="false"
        .value=${this.words}
        @input=${this.written}
        @keydown=${this.pressed}
      />
      ${
        found.length
          ? html`<ul id="palette-list" role="listbox" aria-label="Commands">
              ${found.map((choice, index) => this.row(choice, index))}
            </ul>`
          : html`<p class="faint none" id="palette-list" role="status">Nothing here is called that.</p>`
      }
    </dialog>`;
  }

  private row(choice: Choice, index: number): TemplateResult {
    return html`<li
      id="palette-${index}"
      role="option"
      aria-selected=${index === this.at}
      @click=${() => {
        this.choose(choice);
      }}
      @pointermove=${() => {
        this.at = index;
      }}
    >
      <span>${choice.title}</span><span class="faint">${choice.group}</span>
      <span class="caps"
        >${choice.keys[0] ? caps(choice.keys[0]).map((cap) => html`<kbd>${cap}</kbd>`) : nothing}</span
      >
    </li>`;
  }

  private readonly written = (event: Event): void => {
    this.words = (event.target as HTMLInputElement).value;
    this.at = 0;
  };

  private readonly pressed = (event: KeyboardEvent): void => {
    const found = this.found;
    const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 };
    const by = steps[event.key];
    if (by !== undefined && found.length) {
      event.preventDefault();
      const to = this.at + by;
      this.at =
        Math.abs(by) === 1 ? (to + found.length) % found.length : Math.max(0, Math.min(to, found.length - 1));
      void this.updateComplete.then(() =>
        this.querySelector(`#palette-${this.at}`)?.scrollIntoView({ block: "nearest" }),
      );
    } else if (event.key === "Enter") {
      event.preventDefault();
      const choice = found[this.at];
      if (choice) this.choose(choice);
    }
  };

  private choose(choice: Choice): void {
    this.querySelector("dialog")?.close();
    // After the dialog has given the focus back: what is done may want to move it.
    void this.updateComplete.then(() => {
      choice.run();
    });
  }

  private readonly clicked = (event: Event): void => {
    if (event.target instanceof HTMLDialogElement) event.target.close();
  };

  private readonly closed = (): void => {
    this.isOpen = false;
  };
}

function fromCommands(): Choice[] {
  return commands.offered.flatMap((command) => {
    const { run } = command;
    return run ? [{ title: command.title, group: command.group, keys: commands.keysOf(command), run }] : [];
  });
}

function fromPage(): Choice[] {
  return [...document.querySelectorAll<HTMLElement>("[data-command]")]
    .filter((element) => !element.hidden && !element.closest("[inert]"))
    .map((element) => ({
      title: element.dataset["command"] ?? "",
      group: element.dataset["commandGroup"] ?? "This page",
      keys: [],
      run: () => {
        element.click();
      },
    }));
}
