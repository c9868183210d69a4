import { commands } from "../../lib/keys";
import type { Deep } from "./deep";

const STRIP = 12;
const TAP_MS = 250;
const SWIPE_PX = 60;

/**
 * The picture and nothing else: zoomed and panned down to its pixels, its neighbours in a strip and one key away,
 * and its parent for as long as Tab is held.
 *
 *     <studio-large><dialog><figure tabindex="0"><img><div class="deep"></div></figure><ol class="strip"></ol>
 *       <div class="caption">…</div> …buttons… </dialog></studio-large>
 */
export class Large extends HTMLElement {
  private link: HTMLAnchorElement | undefined;
  private deep: Deep | undefined;
  private held: ReturnType<typeof setTimeout> | undefined;
  private swipe: { x: number; y: number } | undefined;
  private leave = (): void => undefined;

  connectedCallback(): void {
    this.addEventListener("keydown", this.pressed);
    this.addEventListener("keyup", this.released);
    this.addEventListener("click", this.clicked);
    this.addEventListener("close", this.closed, true);
    this.addEventListener("pointerdown", this.down);
    this.addEventListener("pointerup", this.up);
    document.addEventListener("click", this.asked);
    const when = (): boolean => this.dialog?.open === true;
    const can = (id: string, title: string, keys: string[], run?: () => void) => ({
      id: `large.${id}`,
      group: "Large view",
      title,
      keys,
      inDialogs: true,
      when,
      ...(run ? { run } : {}),
    });
    this.leave = commands.register(
      can("arrows", "Picture before and after", ["arrowleft", "arrowright"]),
      can("parent", "Its parent, while held", ["tab"]),
      can("closer", "Closer", ["+", "="], () => this.deep?.zoom(1.5)),
      can("further", "Further away", ["-"], () => this.deep?.zoom(1 / 1.5)),
      can("fit", "Whole picture", ["mod+0"], () => this.deep?.fit()),
      can("pixels", "One pixel for each pixel", ["mod+1", "z"], () => this.deep?.pixels()),
    );
  }

  disconnectedCallback(): void {
    this.leave();
    this.removeEventListener("keydown", this.pressed);
    this.removeEventListener("keyup", this.released);
    this.removeEventListener("click", this.clicked);
    this.removeEventListener("close", this.closed, true);
    this.removeEventListener("pointerdown", this.down);
    this.removeEventListener("pointerup", this.up);
    document.removeEventListener("click", this.asked);
    this.deep?.leave();
  }

  /** Show the picture of this tile of the wall; or of the inspector, where the wall does not hold it now. */
  show(link: HTMLAnchorElement, variant = link.dataset["variant"] ?? ""): void {
    this.link = link;
    const picture = link.querySelector("img");
    const shown = this.querySelector("figure img");
    const dialog = this.dialog;
    if (!(shown instanceof HTMLImageElement) || !picture || !dialog) return;
    dialog.dataset["variant"] = variant;
    // The small one is there already and fills the frame until the large one has come.
    shown.src = picture.currentSrc || picture.src;
    shown.width = picture.width;
    shown.height = picture.height;
    shown.alt = picture.alt;
    const caption = this.querySelector(".caption p");
    const words = link.closest(".job")?.querySelector(".words")?.textContent;
    if (caption) caption.textContent = words ?? link.dataset["words"] ?? "";
    const all = this.links;
    const at = all.indexOf(link);
    const place = this.querySelector("[data-place]");
    if (place) place.textContent = this.placeOf(Number(variant));
    this.querySelector("[data-original]")?.setAttribute("href", link.dataset["original"] ?? "");
    this.querySelector<HTMLElement>("[data-hint]")?.toggleAttribute("hidden", !link.dataset["parentLarge"]);
    this.copyMarks(link);
    this.strip(all, at);
    if (!dialog.open) dialog.showModal();
    void this.sharpen(link);
  }

  private get dialog(): HTMLDialogElement | null {
    return this.querySelector("dialog");
  }

  private get links(): HTMLAnchorElement[] {
    return document.querySelector("studio-wall")?.links ?? [];
  }

  /** "5 of 48", or of more where older ones wait below. */
  private placeOf(variant: number): string {
    const ids = document.querySelector("studio-wall")?.ids ?? [];
    const more = document.querySelector("#older") ? "+" : "";
    if (!ids.includes(variant)) return "";
    return `${(ids.indexOf(variant) + 1).toLocaleString("en-GB")} of ${ids.length.toLocaleString("en-GB")}${more}`;
  }

  /** The zoomable picture over the still one; the library comes when it is first needed. */
  private async sharpen(link: HTMLAnchorElement): Promise<void> {
    const place = this.querySelector<HTMLElement>(".deep");
    if (!place) return;
    if (!this.deep) {
      const { Deep } = await import("./deep");
      this.deep ??= new Deep(place);
    }
    if (this.link !== link || !this.dialog?.open) return;
    const [width = 0, height = 0] = (link.dataset["size"] ?? "").split("x").map(Number);
    this.deep.show(link.dataset["large"] ?? "", link.dataset["original"] ?? "", width, height);
  }

  /** Favourite and verdict as the tile has them; lib/marks keeps both true afterwards. */
  private copyMarks(link: HTMLElement): void {
    const marks = link.parentElement?.querySelector<HTMLElement>(".marks");
    const mine = this.querySelector<HTMLElement>(".caption .marks");
    mine?.toggleAttribute("hidden", !marks);
    if (!mine || !marks) return;
    mine.toggleAttribute("data-favourite", marks.hasAttribute("data-favourite"));
    mine.dataset["verdict"] = marks.dataset["verdict"] ?? "0";
    const verdict = mine.querySelector(".verdict");
    if (verdict) verdict.textContent = mine.dataset["verdict"];
  }

  private strip(all: HTMLAnchorElement[], at: number): void {
    const from = Math.max(0, Math.min(at - STRIP / 2, all.length - STRIP - 1));
    const items = all.slice(from, from + STRIP + 1).map((link, index) => {
      const item = document.createElement("li");
      const button = document.createElement("button");
      button.type = "button";
      button.ariaLabel = `Picture ${from + index + 1}`;
      button.tabIndex = -1;
      if (from + index === at) button.setAttribute("aria-current", "true");
      const small = document.createElement("img");
      small.src = link.querySelector("img")?.currentSrc ?? link.querySelector("img")?.src ?? "";
      small.alt = "";
      button.append(small);
      button.addEventListener("click", () => {
        this.reach(link);
      });
      item.append(button);
      return item;
    });
    this.querySelector(".strip")?.replaceChildren(...items);
  }

  private go(by: 1 | -1): void {
    const links = this.links;
    const next = links[(this.link ? links.indexOf(this.link) : -1) + by];
    if (next) this.reach(next);
  }

  private reach(link: HTMLAnchorElement): void {
    this.show(link);
    link.scrollIntoView({ block: "nearest" });
    link.click();
  }

  private readonly pressed = (event: KeyboardEvent): void => {
    if (event.key === "Tab" && !event.shiftKey && event.target === this.querySelector("figure")) {
      this.hold(event);
      return;
    }
    const by = ({ ArrowLeft: -1, ArrowRight: 1 } as const)[event.key as "ArrowLeft"];
    if ((by as number | undefined) === undefined) return;
    event.preventDefault();
    this.go(by);
  };

  /** A short tap of Tab goes on as ever; held, it shows what this picture was made from. */
  private hold(event: KeyboardEvent): void {
    const parent = this.link?.dataset["parentLarge"];
    if (!parent) return;
    event.preventDefault();
    if (event.repeat || this.held) return;
    this.held = setTimeout(() => {
      const over = this.querySelector<HTMLImageElement>(".parent");
      if (over) {
        over.src = parent;
        over.hidden = false;
      }
    }, TAP_MS);
  }

  private readonly released = (event: KeyboardEvent): void => {
    if (event.key !== "Tab" || !this.held) return;
    clearTimeout(this.held);
    this.held = undefined;
    const over = this.querySelector<HTMLImageElement>(".parent");
    if (over && !over.hidden) over.hidden = true;
    else this.querySelector<HTMLElement>(".step.back")?.focus();
  };

  private readonly down = (event: PointerEvent): void => {
    const isOnPicture = event.target instanceof Element && event.target.closest("figure");
    this.swipe =
      event.pointerType === "touch" && event.isPrimary && isOnPicture && !this.deep?.isZoomed
        ? { x: event.clientX, y: event.clientY }
        : undefined;
  };

  private readonly up = (event: PointerEvent): void => {
    if (!this.swipe || this.deep?.isZoomed) return;
    const across = event.clientX - this.swipe.x;
    const down = event.clientY - this.swipe.y;
    this.swipe = undefined;
    if (Math.abs(across) > SWIPE_PX && Math.abs(across) > 2 * Math.abs(down)) this.go(across < 0 ? 1 : -1);
    else if (down > 2 * SWIPE_PX && down > 2 * Math.abs(across)) this.dialog?.close();
  };

  private readonly clicked = (event: Event): void => {
    const target = event.target instanceof Element ? event.target : null;
    if (target?.closest(".back")) this.go(-1);
    else if (target?.closest(".on")) this.go(1);
    else if (target?.closest(".away")) this.dialog?.close();
  };

  private readonly closed = (): void => {
    const dialog = this.dialog;
    if (dialog) delete dialog.dataset["variant"];
    clearTimeout(this.held);
    this.held = undefined;
    this.deep?.clear();
    this.link?.focus({ preventScroll: true });
  };

  private readonly asked = (event: MouseEvent): void => {
    const enlarge =
      event.target instanceof Element ? event.target.closest<HTMLAnchorElement>("[data-enlarge]") : null;
    if (!enlarge || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const variant = enlarge.closest<HTMLElement>("[data-variant]")?.dataset["variant"];
    const link = this.links.find((each) => each.dataset["variant"] === variant);
    event.preventDefault();
    this.show(link ?? enlarge, variant);
  };
}

customElements.define("studio-large", Large);

declare global {
  interface HTMLElementTagNameMap {
    "studio-large": Large;
  }
}
