import htmx from "htmx.org";

import { readdress } from "../../lib/address";
import { step } from "../../lib/grid";
import { commands } from "../../lib/keys";
import { isWriting } from "../../lib/page";
import { Parking } from "./parking";
import { Place } from "./place";

const NARROW = "(max-width: 1279px)";

/** Pictures that had been parked are in the page again. */
export class WallBrought extends Event {
  static readonly eventName = "studio-wall-brought";

  constructor(readonly jobs: readonly HTMLElement[]) {
    super(WallBrought.eventName, { bubbles: true });
  }
}

/**
 * The wall of pictures under the hand: one stop of the Tab key, arrows between pictures, Enter opens, Esc closes.
 * It marks what is open, keeps the place that one has scrolled to, and a reload shows both again.
 *
 *     <studio-wall page="/projects/7/"><div id="jobs">… <li class="tile"><a class="open" href>…</a></li> …</div></studio-wall>
 *
 * @attr page - the project's page, whose address carries the open picture and the place
 * @fires studio-wall-extended - Shift and an arrow: from one picture to another
 * @fires studio-wall-brought - pictures that were far away are near again
 */
export class Wall extends HTMLElement {
  private opened: string | undefined;
  private leave = (): void => undefined;
  private readonly place = new Place(this);
  private readonly parking = new Parking(
    this,
    (jobs) => {
      this.settle();
      this.dispatchEvent(new WallBrought(jobs));
    },
    (tile) => {
      htmx.process(tile);
    },
  );

  connectedCallback(): void {
    this.opened = document.querySelector<HTMLElement>("#inspector .picture")?.dataset["variant"];
    this.addEventListener("keydown", this.pressed);
    this.addEventListener("focusin", this.focused);
    this.addEventListener("click", this.clicked, true);
    document.addEventListener("keydown", this.escaped);
    document.addEventListener("click", this.closed);
    document.addEventListener("htmx:after:swap", this.swapped);
    this.place.start();
    this.parking.start(this.place.root);
    const group = "Wall";
    this.leave = commands.register(
      {
        id: "wall.arrows",
        group,
        title: "From picture to picture; with Shift, choose on the way",
        keys: ["arrowleft", "arrowright", "arrowup", "arrowdown"],
      },
      { id: "wall.ends", group, title: "First and last picture", keys: ["home", "end"] },
      { id: "wall.open", group, title: "Open the picture; once more, see it large", keys: ["enter"] },
    );
    this.settle();
  }

  disconnectedCallback(): void {
    this.leave();
    this.removeEventListener("keydown", this.pressed);
    this.removeEventListener("focusin", this.focused);
    this.removeEventListener("click", this.clicked, true);
    document.removeEventListener("keydown", this.escaped);
    document.removeEventListener("click", this.closed);
    document.removeEventListener("htmx:after:swap", this.swapped);
    this.place.stop();
    this.parking.stop();
  }

  /** The pictures around what is seen, in reading order. */
  get links(): HTMLAnchorElement[] {
    return [...this.querySelectorAll<HTMLAnchorElement>(".tile > .open")];
  }

  /** The numbers of all that are loaded, in reading order. */
  get ids(): number[] {
    const all = this.querySelectorAll<HTMLElement>(".tile[data-parked], .tile > .open");
    return [...all].map((each) => Number(each.dataset["parked"] ?? each.dataset["variant"]));
  }

  private readonly pressed = (event: KeyboardEvent): void => {
    const link =
      event.target instanceof Element ? event.target.closest<HTMLAnchorElement>(".tile > .open") : null;
    if (!link || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Home" || event.key === "End") this.bringEnd(event.key);
    const links = this.links;
    const at = links.indexOf(link);
    const boxes = links.map((each) => each.getBoundingClientRect());
    const to = step(boxes, at, event.key);
    if (event.key.startsWith("Arrow") || event.key === "Home" || event.key === "End") {
      event.preventDefault();
      const reached = links[to];
      reached?.focus();
      if (event.shiftKey && reached) {
        const detail = { from: link, to: reached };
        this.dispatchEvent(new CustomEvent("studio-wall-extended", { bubbles: true, detail }));
      }
    }
  };

  private bringEnd(key: "Home" | "End"): void {
    const job = [...this.querySelectorAll<HTMLElement>(".job")].at(key === "Home" ? 0 : -1);
    if (job && this.parking.bring(job)) this.dispatchEvent(new WallBrought([job]));
  }

  private readonly focused = (event: Event): void => {
    if (event.target instanceof HTMLAnchorElement && event.target.matches(".tile > .open")) {
      this.rove(event.target);
    }
  };

  /** A picture that is open already is shown large instead of being fetched again. */
  private readonly clicked = (event: MouseEvent): void => {
    const link =
      event.target instanceof Element ? event.target.closest<HTMLAnchorElement>(".tile > .open") : null;
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (this.opened === link.dataset["variant"] && this.inspector?.hasAttribute("data-open")) {
      event.preventDefault();
      event.stopPropagation();
      document.querySelector("studio-large")?.show(link);
    }
  };

  private readonly swapped = (): void => {
    const picture = document.querySelector<HTMLElement>("#inspector .picture");
    const now = picture?.dataset["variant"];
    if (now !== this.opened) {
      this.opened = now;
      this.address();
      const inspector = this.inspector;
      if (inspector && now) {
        inspector.toggleAttribute("data-open", true);
        inspector.scrollTop = 0;
        if (matchMedia(NARROW).matches) this.cover(true);
      } else if (inspector) this.close();
    }
    this.parking.look();
    this.settle();
  };

  private readonly closed = (event: Event): void => {
    if (event.target instanceof Element && event.target.closest("[data-close-inspector]")) this.close();
  };

  private readonly escaped = (event: KeyboardEvent): void => {
    if (event.key !== "Escape" || event.defaultPrevented || document.querySelector("dialog[open]")) return;
    if (isWriting(event.composedPath()[0] ?? null) || !this.inspector?.hasAttribute("data-open")) return;
    this.close();
  };

  private close(): void {
    const inspector = this.inspector;
    const link = this.links.find((each) => each.dataset["variant"] === this.opened);
    inspector?.removeAttribute("data-open");
    this.cover(false);
    this.opened = undefined;
    const nothing = document.querySelector<HTMLTemplateElement>("#nothing");
    if (inspector && nothing) inspector.replaceChildren(nothing.content.cloneNode(true));
    this.address();
    this.settle();
    link?.focus({ preventScroll: true });
  }

  /** On narrow pages the inspector lies over everything else, which then cannot be reached. */
  private cover(over: boolean): void {
    for (const each of document.querySelectorAll(".zone.composer, .zone.wall, .bar")) {
      each.toggleAttribute("inert", over);
    }
    if (over) this.inspector?.querySelector<HTMLElement>("[data-close-inspector]")?.focus();
  }

  private get inspector(): HTMLElement | null {
    return document.querySelector("#inspector");
  }

  private address(): void {
    readdress({ open: this.opened ?? null });
  }

  /** Mark the open picture, and leave exactly one picture in the Tab order. */
  private settle(): void {
    for (const link of this.links) {
      if (link.dataset["variant"] === this.opened) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
    const links = this.links;
    const stop =
      links.find((each) => each === document.activeElement) ??
      links.find((each) => each.dataset["variant"] === this.opened) ??
      links.find((each) => each.tabIndex === 0) ??
      links[0];
    if (stop) this.rove(stop);
  }

  private rove(stop: HTMLAnchorElement): void {
    for (const link of this.links) link.tabIndex = link === stop ? 0 : -1;
  }
}

customElements.define("studio-wall", Wall);

declare global {
  interface HTMLElementTagNameMap {
    "studio-wall": Wall;
  }
  interface GlobalEventHandlersEventMap {
    "studio-wall-brought": WallBrought;
  }
}
