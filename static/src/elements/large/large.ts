/**
 * The picture and nothing else, with its neighbours one key away.
 *
 *     <studio-large><dialog><figure><img><figcaption>…</figcaption></figure> …buttons… </dialog></studio-large>
 */
export class Large extends HTMLElement {
  private link: HTMLAnchorElement | undefined;

  connectedCallback(): void {
    this.addEventListener("keydown", this.pressed);
    this.addEventListener("click", this.clicked);
    document.addEventListener("click", this.asked);
  }

  disconnectedCallback(): void {
    this.removeEventListener("keydown", this.pressed);
    this.removeEventListener("click", this.clicked);
    document.removeEventListener("click", this.asked);
  }

  /** Show the picture of this tile of the wall. */
  show(link: HTMLAnchorElement): void {
    this.link = link;
    const picture = link.querySelector("img");
    const shown = this.querySelector("img");
    if (!shown || !picture) return;
    // The small one is there already and fills the frame until the large one has come.
    shown.src = picture.currentSrc || picture.src;
    shown.width = picture.width;
    shown.alt = picture.alt;
    const better = new Image();
    better.src = link.dataset["large"] ?? "";
    better.addEventListener("load", () => {
      if (this.link === link) shown.src = better.src;
    });
    const words = link.closest(".job")?.querySelector(".words")?.textContent ?? "";
    const caption = this.querySelector("figcaption p");
    if (caption) caption.textContent = words;
    const all = this.links;
    const place = this.querySelector("[data-place]");
    if (place) place.textContent = `${all.indexOf(link) + 1} of ${all.length}`;
    this.querySelector("[data-original]")?.setAttribute("href", link.dataset["original"] ?? "");
    const dialog = this.querySelector("dialog");
    if (dialog && !dialog.open) dialog.showModal();
  }

  private get links(): HTMLAnchorElement[] {
    return document.querySelector("studio-wall")?.links ?? [];
  }

  private go(by: 1 | -1): void {
    const links = this.links;
    const at = this.link ? links.indexOf(this.link) : -1;
    const next = links[at + by];
    if (!next) return;
    this.show(next);
    next.scrollIntoView({ block: "nearest" });
    next.click();
  }

  private readonly pressed = (event: KeyboardEvent): void => {
    const by = ({ ArrowLeft: -1, ArrowRight: 1, ArrowUp: -1, ArrowDown: 1 } as const)[
      event.key as "ArrowLeft"
    ];
    if ((by as number | undefined) === undefined) return;
    event.preventDefault();
    this.go(by);
  };

  private readonly clicked = (event: Event): void => {
    const target = event.target instanceof Element ? event.target : null;
    if (target?.closest(".back")) this.go(-1);
    else if (target?.closest(".on")) this.go(1);
    else if (target?.closest(".away") || target?.matches("img, dialog"))
      this.querySelector("dialog")?.close();
  };

  private readonly asked = (event: MouseEvent): void => {
    const enlarge =
      event.target instanceof Element ? event.target.closest<HTMLElement>("[data-enlarge]") : null;
    if (!enlarge || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const variant = enlarge.closest<HTMLElement>("[data-variant]")?.dataset["variant"];
    const link = this.links.find((each) => each.dataset["variant"] === variant);
    if (!link) return;
    event.preventDefault();
    this.show(link);
  };
}

customElements.define("studio-large", Large);

declare global {
  interface HTMLElementTagNameMap {
    "studio-large": Large;
  }
}
