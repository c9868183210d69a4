import { readdress } from "../../lib/address";
import { step } from "../../lib/grid";
import { commands } from "../../lib/keys";
import { isWriting } from "../../lib/page";

const NARROW = "(max-width: 1279px)";

/**
 * The wall of pictures under the hand: one stop of the Tab key, arrows between pictures, Enter opens, Esc closes.
 * It marks what is open, keeps the place that one has scrolled to, and a reload shows both again.
 *
 *     <studio-wall page="/projects/7/"><div id="jobs">… <li class="tile"><a class="open" href>…</a></li> …</div></studio-wall>
 *
 * @attr page - the project's page, whose address carries the open picture and the place
 * @fires studio-wall-extended - Shift and an arrow: from one picture to another
 */
export class Wall extends HTMLElement {
  private opened: string | undefined;
  private leave = (): void => undefined;

  connectedCallback(): void {
    this.opened = document.querySelector<HTMLElement>("#inspector .picture")?.dataset["variant"];
    this.addEventListener("keydown", this.pressed);
    this.addEventListener("focusin", this.focused);
    this.addEventListener("click", this.clicked, true);
    document.addEventListener("keydown", this.escaped);
    document.addEventListener("click", this.closed);
    document.addEventListener("htmx:after:swap", this.swapped);
    this.zone?.addEventListener("scrollend", this.rested);
    this.comeBack();
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
    this.zone?.removeEventListener("scrollend", this.rested);
  }

  /** The pictures, in reading order. */
  get links(): HTMLAnchorElement[] {
    return [...this.querySelectorAll<HTMLAnchorElement>(".tile > .open")];
  }

  private readonly pressed = (event: KeyboardEvent): void => {
    const link =
      event.target instanceof Element ? event.target.closest<HTMLAnchorElement>(".tile > .open") : null;
    if (!link || event.ctrlKey || event.metaKey || event.altKey) return;
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

  private get zone(): HTMLElement | null {
    return this.closest<HTMLElement>(".zone");
  }

  /** The first job that is seen goes into the address, and how far it is scrolled beside it. */
  private readonly rested = (): void => {
    const zone = this.zone;
    if (!zone) return;
    const top = zone.getBoundingClientRect().top;
    const jobs = [...this.querySelectorAll<HTMLElement>(".job")];
    const first = jobs.find((job) => job.getBoundingClientRect().bottom > top + 60);
    const isFront = first === jobs[0] && !this.querySelector("#newer");
    const number = Number(first?.dataset["job"] ?? 0);
    readdress({ before: first && !isFront ? String(number + 1) : null, after: null });
    const down = first ? top - first.getBoundingClientRect().top : 0;
    history.replaceState({ ...(history.state as object | null), down: isFront ? zone.scrollTop : down }, "");
  };

  /** After a reload or on the way back: the server has begun with the same job, and it is as far up as it was. */
  private comeBack(): void {
    const down = (history.state as { down?: number } | null)?.down;
    const zone = this.zone;
    if (!down || !zone) return;
    const first = this.querySelector<HTMLElement>(".job");
    const isFront = !this.querySelector("#newer");
    requestAnimationFrame(() => {
      const offset = first ? first.getBoundingClientRect().top - zone.getBoundingClientRect().top : 0;
      zone.scrollTop = isFront ? down : zone.scrollTop + offset + down;
    });
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
}
