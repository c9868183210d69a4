import { LitElement, html, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";

import { nameFor, refusal } from "../../lib/files";
import { fragment } from "../../lib/fragment";
import { moved } from "../../lib/order";
import { csrfToken } from "../../lib/page";
import { UploadRefused, upload } from "../../lib/upload";
import { TrayChanged, type ReferenceChosen } from "./events";
import { addressIn, shortly, variantIn } from "../../lib/brought";
import { styles } from "./tray.styles";

interface Travelling {
  name: string;
  share: number;
  problem: string;
  abort: AbortController;
}

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
  @state() private travelling: Travelling[] = [];

  private dragged: HTMLElement | undefined;
  private isShelfRead = false;

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
    this.addEventListener("dragstart", this.lifted);
    this.addEventListener("dragover", this.hovered);
    this.addEventListener("drop", this.dropped);
    this.addEventListener("dragend", this.laid);
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
    this.removeEventListener("dragstart", this.lifted);
    this.removeEventListener("dragover", this.hovered);
    this.removeEventListener("drop", this.dropped);
    this.removeEventListener("dragend", this.laid);
    document.removeEventListener("studio-reference-chosen", this.chosen);
    for (const each of this.travelling) each.abort.abort();
  }

  override updated(): void {
    this.renumber();
  }

  override render(): TemplateResult {
    return html`<slot></slot>
      <ul class="travelling" aria-live="polite">
        ${this.travelling.map(
          (each) =>
            html`<li class=${each.problem ? "failed" : ""}>
              <span>${each.problem || each.name}</span>
              ${
                each.problem
                  ? html`<button
                      type="button"
                      @click=${() => {
                        this.forget(each);
                      }}
                    >
                      Dismiss
                    </button>`
                  : html`<progress
                        aria-label="Sending ${each.name}"
                        max="1"
                        .value=${each.share < 1 ? each.share : null}
                      ></progress
                      ><button
                        type="button"
                        @click=${() => {
                          each.abort.abort();
                        }}
                      >
                        Stop
                      </button>`
              }
            </li>`,
        )}
      </ul>`;
  }

  /** Send these files, and lay each into the tray when it has arrived. */
  add(files: readonly File[]): void {
    for (const file of files) void this.send(file);
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

  private async send(file: File): Promise<void> {
    const name = nameFor(file);
    const each: Travelling = { name, share: 0, problem: refusal(file), abort: new AbortController() };
    this.travelling = [...this.travelling, each];
    if (each.problem) return;
    try {
      const answer = await upload(this.upload, file, name, {
        token: csrfToken(),
        signal: each.abort.signal,
        progress: (share) => {
          each.share = share;
          this.requestUpdate();
        },
      });
      this.forget(each);
      this.arrived(answer);
    } catch (problem) {
      if (!(problem instanceof UploadRefused)) throw problem;
      if (problem.message) {
        each.problem = problem.message;
        this.requestUpdate();
      } else this.forget(each);
    }
  }

  /** Lay the picture of this address of ours, or of the web, into the tray. */
  async bring(address: string): Promise<void> {
    const variant = variantIn(address, location.origin);
    const to = variant === undefined ? this.fetch : this.use.replace("/0/", `/${variant}/`);
    if (!to) return;
    const each: Travelling = { name: shortly(address), share: 1, problem: "", abort: new AbortController() };
    this.travelling = [...this.travelling, each];
    try {
      const answer = await fetch(to, {
        method: "POST",
        headers: { "X-CSRFToken": csrfToken(), "HX-Request": "true" },
        body: new URLSearchParams(variant === undefined ? { address } : {}),
        signal: each.abort.signal,
      });
      const text = await answer.text();
      if (answer.ok) {
        this.forget(each);
        this.arrived(text);
      } else each.problem = answer.status === 422 ? text : "The studio could not fetch it.";
    } catch {
      if (each.abort.signal.aborted) this.forget(each);
      else each.problem = "The studio did not answer.";
    }
    this.requestUpdate();
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

  private forget(each: Travelling): void {
    this.travelling = this.travelling.filter((other) => other !== each);
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

  private readonly lifted = (event: DragEvent): void => {
    const item = event.target instanceof Element ? event.target.closest<HTMLElement>(".reference") : null;
    if (!item || !event.dataTransfer) return;
    this.dragged = item;
    item.dataset["dragged"] = "";
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", item.querySelector(".name")?.textContent ?? "");
  };

  private readonly hovered = (event: DragEvent): void => {
    if (!this.dragged) {
      if (
        event.dataTransfer?.types.includes("text/uri-list") &&
        !event.dataTransfer.types.includes("Files")
      ) {
        event.preventDefault();
      }
      return;
    }
    event.preventDefault();
    this.unmark();
    const over = event.target instanceof Element ? event.target.closest<HTMLElement>(".reference") : null;
    if (over && over !== this.dragged)
      over.dataset[this.isBefore(event, over) ? "dropBefore" : "dropAfter"] = "";
  };

  private readonly dropped = (event: DragEvent): void => {
    const address = this.dragged ? "" : addressIn(event.dataTransfer);
    if (address) {
      event.preventDefault();
      event.stopPropagation();
      void this.bring(address);
      return;
    }
    const over = event.target instanceof Element ? event.target.closest<HTMLElement>(".reference") : null;
    if (!this.dragged || !over || over === this.dragged) return;
    event.preventDefault();
    event.stopPropagation();
    if (this.isBefore(event, over)) over.before(this.dragged);
    else over.after(this.dragged);
    this.tell();
  };

  private readonly laid = (): void => {
    this.unmark();
    if (this.dragged) delete this.dragged.dataset["dragged"];
    this.dragged = undefined;
  };

  private isBefore(event: DragEvent, over: HTMLElement): boolean {
    const box = over.getBoundingClientRect();
    return event.clientX < box.left + box.width / 2;
  }

  private unmark(): void {
    for (const item of this.items) {
      delete item.dataset["dropBefore"];
      delete item.dataset["dropAfter"];
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "studio-tray": Tray;
  }
}
