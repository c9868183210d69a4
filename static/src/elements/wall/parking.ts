/** How far around what is seen pictures stay in the page. */
const AROUND = "250% 0px";
const POWERED = ' data-htmx-powered="true"'; // says that htmx has seen an element, which it has not once it is rebuilt

/** Keeps a long wall light: jobs far from what is seen keep their header and the places of their pictures, and give
 *  the pictures themselves back until they are near again. Nothing moves, and no place is lost. */
export class Parking {
  private readonly held = new WeakMap<Element, string>();
  private watched = new WeakSet<Element>();
  private readonly far = new WeakSet<Element>();
  private watcher: IntersectionObserver | undefined;

  constructor(
    private readonly wall: HTMLElement,
    private readonly brought: (jobs: readonly HTMLElement[]) => void,
    /** What is in the page again is new to htmx. */
    private readonly enliven: (tile: HTMLElement) => void,
  ) {}

  /** `root` is what scrolls; null for the page. */
  start(root: Element | null): void {
    this.watcher = new IntersectionObserver(this.crossed, { root, rootMargin: AROUND });
    this.look();
  }

  stop(): void {
    this.watcher?.disconnect();
    this.watcher = undefined;
    this.watched = new WeakSet();
  }

  /** After a swap: watch what is new, and park again what was rebuilt far away. */
  look(): void {
    for (const job of this.jobs) {
      if (!this.watched.has(job)) {
        this.watched.add(job);
        this.watcher?.observe(job);
      } else if (this.far.has(job)) this.park(job);
    }
  }

  /** The pictures of this job, at once. */
  bring(job: HTMLElement): boolean {
    let any = false;
    for (const tile of job.querySelectorAll<HTMLElement>(".tile[data-parked]")) {
      const content = this.held.get(tile);
      if (content === undefined) continue;
      tile.innerHTML = content;
      this.held.delete(tile);
      delete tile.dataset["parked"];
      this.enliven(tile);
      any = true;
    }
    return any;
  }

  private get jobs(): NodeListOf<HTMLElement> {
    return this.wall.querySelectorAll<HTMLElement>(".job");
  }

  private readonly crossed = (entries: IntersectionObserverEntry[]): void => {
    const back: HTMLElement[] = [];
    for (const { target, isIntersecting } of entries) {
      if (!(target instanceof HTMLElement) || !target.isConnected) continue;
      if (isIntersecting) {
        this.far.delete(target);
        if (this.bring(target)) back.push(target);
      } else {
        this.far.add(target);
        this.park(target);
      }
    }
    if (back.length) this.brought(back);
  };

  private park(job: HTMLElement): void {
    if (job.contains(document.activeElement)) return;
    for (const tile of job.querySelectorAll<HTMLElement>(".tile:not([data-parked])")) {
      const variant = tile.querySelector<HTMLElement>(":scope > .open")?.dataset["variant"];
      const shape = tile.querySelector(":scope > .shape");
      if (!variant || !shape) continue;
      this.held.set(tile, tile.innerHTML.replaceAll(POWERED, ""));
      tile.dataset["parked"] = variant;
      tile.replaceChildren(shape);
    }
  }
}
