import { LitElement, html, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";

import { variantIn } from "../../lib/brought";
import { fragment } from "../../lib/fragment";
import { moved } from "../../lib/order";
import { Dragging } from "./dragging";
import { TrayChanged, type ReferenceChosen } from "./events";
import { Travelling } from "./travelling";
import { styles } from "./tray.styles";

/**
 * The numbered references of a prompt. Pictures come by picker, drop, paste, from the project's shelf and from
 * the wall; their order is changed by dragging or with the arrow keys, because prompts say "image 2".
 *
 *     <studio-tray upload="/projects/7/references/add/" shelf="/projects/7/references/" max="10">
 *       <ol class="tray"><li class="reference" data-reference="12">…</li></ol>
 *       <template><li class="reference">…</li></template>
 *       <label class="add"><input type="file" multiple></label>
 *       <details class="library"><summary>…</summary><div class="shelf"></div></details>
 *     </studio-tray>
 *
 * @attr upload - where a picture is posted to; the answer is its place on the shelf
 * @attr shelf - where the project's references are read from
 * @attr max - how many the backend takes
 * @fires studio-tray-changed
 */
@customElement("studio-tray")
export class Tray extends LitElement {
  static override styles = styles;

  @property() upload = "";
  @property() shelf = "";
  /** Where to ask for a picture from the web, and for one of ours (with 0 in place of its number). */
  @property() fetch = "";
  @property() use = "";
  @property({ type: Number }) max = 0;
  /** The number of its first picture: 2 where the picture that is changed is image 1. */
  @property({ type: Number }) first = 1;

  private readonly travelling = new Travelling(this, (answer) => {
    this.arrived(answer);
  });
  private isShelfRead = false;

  constructor() {
    super();
    new Dragging(this, {
      moved: () => {
        this.tell();
      },
      brought: (address) => void this.bring(address),
    });
  }

  /** The ids of the references, in order. */
  get references(): number[] {
    return this.items.map((item) => Number(item.dataset["reference"]));
  }

  private get list(): HTMLElement | null {
    return this.querySelector(".tray");
  }

  private get items(): HTMLElement[] {
    return [...(this.list?.querySelectorAll<HTMLElement>(".reference") ?? [])];
  }

  private get board(): HTMLElement | null {
    return this.querySelector(".shelf");
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.addEventListener("change", this.changed);
    this.addEventListener("click", this.clicked);
    this.addEventListener("keydown", this.pressed);
    this.addEventListener("toggle", this.opened, true);
    document.addEventListener("studio-reference-chosen", this.chosen);
    // Shelf pieces are sent by the tray, not by their own boxes.
    this.renumber();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.removeEventListener("change", this.changed);
    this.removeEventListener("click", this.clicked);
    this.removeEventListener("keydown", this.pressed);
    this.removeEventListener("toggle", this.opened, true);
    document.removeEventListener("studio-reference-chosen", this.chosen);
  }

  override updated(): void {
    this.renumber();
  }

  override render(): TemplateResult {
    return html`<slot></slot>${this.travelling.list()}`;
  }

  /** Send these files, and lay each into the tray when it has arrived. */
  add(files: readonly File[]): void {
    for (const file of files) void this.travelling.send(file, this.upload);
  }

  /** Lay the references with these ids into the tray, as far as they are still there. */
  async lay(references: readonly number[]): Promise<void> {
    const absent = references.filter((each) => !this.references.includes(each));
    if (!absent.length) return;
    const query = absent.map((each) => `id=${each}`).join("&");
    const found = await fragment(`${this.shelf}?${query}`);
    if (!found) return;
    for (const each of absent) {
      const piece = found.querySelector<HTMLElement>(`[data-reference="${each}"]`);
      if (piece) this.put(piece);
    }
    this.tell();
  }

  /** Lay the picture of this address of ours, or of the web, into the tray. */
  async bring(address: string): Promise<void> {
    const variant = variantIn(address, location.origin);
    const to = variant === undefined ? this.fetch : this.use.replace("/0/", `/${variant}/`);
    if (to) await this.travelling.fetch(address, to, variant === undefined ? { address } : {});
  }

  private arrived(answer: string): void {
    const found = document.createElement("template");
    found.innerHTML = answer;
    // What htmx would put elsewhere comes wrapped.
    const piece = found.content.querySelector<HTMLElement>("[data-reference]");
    if (!piece) return;
    if (this.isShelfRead) this.board?.prepend(piece);
    this.put(piece);
    this.tell();
  }

  /** A piece of the shelf as an item at the end of the tray. */
  private put(piece: HTMLElement): void {
    const id = piece.dataset["reference"] ?? "";
    const blank = this.querySelector<HTMLTemplateElement>(":scope > template");
    if (!blank || !this.list || this.references.includes(Number(id))) return;
    const item = (blank.content.cloneNode(true) as DocumentFragment).querySelector<HTMLElement>(".reference");
    if (!item) return;
    item.dataset["reference"] = id;
    item.dataset["name"] = piece.dataset["name"] ?? "";
    const source = piece.querySelector("img")?.getAttribute("src");
    if (source) item.querySelector("img")?.setAttribute("src", source);
    const name = item.querySelector(".name");
    if (name) name.textContent = `@${piece.dataset["name"] ?? ""}`;
    item.querySelector("input")?.setAttribute("value", id);
    this.list.append(item);
  }

  private take(item: HTMLElement): void {
    const index = this.items.indexOf(item);
    item.remove();
    this.tell();
    const next = this.items[Math.min(index, this.items.length - 1)];
    (next?.querySelector<HTMLElement>(".grip") ?? this.querySelector<HTMLElement>(".add input"))?.focus();
  }

  private arrange(from: number, to: number): void {
    const order = moved(this.items, from, to);
    this.list?.append(...order);
    this.tell();
  }

  private tell(): void {
    this.renumber();
    this.dispatchEvent(new TrayChanged());
  }

  private renumber(): void {
    for (const [index, item] of this.items.entries()) {
      const name = item.querySelector(".name")?.textContent ?? "";
      const number = item.querySelector(".number");
      if (number) number.textContent = String(index + this.first);
      item
        .querySelector(".grip")
        ?.setAttribute(
          "aria-label",
          `Reference ${index + this.first}, ${name}. Arrow keys move it, Delete takes it out.`,
        );
      item.querySelector(".remove")?.setAttribute("aria-label", `Take out ${name}`);
    }
    const shown = this.querySelector<HTMLElement>("[data-tray-count]");
    if (shown) {
      const has = this.items.length;
      shown.textContent = `${has} of ${this.max}`;
      shown.toggleAttribute("data-over", has > this.max);
    }
    const laid = this.references;
    for (const box of this.board?.querySelectorAll("input") ?? []) {
      box.removeAttribute("name");
      box.checked = laid.includes(Number(box.value));
    }
  }

  private readonly changed = (event: Event): void => {
    const input = event.target;
    if (!(input instanceof HTMLInputElement)) return;
    if (input.type === "file") {
      this.add([...(input.files ?? [])]);
      input.value = "";
      // The page's own form would send them a second time, and the settings need not be asked again.
      event.stopPropagation();
    } else if (input.closest(".shelf")) {
      event.stopPropagation();
      const piece = input.closest<HTMLElement>("[data-reference]");
      if (!piece) return;
      if (input.checked) this.put(piece);
      else this.items.find((item) => item.dataset["reference"] === piece.dataset["reference"])?.remove();
      this.tell();
    }
  };

  private readonly clicked = (event: Event): void => {
    if (event.target instanceof Element && event.target.closest("[data-fetch]")) {
      const field = this.querySelector<HTMLInputElement>("[data-web-address]");
      if (field?.value.trim()) void this.bring(field.value.trim());
      if (field) field.value = "";
      return;
    }
    const remove = event.target instanceof Element ? event.target.closest(".remove") : null;
    const item = remove?.closest<HTMLElement>(".reference");
    if (item) this.take(item);
  };

  private readonly pressed = (event: KeyboardEvent): void => {
    const grip = event.target instanceof Element ? event.target.closest<HTMLElement>(".grip") : null;
    const item = grip?.closest<HTMLElement>(".reference");
    if (!grip || !item) return;
    const index = this.items.indexOf(item);
    const to = { ArrowLeft: index - 1, ArrowUp: index - 1, ArrowRight: index + 1, ArrowDown: index + 1 }[
      event.key
    ];
    if (event.key === "Delete" || event.key === "Backspace") {
      event.preventDefault();
      this.take(item);
    } else if (to !== undefined) {
      event.preventDefault();
      if (to >= 0 && to < this.items.length) this.arrange(index, to);
      grip.focus();
    }
  };

  private readonly opened = (): void => {
    if (this.isShelfRead || !this.board) return;
    this.isShelfRead = true;
    void fragment(this.shelf).then((found) => {
      if (found) this.board?.replaceChildren(found);
      else this.isShelfRead = false;
      this.renumber();
    });
  };

  private readonly chosen = (event: ReferenceChosen): void => {
    const piece = this.board?.querySelector<HTMLElement>(`[data-reference="${event.detail.reference}"]`);
    if (!piece) return;
    this.put(piece);
    this.tell();
  };
}

declare global {
  interface HTMLElementTagNameMap {
    "studio-tray": Tray;
  }
}
