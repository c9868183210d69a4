import { csrfToken, toast } from "../../lib/page";
import type { Grown, Placed } from "./layout";
import type { View } from "./view";

/**
 * What came from what, to be zoomed and walked by keys. The list inside it is the same without script.
 *
 *     <studio-tree variant="/variants/0/" edit="/variants/0/edit/" branch="/variants/0/branch/" may-edit>
 *       <script type="application/json" id="tree-nodes">…</script><div class="tree-sheet" hidden></div>
 *     </studio-tree>
 *
 * @attr common - where two pictures are shown beside the one that both came from
 */
export class Tree extends HTMLElement {
  private view: View | undefined;
  private told: Grown[] = [];
  private nodes: Placed[] = [];
  private resized: ResizeObserver | undefined;
  private layout: ((told: readonly Grown[]) => Placed[]) | undefined;
  private step: ((all: readonly Placed[], at: Placed, key: string) => Placed) | undefined;

  connectedCallback(): void {
    void this.open();
  }

  disconnectedCallback(): void {
    this.resized?.disconnect();
    this.view?.destroy();
    this.querySelector("canvas")?.remove();
  }

  private async open(): Promise<void> {
    const data = this.querySelector("#tree-nodes")?.textContent;
    if (!data) return;
    const [{ layout, step }, { View: Drawn }] = await Promise.all([import("./layout"), import("./view")]);
    if (!this.isConnected) return;
    this.told = JSON.parse(data) as Grown[];
    this.layout = layout;
    this.step = step;
    this.nodes = layout(this.told);
    const canvas = document.createElement("canvas");
    canvas.tabIndex = 0;
    canvas.setAttribute("role", "application");
    canvas.setAttribute(
      "aria-label",
      "The tree. Arrow keys walk it, Enter opens the picture, + and − zoom. The list below says the same.",
    );
    this.prepend(canvas);
    const list = this.querySelector("details");
    if (list) list.open = false;
    this.view = new Drawn(canvas, this.nodes);
    canvas.addEventListener("click", this.clicked);
    canvas.addEventListener("dblclick", () => {
      this.enter();
    });
    canvas.addEventListener("keydown", this.pressed);
    this.resized = new ResizeObserver(() => this.view?.resize());
    this.resized.observe(canvas);
    this.view.resize();
    this.view.fit();
    const at = Number(new URLSearchParams(location.search).get("at"));
    const named = this.nodes.find((node) => node.id === at);
    if (named) {
      this.choose(named);
      this.view.centre(named);
    }
    this.dataset["ready"] = String(Math.round(performance.now()));
  }

  private readonly clicked = (event: MouseEvent): void => {
    const found = this.view?.at(event.offsetX, event.offsetY);
    if (found && event.shiftKey && this.view?.chosen) {
      this.view.other = found;
      this.say();
      this.view.draw();
    } else this.choose(found);
  };

  private readonly pressed = (event: KeyboardEvent): void => {
    const at = this.view?.chosen ?? this.nodes[0];
    if (!at || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key.startsWith("Arrow")) {
      const next = this.step?.(this.nodes, at, event.key) ?? at;
      if (event.shiftKey && this.view) {
        this.view.other = this.step?.(this.nodes, this.view.other ?? at, event.key);
        this.say();
        this.view.draw();
      } else {
        this.choose(next);
        this.view?.centre(next);
      }
    } else if (event.key === "Enter") this.enter();
    else if (event.key === "0" || event.key === "Home") this.view?.fit();
    else return;
    event.preventDefault();
  };

  private enter(): void {
    const at = this.view?.chosen;
    if (at) location.assign(`${this.getAttribute("page") ?? ""}?open=${at.id}`);
  }

  private choose(node: Placed | undefined): void {
    if (!this.view) return;
    this.view.chosen = node;
    this.view.other = undefined;
    this.view.draw();
    this.say();
  }

  /** The sheet about the chosen picture. */
  private say(): void {
    const sheet = this.querySelector<HTMLElement>(".tree-sheet");
    const at = this.view?.chosen;
    if (!sheet) return;
    sheet.hidden = !at;
    if (!at) return;
    const words = document.createElement("p");
    words.textContent = at.words;
    const acts = document.createElement("div");
    acts.className = "row";
    acts.append(
      this.link("scan", "Open", `${this.getAttribute("page") ?? ""}?open=${at.id}`),
      ...(this.hasAttribute("may-edit")
        ? [this.link("wand-sparkles", "Continue from here", this.address("edit", at))]
        : []),
    );
    const other = this.view?.other;
    if (other) {
      const pair = `${this.getAttribute("common") ?? ""}?a=${at.id}&b=${other.id}`;
      acts.append(this.link("git-compare", "Compare with the common ancestor", pair));
    } else {
      const hint = document.createElement("small");
      hint.className = "faint";
      hint.textContent = "Shift and a click on another picture compares two.";
      acts.append(hint);
    }
    sheet.replaceChildren(words, acts);
    if (this.hasAttribute("may-edit")) sheet.append(this.naming(at));
  }

  private naming(at: Placed): HTMLFormElement {
    const form = document.createElement("form");
    form.className = "row";
    const name = document.createElement("input");
    name.className = "control";
    name.maxLength = 60;
    name.value = at.name;
    name.placeholder = "Name of this branch";
    name.setAttribute("aria-label", "Name of this branch");
    const keep = this.button("git-branch", "Name it");
    keep.type = "submit";
    const fold = this.button(at.hidden ? "eye" : "eye-off", at.hidden ? "Unfold" : "Dead end");
    fold.addEventListener("click", () => {
      void this.change(at, { hidden: at.hidden ? "0" : "1" });
    });
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.change(at, { name: name.value });
    });
    form.append(name, keep, fold);
    return form;
  }

  private async change(at: Placed, fields: { name?: string; hidden?: string }): Promise<void> {
    const answer = await fetch(this.address("branch", at), {
      method: "POST",
      headers: { "X-CSRFToken": csrfToken(), "HX-Request": "true" },
      body: new URLSearchParams(fields),
    }).catch(() => undefined);
    if (!answer?.ok) {
      toast("That could not be kept. Try again in a moment.");
      return;
    }
    this.told = this.told.map((each) =>
      each.id === at.id
        ? {
            ...each,
            name: fields.name?.trim() ?? each.name,
            hidden: fields.hidden ? fields.hidden === "1" : each.hidden,
          }
        : each,
    );
    this.nodes = this.layout?.(this.told) ?? [];
    this.view?.show(this.nodes);
    this.choose(this.nodes.find((each) => each.id === at.id));
  }

  private address(name: "edit" | "branch", at: Placed): string {
    return (this.getAttribute(name) ?? "").replace("/0/", `/${at.id}/`);
  }

  private link(icon: string, words: string, address: string): HTMLAnchorElement {
    const link = document.createElement("a");
    link.className = "button";
    link.href = address;
    link.append(...this.icon(icon), words);
    return link;
  }

  private button(icon: string, words: string): HTMLButtonElement {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button";
    button.append(...this.icon(icon), words);
    return button;
  }

  private icon(name: string): Node[] {
    const drawn = this.querySelector<HTMLTemplateElement>("template[data-icons]")?.content.querySelector(
      `[data-icon="${name}"] svg`,
    );
    return drawn ? [drawn.cloneNode(true)] : [];
  }
}

customElements.define("studio-tree", Tree);

declare global {
  interface HTMLElementTagNameMap {
    "studio-tree": Tree;
  }
}
