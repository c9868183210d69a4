/** The hands of <studio-choose> on the wall: boxes, shift and a long touch; hearts and verdicts that are clicked. */

interface Hand {
  chosen: () => ReadonlySet<number>;
  choose: (ids: Iterable<number>) => void;
  favour: (id: number) => void;
  judge: (id: number, verdict: number) => void;
  compare: (id: number) => void;
}

const LONG_TOUCH_MS = 450;
const STILL_PX = 10;

export class Reach {
  private anchor: number | undefined;
  private touch: { timer: ReturnType<typeof setTimeout>; x: number; y: number } | undefined;
  private swallow = false;

  constructor(private readonly hand: Hand) {}

  start(): void {
    document.addEventListener("click", this.clicked, true);
    document.addEventListener("pointerdown", this.down);
    document.addEventListener("pointermove", this.moved);
    document.addEventListener("pointerup", this.up);
    document.addEventListener("pointercancel", this.up);
    document.addEventListener("contextmenu", this.menu);
    document.addEventListener("studio-wall-extended", this.extended);
  }

  stop(): void {
    document.removeEventListener("click", this.clicked, true);
    document.removeEventListener("pointerdown", this.down);
    document.removeEventListener("pointermove", this.moved);
    document.removeEventListener("pointerup", this.up);
    document.removeEventListener("pointercancel", this.up);
    document.removeEventListener("contextmenu", this.menu);
    document.removeEventListener("studio-wall-extended", this.extended);
  }

  private get links(): HTMLElement[] {
    return [...document.querySelectorAll<HTMLElement>("studio-wall .tile > .open")];
  }

  /** The pictures that are loaded, in reading order. */
  get ids(): number[] {
    return document.querySelector("studio-wall")?.ids ?? [];
  }

  get focused(): number | undefined {
    const link = document.activeElement?.closest(".tile")?.querySelector<HTMLElement>(":scope > .open");
    return link ? idOf(link) : undefined;
  }

  parentOf(id: number): number | undefined {
    const parent = this.link(id)?.dataset["parent"];
    return parent ? Number(parent) : undefined;
  }

  neighbourOf(id: number): number | undefined {
    const ids = this.ids;
    const at = ids.indexOf(id);
    return ids[at + 1] ?? ids[at - 1];
  }

  /** Focus the nearest picture that is not about to go. */
  stepAside(ids: readonly number[]): void {
    const here = this.focused;
    if (here === undefined || !ids.includes(here)) return;
    const all = this.ids;
    const at = all.indexOf(here);
    const left = [...all.slice(at), ...all.slice(0, at).reverse()].find((each) => !ids.includes(each));
    if (left !== undefined) this.link(left)?.focus();
  }

  mark(chosen: ReadonlySet<number>): void {
    for (const link of this.links) {
      const is = chosen.has(idOf(link));
      link.parentElement?.toggleAttribute("data-js-chosen", is);
      const pick = link.parentElement?.querySelector<HTMLElement>(".pick");
      if (pick) pick.hidden = false;
      const box = pick?.querySelector("input");
      if (box) box.checked = is;
    }
  }

  private link(id: number): HTMLElement | undefined {
    return this.links.find((each) => idOf(each) === id);
  }

  private readonly clicked = (event: MouseEvent): void => {
    const at = event.target instanceof Element ? event.target : null;
    if (!at) return;
    if (this.swallow) {
      this.swallow = false;
      stop(event);
      return;
    }
    const about = at.closest<HTMLElement>(".choose[data-variant]");
    const tile = at.closest<HTMLElement>("studio-wall .tile");
    const link = tile?.querySelector<HTMLElement>(":scope > .open");
    const id = Number(about?.dataset["variant"] ?? link?.dataset["variant"] ?? 0);
    if (!id) return;
    const verdict = at.closest<HTMLElement>("[data-judge]")?.dataset["judge"];
    if (at.closest("[data-favour]")) {
      stop(event);
      this.hand.favour(id);
    } else if (verdict) {
      stop(event);
      this.hand.judge(id, Number(verdict));
    } else if (at.closest(".pick")) {
      // The box itself, and not the click that its label sends on to it.
      if (!(at instanceof HTMLInputElement)) return;
      event.stopPropagation();
      this.pick(id, event.shiftKey);
    } else if (link?.contains(at)) {
      if (event.altKey) {
        stop(event);
        this.hand.compare(id);
      } else if (event.shiftKey || (this.hand.chosen().size && !event.ctrlKey && !event.metaKey)) {
        stop(event);
        link.focus();
        this.pick(id, event.shiftKey);
      }
    }
  };

  private pick(id: number, isRange: boolean): void {
    const chosen = new Set(this.hand.chosen());
    if (isRange && this.anchor !== undefined) {
      for (const each of between(this.ids, this.anchor, id)) chosen.add(each);
    } else if (!chosen.delete(id)) chosen.add(id);
    this.anchor = id;
    this.hand.choose(chosen);
  }

  /** Shift and an arrow: what was left and what was reached. */
  private readonly extended = (event: Event): void => {
    const { from, to } = (event as CustomEvent<{ from: HTMLElement; to: HTMLElement }>).detail;
    const chosen = new Set(this.hand.chosen());
    for (const each of between(this.ids, idOf(from), idOf(to))) chosen.add(each);
    this.anchor = idOf(to);
    this.hand.choose(chosen);
  };

  private readonly down = (event: PointerEvent): void => {
    this.swallow = false;
    if (event.pointerType !== "touch" || !(event.target instanceof Element)) return;
    const link = event.target.closest<HTMLElement>("studio-wall .tile > .open");
    if (!link) return;
    const timer = setTimeout(() => {
      this.swallow = true;
      this.pick(idOf(link), false);
    }, LONG_TOUCH_MS);
    this.touch = { timer, x: event.clientX, y: event.clientY };
  };

  private readonly moved = (event: PointerEvent): void => {
    if (!this.touch) return;
    if (Math.hypot(event.clientX - this.touch.x, event.clientY - this.touch.y) > STILL_PX) this.up();
  };

  private readonly up = (): void => {
    clearTimeout(this.touch?.timer);
    this.touch = undefined;
  };

  /** A long touch is ours; the browser's own menu for links stays with the other button. */
  private readonly menu = (event: Event): void => {
    if (this.touch || this.swallow) event.preventDefault();
  };
}

/** Everything from one to the other, whichever comes first. */
export function between(ids: readonly number[], one: number, other: number): number[] {
  const [from, to] = [ids.indexOf(one), ids.indexOf(other)].sort((a, b) => a - b) as [number, number];
  return from < 0 ? [other] : ids.slice(from, to + 1);
}

function idOf(link: HTMLElement): number {
  return Number(link.dataset["variant"]);
}

function stop(event: Event): void {
  event.preventDefault();
  event.stopPropagation();
}
