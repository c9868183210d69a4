import { html, nothing, type ReactiveControllerHost, type TemplateResult } from "lit";

import { icon, type Action } from "./actions";
import { label, type Path } from "./json";
import { soon } from "./tree";

interface Host extends ReactiveControllerHost {
  readonly renderRoot: HTMLElement | DocumentFragment;
}

/** The menu of one field or group: opened by its button, walked by arrows, gone when the hand leaves it. */
export class Menu {
  private path: Path | undefined;

  constructor(
    private readonly host: Host,
    private readonly rowOf: (name: string) => HTMLElement | undefined,
  ) {}

  button(path: Path, name: string): TemplateResult {
    const isOpen = this.path !== undefined && label(this.path) === name;
    return html`<button
      type="button"
      class="more"
      aria-label="What can be done with ${name}"
      aria-haspopup="menu"
      aria-expanded=${String(isOpen)}
      @click=${() => {
        this.open(isOpen ? undefined : path);
        soon(() => {
          this.put(name)?.querySelector("button")?.focus({ preventScroll: true });
        });
      }}
    >
      ${icon("dots")}
    </button>`;
  }

  list(
    of: (path: Path) => readonly Action[],
    act: (action: Action, path: Path) => void,
  ): TemplateResult | typeof nothing {
    const { path } = this;
    if (!path) return nothing;
    return html`<div
      class="menu"
      role="menu"
      aria-label="What can be done with ${label(path)}"
      @keydown=${this.walked}
      @focusout=${this.left}
    >
      ${of(path).map(
        (action) =>
          html`<button
            type="button"
            role="menuitem"
            tabindex="-1"
            @click=${() => {
              this.open(undefined);
              act(action, path);
            }}
          >
            ${icon(action.icon)}<span>${action.words}</span>${action.keys ? html`<kbd>${action.keys}</kbd>` : nothing}
          </button>`,
      )}
    </div>`;
  }

  /** The fields were scrolled: the menu stays beside its button. */
  readonly follow = (): void => {
    if (this.path) this.put(label(this.path));
  };

  private close(): void {
    if (this.path) this.open(undefined);
  }

  private open(path: Path | undefined): void {
    this.path = path;
    this.host.requestUpdate();
  }

  private put(name: string): HTMLElement | null {
    const menu = this.host.renderRoot.querySelector<HTMLElement>(".menu");
    const button = this.rowOf(name)?.querySelector(".more");
    if (!menu || !button) return null;
    const box = button.getBoundingClientRect();
    const { offsetWidth, offsetHeight } = menu;
    menu.style.left = `${Math.max(8, Math.min(box.right - offsetWidth, innerWidth - offsetWidth - 8))}px`;
    menu.style.top = `${Math.max(8, Math.min(box.bottom + 4, innerHeight - offsetHeight - 8))}px`;
    return menu;
  }

  private readonly walked = (event: KeyboardEvent): void => {
    const items = [...this.host.renderRoot.querySelectorAll<HTMLElement>(".menu button")];
    const at = items.findIndex((item) => item.matches(":focus"));
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (by) items[(at + by + items.length) % items.length]?.focus();
    else if (event.key === "Home") items[0]?.focus();
    else if (event.key === "End") items.at(-1)?.focus();
    else if (event.key === "Escape" || event.key === "Tab") {
      const path = this.path;
      this.close();
      if (path) this.rowOf(label(path))?.querySelector<HTMLElement>(".more")?.focus();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };

  private readonly left = (event: FocusEvent): void => {
    const to = event.relatedTarget;
    if (!(to instanceof Element && to.closest(".menu, .more"))) this.close();
  };
}
