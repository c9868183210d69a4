import htmx from "htmx.org";

import { addressed, readdress } from "../../lib/address";
import { fragment, markup } from "../../lib/fragment";
import { type Command, commands } from "../../lib/keys";
import { has, toggled } from "../../lib/terms";

const PAUSE_MS = 120;
const DENSITIES = [-2, -1, 0, 1, 2] as const;
const KEPT_DENSITY = "seedbed-density";
const KEPT_FOLDS = "seedbed-folds";

/**
 * The line above the wall: search as one writes, filters, days, the size of the pictures, and what is folded away.
 *
 *     <studio-search page="/projects/7/" wall="/projects/7/wall/" facets="/projects/7/facets/" days="/projects/7/days/">
 *       <form role="search"><input name="q"></form>
 *       <details class="filters"><summary>Filter</summary><div id="facets"></div></details>
 *       <details class="days"><summary>Days</summary><div id="days"></div></details>
 *       <button data-density="1">Smaller</button> <button data-fold="composer">Hide the composer</button>
 *     </studio-search>
 *
 * @attr page - the project's page
 * @attr wall - address of the wall's fragment
 * @attr facets - address of the filters
 * @attr days - address of the days
 */
export class Search extends HTMLElement {
  private asked = 0;
  private pause: ReturnType<typeof setTimeout> | undefined;
  private leave = (): void => undefined;

  connectedCallback(): void {
    for (const each of this.querySelectorAll<HTMLElement>(".density, .folds")) each.hidden = false;
    this.addEventListener("input", this.written);
    this.addEventListener("submit", this.submitted);
    this.addEventListener("toggle", this.opened, true);
    document.addEventListener("click", this.clicked);
    this.leave = commands.register(
      {
        id: "search",
        group: "Wall",
        title: "Search the pictures",
        keys: ["/", "mod+f"],
        run: () => this.field?.select(),
      },
      ...(document.querySelector(".studio") ? this.ofTheStudio() : []),
    );
    this.densify(0);
    for (const zone of (localStorage.getItem(KEPT_FOLDS) ?? "").split(" ")) if (zone) this.fold(zone, true);
    document.addEventListener("studio-density", this.pinched);
  }

  /** What only a wall between a composer and an inspector has. */
  private ofTheStudio(): Command[] {
    return [
      {
        id: "wall.larger",
        group: "Wall",
        title: "Larger pictures",
        keys: ["+", "="],
        run: () => {
          this.densify(-1);
        },
      },
      {
        id: "wall.smaller",
        group: "Wall",
        title: "Smaller pictures",
        keys: ["-"],
        run: () => {
          this.densify(1);
        },
      },
      ...(["composer", "inspector"] as const).map((zone) => ({
        id: `fold.${zone}`,
        group: "Wall",
        title: zone === "composer" ? "Show or hide the composer" : "Show or hide the open picture",
        keys: [zone === "composer" ? "o" : "g"],
        run: () => {
          this.fold(zone);
        },
      })),
      {
        id: "fold.all",
        group: "Wall",
        title: "Nothing but the wall",
        keys: ["\\"],
        run: () => {
          const are = this.folded.size === 2;
          for (const zone of ["composer", "inspector"]) this.fold(zone, !are);
        },
      },
    ];
  }

  disconnectedCallback(): void {
    this.leave();
    this.removeEventListener("input", this.written);
    this.removeEventListener("submit", this.submitted);
    this.removeEventListener("toggle", this.opened, true);
    document.removeEventListener("click", this.clicked);
    document.removeEventListener("studio-density", this.pinched);
  }

  private get field(): HTMLInputElement | null {
    return this.querySelector('input[name="q"]');
  }

  private readonly written = (event: Event): void => {
    if (event.target !== this.field) return;
    clearTimeout(this.pause);
    this.pause = setTimeout(() => void this.search(this.field?.value ?? ""), PAUSE_MS);
  };

  private readonly submitted = (event: Event): void => {
    event.preventDefault();
    clearTimeout(this.pause);
    void this.search(this.field?.value ?? "");
  };

  /** Show what matches; an answer that comes after a later question is thrown away. */
  async search(q: string, more: Record<string, string> = {}): Promise<void> {
    const number = ++this.asked;
    const field = this.field;
    if (field && field.value !== q) field.value = q;
    readdress({ q, before: more["before"] ?? null, after: null });
    const asked = new URLSearchParams({ ...(q ? { q } : {}), ...more }).toString();
    this.toggleAttribute("data-busy", true);
    const text = await markup(`${this.getAttribute("wall") ?? ""}?${asked}`);
    if (number !== this.asked) return;
    this.toggleAttribute("data-busy", false);
    const target = document.querySelector<HTMLElement>("#jobs");
    if (text === undefined || !target) return;
    await htmx.swap({ text, target, sourceElement: target, swap: "innerHTML" });
    target.closest(".zone")?.scrollTo({ top: 0 });
    this.mark();
  }

  private readonly clicked = (event: MouseEvent): void => {
    const at = event.target instanceof Element ? event.target : null;
    if (!at || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const link = at.closest<HTMLElement>("[data-term], [data-query], [data-before], [data-clear-search]");
    const { term, query, before } = link?.dataset ?? {};
    if (link && (term ?? query ?? before ?? link.dataset["clearSearch"]) !== undefined) {
      event.preventDefault();
      if (before) void this.search(addressed("q"), { before });
      else void this.search(term ? toggled(this.field?.value ?? "", term) : (query ?? ""));
      if (!term) this.querySelector<HTMLDetailsElement>("details[open]")?.removeAttribute("open");
      return;
    }
    const density = at.closest<HTMLElement>("[data-density]")?.dataset["density"];
    if (density) this.densify(Number(density));
    const fold = at.closest<HTMLElement>("[data-fold]")?.dataset["fold"];
    if (fold) this.fold(fold);
    at.closest("[data-removes]")?.closest("li")?.remove();
  };

  private readonly opened = (event: Event): void => {
    const details = event.target;
    if (!(details instanceof HTMLDetailsElement) || !details.open) return;
    const name = details.classList.contains("filters") ? "facets" : "days";
    void this.fill(name);
  };

  private async fill(name: "facets" | "days"): Promise<void> {
    const found = await fragment(this.getAttribute(name) ?? "");
    const place = this.querySelector(`#${name}`);
    if (!found || !place) return;
    place.replaceChildren(found);
    htmx.process(place);
    this.mark();
  }

  /** Which filters are in the field. */
  private mark(): void {
    const q = this.field?.value ?? "";
    for (const chip of this.querySelectorAll<HTMLElement>("[data-term]")) {
      chip.toggleAttribute("data-on", has(q, chip.dataset["term"] ?? ""));
    }
  }

  private readonly pinched = (event: Event): void => {
    this.densify((event as CustomEvent<number>).detail);
  };

  private densify(by: number): void {
    const now = Number(localStorage.getItem(KEPT_DENSITY) ?? 0) + by;
    const density = Math.max(DENSITIES[0], Math.min(now, 2));
    if (by) localStorage.setItem(KEPT_DENSITY, String(density));
    const wall = document.querySelector<HTMLElement>("#jobs");
    if (wall) wall.dataset["density"] = String(density);
  }

  private get folded(): Set<string> {
    const names = document.querySelector<HTMLElement>(".studio")?.dataset["folded"] ?? "";
    return new Set(names.split(" ").filter(Boolean));
  }

  private fold(zone: string, away = !this.folded.has(zone)): void {
    const folded = this.folded;
    if (away) folded.add(zone);
    else folded.delete(zone);
    const page = document.querySelector<HTMLElement>(".studio");
    if (page) page.dataset["folded"] = [...folded].join(" ");
    localStorage.setItem(KEPT_FOLDS, [...folded].join(" "));
    const button = this.querySelector(`[data-fold="${zone}"]`);
    button?.setAttribute("aria-pressed", String(away));
  }
}

customElements.define("studio-search", Search);

declare global {
  interface HTMLElementTagNameMap {
    "studio-search": Search;
  }
}
