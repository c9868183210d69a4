import { csrfToken, toast } from "../../lib/page";
import { type Grown, grown } from "./grown";
import type { Placed } from "./layout";
import { sheet } from "./sheet";
import type { View } from "./view";

const STEP = 1.35;

/**
 * What came from what, to be zoomed and walked by keys. The list inside it is the same without script.
 *
 *     <studio-tree variant="/variants/0/" edit="/variants/0/edit/" branch="/variants/0/branch/" thumb="/media/0/w320" may-edit>
 *       <script type="application/json" id="tree-nodes">…</script>
 *       <div class="tree-tools" hidden><button data-zoom="in">…</button><label><input type="checkbox" data-all></label></div>
 *       <div class="tree-sheet" hidden></div>
 *     </studio-tree>
 *
 * @attr thumb - where a picture's thumbnail is, with 0 in place of its number
 * @attr common - where two pictures are shown beside the one that both came from
 */
export class Tree extends HTMLElement {
  private view: View | undefined;
  private told: Grown[] = [];
  private nodes: Placed[] = [];
  private isPicking = false;
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
    const at = Number(new URLSearchParams(location.search).get("at"));
    this.offerAll(at);
    this.nodes = layout(this.shown);
    const canvas = document.createElement("canvas");
    canvas.tabIndex = 0;
    canvas.setAttribute("role", "application");
    canvas.setAttribute(
      "aria-label",
      "The tree. Arrow keys walk it, Enter opens the picture, + and − zoom, 0 shows all. The list below says the same.",
    );
    this.prepend(canvas);
    const list = this.querySelector("details");
    if (list) list.open = new URLSearchParams(location.search).has("page");
    this.view = new Drawn(canvas, this.nodes, this.getAttribute("thumb") ?? "");
    canvas.addEventListener("click", this.clicked);
    canvas.addEventListener("dblclick", () => {
      this.enter();
    });
    canvas.addEventListener("keydown", this.pressed);
    this.resized = new ResizeObserver(() => this.view?.resize());
    this.resized.observe(canvas);
    this.view.resize();
    this.view.fit();
    const named = this.nodes.find((node) => node.id === at);
    if (named) {
      this.choose(named);
      this.view.centre(named);
    }
    this.dataset["ready"] = String(Math.round(performance.now()));
  }

  /** Pictures that nothing came of are left out until they are asked for: there are a hundred of them to one that grew. */
  private get shown(): Grown[] {
    return this.all?.checked === false ? grown(this.told) : this.told;
  }

  private get all(): HTMLInputElement | null {
    return this.querySelector("[data-all]");
  }

  private offerAll(at: number): void {
    const tools = this.querySelector<HTMLElement>(".tree-tools");
    const box = this.all;
    if (!tools || !box) return;
    tools.hidden = false;
    tools.addEventListener("click", (event) => {
      const button =
        event.target instanceof Element ? event.target.closest<HTMLElement>("[data-zoom]") : null;
      if (button) this.zoom(button.dataset["zoom"] ?? "");
    });
    const trees = grown(this.told);
    const alone = this.told.length - trees.length;
    box.checked = !trees.length || (at > 0 && !trees.some((each) => each.id === at));
    const label = box.closest("label");
    if (label) label.hidden = !alone || !trees.length;
    const count = label?.querySelector("[data-count]");
    if (count) count.textContent = alone.toLocaleString();
    box.addEventListener("change", () => {
      this.lay();
      this.view?.fit();
    });
  }

  private lay(): void {
    const chosen = this.view?.chosen?.id;
    this.nodes = this.layout?.(this.shown) ?? [];
    this.view?.show(this.nodes);
    this.choose(this.nodes.find((each) => each.id === chosen));
  }

  private zoom(how: string): void {
    if (how === "all") this.view?.fit();
    else this.view?.scale(how === "in" ? STEP : 1 / STEP);
  }

  private readonly clicked = (event: MouseEvent): void => {
    const found = this.view?.at(event.offsetX, event.offsetY);
    if (found && found !== this.view?.chosen && (event.shiftKey || this.isPicking)) this.pair(found);
    else this.choose(found);
  };

  private readonly pressed = (event: KeyboardEvent): void => {
    const at = this.view?.chosen ?? this.nodes[0];
    if (!at || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key.startsWith("Arrow")) {
      if ((event.shiftKey || this.isPicking) && this.view?.chosen) {
        const next = this.step?.(this.nodes, this.view.other ?? at, event.key);
        if (next) this.pair(next);
      } else {
        const next = this.view?.chosen ? (this.step?.(this.nodes, at, event.key) ?? at) : at;
        this.choose(next);
        this.view?.centre(next);
      }
    } else if (event.key === "Enter") this.enter();
    else if (event.key === "+" || event.key === "=") this.zoom("in");
    else if (event.key === "-") this.zoom("out");
    else if (event.key === "0" || event.key === "Home") this.zoom("all");
    else return;
    event.preventDefault();
  };

  private enter(): void {
    const at = this.view?.chosen;
    if (at) location.assign(`${this.getAttribute("page") ?? ""}?open=${at.id}`);
  }

  private choose(node: Placed | undefined): void {
    if (!this.view) return;
    this.isPicking = false;
    this.view.chosen = node;
    this.view.other = undefined;
    this.view.draw();
    this.say();
  }

  private pair(other: Placed): void {
    if (!this.view) return;
    this.view.other = other === this.view.chosen ? undefined : other;
    this.view.draw();
    this.say();
  }

  /** The sheet about the chosen picture. */
  private say(): void {
    const place = this.querySelector<HTMLElement>(".tree-sheet");
    const at = this.view?.chosen;
    if (!place) return;
    place.hidden = !at;
    if (!at) return;
    const to = {
      page: this.getAttribute("page") ?? "",
      edit: this.getAttribute("edit") ?? "",
      common: this.getAttribute("common") ?? "",
    };
    const nodes = sheet(at, this.view?.other, this.isPicking, to, this.hasAttribute("may-edit"), {
      icon: (name) => this.icon(name),
      pick: () => {
        this.isPicking = !this.isPicking;
        this.say();
        this.querySelector("canvas")?.focus();
      },
      change: (fields) => void this.change(at, fields),
    });
    place.replaceChildren(...nodes);
  }

  private async change(at: Placed, fields: { name?: string; hidden?: string }): Promise<void> {
    const answer = await fetch((this.getAttribute("branch") ?? "").replace("/0/", `/${at.id}/`), {
      method: "POST",
      headers: { "X-CSRFToken": csrfToken(), "HX-Request": "true" },
      body: new URLSearchParams(fields.name === undefined ? fields : { ...fields, was: at.name }),
    }).catch(() => undefined);
    if (answer?.status === 409) {
      const name = await answer.text();
      this.told = this.told.map((each) => (each.id === at.id ? { ...each, name } : each));
      this.lay();
      toast(
        name
          ? `Somebody named it “${name}” meanwhile. Name it again if yours is better.`
          : "Somebody took its name away meanwhile. Name it again if it should have one.",
      );
      return;
    }
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
    this.lay();
    toast(fields.hidden === undefined ? "Named." : fields.hidden === "1" ? "Folded away." : "Unfolded.");
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
