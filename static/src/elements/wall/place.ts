import { readdress } from "../../lib/address";

const ONE_COLUMN = "(max-width: 820px)";
const REST_MS = 180;
const BELOW_BAR = 60;

/** The place to which a wall is scrolled: it stands in the address and beside it in the history, and is found again
 *  after a reload and on the way back. */
export class Place {
  private resting: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly wall: HTMLElement) {}

  start(): void {
    document.addEventListener("scroll", this.scrolled, { capture: true, passive: true });
    this.comeBack();
  }

  stop(): void {
    document.removeEventListener("scroll", this.scrolled, { capture: true });
    clearTimeout(this.resting);
  }

  /** What scrolls: the zone of the wall; null on narrow pages, where it is the page. */
  get root(): HTMLElement | null {
    return matchMedia(ONE_COLUMN).matches ? null : this.wall.closest<HTMLElement>(".zone");
  }

  private get scroller(): HTMLElement {
    return this.root ?? document.documentElement;
  }

  private get top(): number {
    return this.root?.getBoundingClientRect().top ?? 0;
  }

  private readonly scrolled = (event: Event): void => {
    if (event.target !== this.root && event.target !== document) return;
    clearTimeout(this.resting);
    this.resting = setTimeout(this.rested, REST_MS);
  };

  /** The first job that is seen goes into the address, and how far it is scrolled beside it. */
  private readonly rested = (): void => {
    const { scroller, top } = this;
    const jobs = [...this.wall.querySelectorAll<HTMLElement>(".job")];
    const first = jobs.find((job) => job.getBoundingClientRect().bottom > top + BELOW_BAR);
    const isFront = first === jobs[0] && !this.wall.querySelector("#newer");
    const number = Number(first?.dataset["job"] ?? 0);
    readdress({ before: first && !isFront ? String(number + 1) : null, after: null });
    const into = first ? top - first.getBoundingClientRect().top : 0;
    const down = isFront ? scroller.scrollTop : into;
    history.replaceState({ ...(history.state as object | null), down }, "");
  };

  /** The server has begun with the same job, and it is as far up as it was. */
  private comeBack(): void {
    const down = (history.state as { down?: number } | null)?.down;
    if (!down) return;
    const first = this.wall.querySelector<HTMLElement>(".job");
    const isFront = !this.wall.querySelector("#newer");
    requestAnimationFrame(() => {
      const { scroller, top } = this;
      const offset = first ? first.getBoundingClientRect().top - top : 0;
      scroller.scrollTop = isFront ? down : scroller.scrollTop + offset + down;
    });
  }
}
