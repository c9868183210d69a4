import htmx from "htmx.org";
import { LitElement, html, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";

import { addressed } from "../../lib/address";
import { fragment } from "../../lib/fragment";
import { commands } from "../../lib/keys";
import { toast } from "../../lib/page";
import { ask, type Asking } from "./ask";
import { type Acts, bar } from "./bar";
import { show, thoughtOf, type Thought } from "./marks";
import { keys } from "./keys";
import { Reach } from "./reach";

/**
 * Choosing pictures of the wall and doing something with all that are chosen: by pointer, keyboard or a long touch.
 * What is thought of a picture is shown at once and written down by the server.
 *
 *     <studio-wall>…</studio-wall>
 *     <studio-choose page="/projects/7/" may-edit></studio-choose>
 *
 * @attr page - the project's page
 * @attr may-edit - whether this person may change anything
 */
@customElement("studio-choose")
export class Choose extends LitElement {
  @property() page = "";
  @property({ type: Boolean, attribute: "may-edit" }) mayEdit = false;

  @state() private chosen: ReadonlySet<number> = new Set();
  @state() private asking: Asking | undefined;
  @state() private known: string[] = [];
  @state() private mayBeMore = false;

  private readonly pending = new Map<number, Thought>();
  private queue: Promise<unknown> = Promise.resolve();
  private leave = (): void => undefined;
  private readonly reach = new Reach({
    chosen: () => this.chosen,
    choose: (ids) => {
      this.take(ids);
    },
    favour: (id) => {
      this.favour([id]);
    },
    judge: (id, verdict) => {
      this.judge([id], verdict);
    },
    compare: (id) => {
      this.compare([...this.current().filter((each) => each !== id), id].slice(-2));
    },
  });

  protected override createRenderRoot(): this {
    return this;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.reach.start();
    document.addEventListener("htmx:after:swap", this.swapped);
    document.addEventListener("studio-wall-brought", this.swapped);
    this.leave = commands.register(
      ...keys({
        ...this.acts,
        favour: () => {
          this.favour(this.current());
        },
        judge: (verdict) => {
          this.judge(this.current(), verdict);
        },
        compare: () => {
          this.compareCurrent();
        },
        toggle: () => {
          this.toggleFocused();
        },
        all: () => {
          this.all();
        },
        mayEdit: () => this.mayEdit && this.current().length > 0,
        has: () => this.current().length > 0,
        isFocused: () => this.reach.focused !== undefined,
        isLoaded: () => this.reach.ids.length > 0,
        isChosen: () => this.chosen.size > 0,
      }),
    );
    this.settle();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.reach.stop();
    document.removeEventListener("htmx:after:swap", this.swapped);
    document.removeEventListener("studio-wall-brought", this.swapped);
    this.leave();
  }

  /** What a key is about: the picture in the large view, else those chosen, else the one in focus, else the open one. */
  private current(): number[] {
    const large = document.querySelector<HTMLElement>("dialog.large[open]")?.dataset["variant"];
    if (large) return [Number(large)];
    if (this.chosen.size) return [...this.chosen];
    const one =
      this.reach.focused ??
      Number(document.querySelector<HTMLElement>("#inspector .picture")?.dataset["variant"] ?? 0);
    return one ? [one] : [];
  }

  private take(ids: Iterable<number>): void {
    this.chosen = new Set(ids);
    this.mayBeMore = false;
    this.settle();
  }

  private toggleFocused(): void {
    const id = this.reach.focused;
    if (id === undefined) return;
    const next = new Set(this.chosen);
    if (!next.delete(id)) next.add(id);
    this.take(next);
  }

  private all(): void {
    this.take(this.reach.ids);
    this.mayBeMore = document.querySelector("#older, #newer") !== null;
  }

  private async reallyAll(): Promise<void> {
    const q = addressed("q");
    const answer = await fetch(`${this.page}matching/${q ? `?q=${encodeURIComponent(q)}` : ""}`);
    if (!answer.ok) return;
    const { ids, most } = (await answer.json()) as { ids: number[]; most: number };
    this.take(ids);
    if (ids.length === most)
      toast(`These are the newest ${most.toLocaleString("en-GB")}; more at once is not done.`);
  }

  private favour(ids: number[]): void {
    const on = !ids.every((id) => thoughtOf(id).favourite);
    this.think(ids, { favourite: on });
    this.post("favourite", ids, on ? "on" : "off", ids.length === 1);
    this.say(on ? "Favourite" : "No favourite");
  }

  private judge(ids: number[], verdict: number): void {
    const same = verdict !== 0 && ids.every((id) => thoughtOf(id).verdict === verdict);
    const now = same ? 0 : verdict;
    this.think(ids, { verdict: now });
    this.post("verdict", ids, String(now), ids.length === 1);
    this.say(now ? `Verdict ${now}` : "No verdict");
  }

  private think(ids: number[], thought: Thought): void {
    for (const id of ids) {
      this.pending.set(id, { ...this.pending.get(id), ...thought });
      show(id, thought);
    }
  }

  private trash(): void {
    const ids = this.current();
    this.reach.stepAside(ids);
    this.take([]);
    this.post("trash", ids, "");
  }

  private zip(): void {
    void htmx.ajax("POST", `${this.page}zip/`, {
      values: { ids: this.current().join(",") },
      target: "#toasts",
      swap: "none",
    });
  }

  private compareCurrent(): void {
    const ids = this.current();
    const [one] = ids;
    if (ids.length === 1 && one !== undefined) {
      const other = this.reach.parentOf(one) ?? this.reach.neighbourOf(one);
      this.compare(other === undefined ? ids : [other, one]);
    } else this.compare(ids);
  }

  private compare(ids: number[]): void {
    if (ids.length < 2) toast("Choose two to four pictures to compare.");
    else if (ids.length > 4) toast(`At most four pictures are compared at once; ${ids.length} are chosen.`);
    else void document.querySelector("studio-compare")?.show(ids);
  }

  /** One after the other, so that the last wish is the last that the server hears. */
  private post(act: string, ids: number[], value: string, quiet = false): void {
    const open = document.querySelector<HTMLElement>("#inspector .picture")?.dataset["variant"] ?? "";
    const values = {
      act,
      ids: ids.join(","),
      value,
      q: addressed("q"),
      open,
      ...(quiet ? { quiet: "1" } : {}),
    };
    const mine = this.queue.then(async () => {
      await htmx.ajax("POST", `${this.page}choose/`, { values, target: "#toasts", swap: "none" });
    });
    this.queue = mine.then(
      () => {
        this.told(mine);
      },
      () => {
        this.told(mine);
      },
    );
    this.last = mine;
  }

  private last: Promise<unknown> | undefined;

  /** What was shown in advance is the server's word once nothing more is on its way. */
  private told(which: Promise<unknown>): void {
    if (which === this.last) this.pending.clear();
  }

  private ask(what: Asking): void {
    this.asking = what;
    void this.suggest(what);
    void this.updateComplete.then(() => {
      const dialog = this.querySelector<HTMLDialogElement>("dialog");
      if (dialog && !dialog.open) dialog.showModal();
      dialog?.querySelector("input")?.focus();
    });
  }

  private async suggest(what: Asking): Promise<void> {
    const found = await fragment(`${this.page}facets/`);
    const name = what === "tag" ? "tag" : "board";
    this.known = [...(found?.querySelectorAll<HTMLElement>(`[data-${name}]`) ?? [])].map(
      (each) => each.dataset[name] ?? "",
    );
  }

  private readonly swapped = (): void => {
    for (const [id, thought] of this.pending) show(id, thought);
    this.settle();
  };

  private settle(): void {
    this.reach.mark(this.chosen);
    document.querySelector("studio-wall")?.toggleAttribute("data-choosing", this.chosen.size > 0);
  }

  private say(words: string): void {
    const region = document.querySelector("#announcements");
    if (region) region.textContent = words;
  }

  override render(): TemplateResult {
    const count = this.chosen.size;
    const asked = this.asking;
    return html`${count ? bar(count, this.mayEdit, this.mayBeMore, this.acts) : nothing}${
      asked
        ? ask(asked, this.current().length, this.known, {
            closed: () => {
              this.asking = undefined;
            },
            given: (value) => {
              this.post(asked, this.current(), value);
            },
          })
        : nothing
    }`;
  }

  private readonly acts: Acts = {
    everything: () => void this.reallyAll(),
    favour: () => {
      this.favour([...this.chosen]);
    },
    judge: (verdict) => {
      this.judge([...this.chosen], verdict);
    },
    tag: () => {
      this.ask("tag");
    },
    move: () => {
      this.ask("move");
    },
    compare: () => {
      this.compare([...this.chosen]);
    },
    zip: () => {
      this.zip();
    },
    trash: () => {
      this.trash();
    },
    none: () => {
      this.take([]);
    },
  };
}

declare global {
  interface HTMLElementTagNameMap {
    "studio-choose": Choose;
  }
}
