import { fragment } from "../../lib/fragment";
import { commands } from "../../lib/keys";
import { takesStrokes } from "../../lib/touch";
import { FITTED, panned, transform, zoomed, type View } from "../../lib/zoom";

const MODES = ["side", "slider", "flicker", "difference"] as const;
type Mode = (typeof MODES)[number];
const NAMES: Record<Mode, string> = {
  side: "Side by side",
  slider: "Slider",
  flicker: "Flicker",
  difference: "Difference",
};
/** Slow enough for everybody: light that flashes more than three times a second can harm. */
const FLICKER_MS = 700;
const LOOK_AGAIN_MS = 700;
const ORIGINAL_FROM = 1.6;

/**
 * Two to four pictures over each other or side by side, with one zoom for all; and what differs in how they were made.
 * In a dialog; or, around pictures that the server has laid out, as a page of its own.
 *
 *     <studio-compare page="/projects/7/compare/"></studio-compare>
 *     <studio-compare page="/projects/7/compare/" ids="12,15"><div class="comparing">…</div></studio-compare>
 *
 *     document.querySelector("studio-compare").show([12, 15]);
 *
 * @attr page - where the pictures and their differences are read from
 * @attr ids - those that lie in it already
 */
export class Compare extends HTMLElement {
  private view: View = FITTED;
  private mode: Mode = "side";
  private ids: number[] = [];
  private at = 0;
  private timer: ReturnType<typeof setInterval> | undefined;
  private readonly fingers = new Map<number, { x: number; y: number }>();
  private leave = (): void => undefined;

  connectedCallback(): void {
    document.addEventListener("click", this.asked);
    const can = (id: string, title: string, keys: string[], run: () => void) => ({
      id: `compare.${id}`,
      group: "Compare",
      title,
      keys,
      run,
      inDialogs: true,
      when: () => this.isPage || this.dialog?.open === true,
    });
    this.leave = commands.register(
      can("mode", "Next way of comparing", ["m"], () => {
        this.turn(this.modes[(this.modes.indexOf(this.mode) + 1) % this.modes.length] ?? "side");
      }),
      can("swap", "Swap the pictures", ["c"], () => {
        this.swap();
      }),
      can("closer", "Closer", ["+", "="], () => {
        this.look(zoomed(this.view, 1.4));
      }),
      can("further", "Further away", ["-"], () => {
        this.look(zoomed(this.view, 1 / 1.4));
      }),
      can("fit", "Whole pictures", ["mod+0", "0"], () => {
        this.look(FITTED);
      }),
      can("next", "Flicker by hand", ["space"], () => {
        this.flick();
      }),
    );
    if (this.isPage) this.open();
  }

  disconnectedCallback(): void {
    document.removeEventListener("click", this.asked);
    this.leave();
    clearInterval(this.timer);
  }

  async show(ids: number[], mode: Mode = "side"): Promise<void> {
    const found = await fragment(this.pageOf(ids));
    if (!found) return;
    this.ids = ids;
    this.view = FITTED;
    const dialog = this.dialog ?? this.made();
    dialog.querySelector(".content")?.replaceChildren(found);
    this.offer();
    this.turn(this.modes.includes(mode) ? mode : "side");
    if (!dialog.open) dialog.showModal();
  }

  private get isPage(): boolean {
    return this.hasAttribute("ids");
  }

  private open(): void {
    this.ids = idsIn(this.getAttribute("ids"));
    this.prepend(this.tools());
    this.listen(this, this);
    this.offer();
    this.turn("side");
  }

  private swap(): void {
    const ids = [...this.ids].reverse();
    if (this.isPage) location.replace(this.pageOf(ids));
    else void this.show(ids, this.mode);
  }

  private pageOf(ids: readonly number[]): string {
    return `${this.getAttribute("page") ?? ""}?ids=${ids.join(",")}`;
  }

  private get dialog(): HTMLDialogElement | null {
    return this.querySelector("dialog");
  }

  private get modes(): Mode[] {
    return this.ids.length === 2 ? [...MODES] : ["side", "flicker"];
  }

  private get panes(): HTMLElement[] {
    return [...this.querySelectorAll<HTMLElement>(".pane")];
  }

  private made(): HTMLDialogElement {
    const dialog = document.createElement("dialog");
    dialog.className = "compare";
    dialog.setAttribute("aria-label", "Compare");
    const tools = this.tools();
    const close = button("Close", { away: "" });
    close.autofocus = true;
    tools.append(close);
    const content = document.createElement("div");
    content.className = "content";
    dialog.append(tools, content);
    dialog.addEventListener("close", this.closed);
    this.listen(dialog, content);
    this.append(dialog);
    return dialog;
  }

  private tools(): HTMLElement {
    const tools = document.createElement("header");
    tools.className = "compare-tools";
    const modes = document.createElement("div");
    modes.className = "segments";
    modes.role = "group";
    modes.ariaLabel = "Way of comparing";
    for (const mode of MODES) modes.append(button(NAMES[mode], { mode }));
    const slider = document.createElement("input");
    Object.assign(slider, { type: "range", min: "0", max: "100", value: "50", className: "divide" });
    slider.ariaLabel = "Where one picture ends and the other begins";
    const details = button("What differs", { details: "" });
    details.setAttribute("aria-pressed", "true");
    slider.addEventListener("input", () => {
      this.divide(Number(slider.value));
    });
    tools.append(modes, slider, details);
    return tools;
  }

  /** Only the ways in which so many pictures can be compared. */
  private offer(): void {
    for (const each of this.querySelectorAll<HTMLButtonElement>("button[data-mode]")) {
      each.hidden = !this.modes.includes(each.dataset["mode"] as Mode);
    }
  }

  private listen(room: HTMLElement, content: HTMLElement): void {
    room.addEventListener("click", this.clicked);
    content.addEventListener("wheel", this.wheeled, { passive: false });
    takesStrokes(content, ".view, .difference");
    content.addEventListener("pointerdown", this.down);
    content.addEventListener("pointermove", this.moved);
    for (const name of ["pointerup", "pointercancel"] as const) content.addEventListener(name, this.up);
    content.addEventListener("dblclick", (event) => {
      this.look(this.view.scale > 1 ? FITTED : zoomed(FITTED, 4, this.within(event)));
    });
  }

  private turn(mode: Mode): void {
    this.mode = mode;
    const comparing = this.querySelector<HTMLElement>(".comparing");
    if (!comparing) return;
    comparing.dataset["mode"] = mode;
    for (const each of this.querySelectorAll<HTMLElement>("[data-mode]:is(button)")) {
      each.setAttribute("aria-pressed", String(each.dataset["mode"] === mode));
    }
    const slider = this.querySelector<HTMLInputElement>(".divide");
    if (slider) slider.hidden = mode !== "slider";
    const map = this.querySelector<HTMLElement>(".difference");
    if (map) map.hidden = mode !== "difference";
    clearInterval(this.timer);
    this.at = 0;
    if (mode === "flicker") this.flicker();
    if (mode === "difference") void this.difference();
    this.divide(Number(slider?.value ?? 50));
    this.raise();
    this.look(this.view);
  }

  private flicker(): void {
    if (matchMedia("(prefers-reduced-motion: reduce)").matches) return;
    this.timer = setInterval(() => {
      this.flick();
    }, FLICKER_MS);
  }

  private flick(): void {
    if (this.mode !== "flicker") return;
    this.at = (this.at + 1) % this.panes.length;
    this.raise();
  }

  /** Which picture is on top. */
  private raise(): void {
    for (const [index, pane] of this.panes.entries()) pane.toggleAttribute("data-top", index === this.at);
  }

  private divide(at: number): void {
    this.querySelector<HTMLElement>(".comparing")?.style.setProperty("--divide", `${at}%`);
  }

  private async difference(): Promise<void> {
    const place = this.querySelector<HTMLElement>(".difference");
    if (!place || place.dataset["state"] === "ready") return;
    const found = await fragment(place.dataset["src"] ?? "");
    const fresh = found?.querySelector<HTMLElement>(".difference");
    if (!fresh || !place.isConnected) return;
    fresh.hidden = this.mode !== "difference";
    place.replaceWith(fresh);
    this.look(this.view);
    if (fresh.dataset["state"] === "waiting") setTimeout(() => void this.difference(), LOOK_AGAIN_MS);
  }

  private look(view: View): void {
    this.view = view;
    for (const picture of this.querySelectorAll<HTMLImageElement>(".view img, .difference img")) {
      picture.style.transform = transform(view);
      const original = picture.dataset["original"];
      if (view.scale > ORIGINAL_FROM && original && picture.src !== original) {
        delete picture.dataset["original"];
        picture.src = original;
      }
    }
  }

  /** From the middle of the pane under the pointer, as shares of the pane. */
  private within(event: { target: EventTarget | null; clientX: number; clientY: number }): {
    x: number;
    y: number;
  } {
    const pane = event.target instanceof Element ? event.target.closest(".view, .difference") : null;
    const box = (pane ?? this.querySelector(".view"))?.getBoundingClientRect();
    if (!box) return { x: 0, y: 0 };
    return {
      x: (event.clientX - box.left) / box.width - 0.5,
      y: (event.clientY - box.top) / box.height - 0.5,
    };
  }

  private readonly wheeled = (event: WheelEvent): void => {
    if (!(event.target instanceof Element) || !event.target.closest(".panes")) return;
    event.preventDefault();
    this.look(zoomed(this.view, Math.exp(-event.deltaY / 400), this.within(event)));
  };

  private readonly down = (event: PointerEvent): void => {
    if (!(event.target instanceof Element) || !event.target.closest(".view, .difference")) return;
    this.fingers.set(event.pointerId, { x: event.clientX, y: event.clientY });
    event.target.setPointerCapture(event.pointerId);
  };

  private readonly moved = (event: PointerEvent): void => {
    const before = this.fingers.get(event.pointerId);
    const box = this.querySelector(".view")?.getBoundingClientRect();
    if (!before || !box) return;
    const now = { x: event.clientX, y: event.clientY };
    const other = [...this.fingers].find(([id]) => id !== event.pointerId)?.[1];
    if (other) {
      const apart = (one: typeof now): number => Math.hypot(one.x - other.x, one.y - other.y);
      this.look(zoomed(this.view, apart(now) / Math.max(apart(before), 1), this.within(event)));
    } else if (this.mode === "slider" && this.view.scale === 1) {
      const slider = this.querySelector<HTMLInputElement>(".divide");
      const to = Math.max(0, Math.min(100, (100 * (now.x - box.left)) / box.width));
      if (slider) slider.value = String(to);
      this.divide(to);
    } else {
      this.look(panned(this.view, (now.x - before.x) / box.width, (now.y - before.y) / box.height));
    }
    this.fingers.set(event.pointerId, now);
  };

  /** A link that names pictures leads to their page where there is no script, and to this where there is. */
  private readonly asked = (event: MouseEvent): void => {
    const link = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-compare]") : null;
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    void this.show(idsIn(link.dataset["compare"]));
  };

  private readonly up = (event: PointerEvent): void => {
    this.fingers.delete(event.pointerId);
  };

  private readonly clicked = (event: Event): void => {
    const at = event.target instanceof Element ? event.target.closest<HTMLElement>("button") : null;
    if (!at) return;
    const mode = at.dataset["mode"] as Mode | undefined;
    if (mode) this.turn(mode);
    else if ("away" in at.dataset) this.dialog?.close();
    else if ("details" in at.dataset) {
      const are = at.getAttribute("aria-pressed") === "true";
      at.setAttribute("aria-pressed", String(!are));
      this.querySelector(".comparing")?.toggleAttribute("data-plain", are);
    }
  };

  private readonly closed = (): void => {
    clearInterval(this.timer);
    this.fingers.clear();
    this.dialog?.querySelector(".content")?.replaceChildren();
  };
}

function idsIn(told: string | null | undefined): number[] {
  return (told ?? "").split(",").map(Number);
}

function button(words: string, data: Record<string, string>): HTMLButtonElement {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "mode" in data ? "option" : "button";
  made.textContent = words;
  Object.assign(made.dataset, data);
  return made;
}

customElements.define("studio-compare", Compare);

declare global {
  interface HTMLElementTagNameMap {
    "studio-compare": Compare;
  }
}
