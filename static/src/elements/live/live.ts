import htmx from "htmx.org";

import { addressed, narrowed } from "../../lib/address";
import { fragment } from "../../lib/fragment";
import { Live as Line, type Standing, type Told } from "../../lib/live";
import { Once } from "../../lib/once";
import type { WallBrought } from "../wall/wall";

/** Of the wall around what is seen, when everything may have changed. */
const MOST_PAGES = 4;

const SENTENCES: Record<Exclude<Standing, "connected">, string> = {
  reconnecting: "The studio is not answering. What was asked for goes on; this page will catch up by itself.",
  offline: "This device is offline. What was asked for goes on; this page will catch up when you are back.",
};

/**
 * Keeps the page true: hears what happened, and asks for the fragments that show it.
 *
 *     <studio-live src="/live/projects/7/" after="5-0" job="/jobs/0/" tile="/variants/0/tile/" wall="/projects/7/wall/"></studio-live>
 *
 * @attr src - the project's stream of events
 * @attr after - the newest event's id when the page was rendered
 * @attr job - address of a job's fragment, with 0 in place of its number
 * @attr tile - address of a picture's tile, with 0 in place of its number
 * @attr wall - address of the newest page of the wall
 */
export class LiveLine extends HTMLElement {
  private line: Line | undefined;
  private standing: Standing = "connected";

  private readonly jobs = new Once<number>((job) => this.readJob(job));
  private readonly walls = new Once<string>((wall) => this.readWall(wall));

  connectedCallback(): void {
    this.line = new Line(this.getAttribute("src") ?? "", this.getAttribute("after") ?? "", {
      told: (event) => {
        this.hear(event);
      },
      stale: () => {
        this.hear({ name: "wall.changed" });
      },
      standing: (now) => {
        this.stand(now);
      },
    });
    this.line.start();
    document.addEventListener("studio-wall-brought", this.brought);
  }

  disconnectedCallback(): void {
    this.line?.stop();
    document.removeEventListener("studio-wall-brought", this.brought);
  }

  private hear(event: Told): void {
    document.dispatchEvent(new CustomEvent("studio-told", { detail: event }));
    if (event.name === "wall.changed") {
      this.walls.ask(this.getAttribute("wall") ?? "");
    } else if (event.name === "variant.ready" && event.variant !== undefined && event.job !== undefined) {
      void this.readTile(event.variant, event.job);
    } else if (event.job !== undefined && event.name !== "variant.derived") {
      this.jobs.ask(event.job);
    }
  }

  private async readJob(job: number): Promise<void> {
    await htmx.ajax("GET", narrowed(this.address("job", job)), { target: "#jobs", swap: "newest" });
    this.afterwards();
  }

  /** The picture alone, where its place is waiting for it; otherwise its whole job. */
  private async readTile(variant: number, job: number): Promise<void> {
    const found = await fragment(this.address("tile", variant));
    const place = found?.querySelector(".tile")?.id;
    const waiting = place ? document.getElementById(place) : null;
    if (!found || !waiting) {
      this.jobs.ask(job);
      return;
    }
    await htmx.swap({ text: html(found), target: waiting, sourceElement: waiting, swap: "outerMorph" });
    this.afterwards();
    this.announce(job);
  }

  private async readWall(wall: string): Promise<void> {
    const read = await this.readPage(wall, true);
    if (!read) return;
    const further = jobs().filter((job) => !read.has(job.id));
    for (const job of further)
      job.toggleAttribute("data-js-stale", job.querySelector("[data-parked]") !== null);
    let near = further.filter((job) => job.dataset["state"] === "open" || job.querySelector(".tile > .open"));
    for (let pages = 0; near[0] && pages < MOST_PAGES; pages += 1) {
      const found = await this.readPage(`${wall}?before=${Number(near[0].dataset["job"]) + 1}`, false);
      if (!found) return;
      near = near.slice(1).filter((job) => !found.has(job.id));
    }
    // One that a page does not hold is read by itself, which tells what has become of it.
    for (const job of near) this.jobs.ask(Number(job.dataset["job"]));
    this.afterwards();
  }

  /** The ids of the jobs on a page, each put where it belongs; undefined when the answer is late or none. */
  private async readPage(address: string, withNew: boolean): Promise<Set<string> | undefined> {
    const q = addressed("q");
    const found = await fragment(narrowed(address));
    // Something else was searched for meanwhile, and its answer is newer than this.
    if (!found || q !== addressed("q")) return undefined;
    const fresh = [...found.querySelectorAll(".job")];
    const shown = fresh.filter((job) => withNew || document.getElementById(job.id));
    const target = document.querySelector("#jobs");
    const text = shown.map((job) => job.outerHTML).join("");
    if (text && target) await htmx.swap({ text, target, sourceElement: target, swap: "newest" });
    return new Set(fresh.map((job) => job.id));
  }

  private readonly brought = (event: WallBrought): void => {
    for (const job of event.jobs) {
      if (job.hasAttribute("data-js-stale")) this.jobs.ask(Number(job.dataset["job"]));
      job.removeAttribute("data-js-stale");
    }
  };

  private address(name: "job" | "tile", number: number): string {
    return (this.getAttribute(name) ?? "").replace("/0/", `/${number}/`);
  }

  /** How many jobs run, where the bar says it. */
  private afterwards(): void {
    const running = document.querySelectorAll('.job[data-state="open"]').length;
    const pill = document.querySelector<HTMLElement>("#running");
    if (!pill) return;
    pill.hidden = running === 0;
    const words = pill.querySelector("span:last-child");
    if (words) words.textContent = `${running} running`;
  }

  private announce(job: number): void {
    const region = document.querySelector("#announcements");
    const status = document.querySelector(`#job-${job} .status`)?.textContent.trim() ?? "";
    const words = document.querySelector(`#job-${job} .words`)?.textContent.trim() ?? "";
    if (region) region.textContent = `A picture has arrived: ${words.slice(0, 60)}. ${status}`;
  }

  private stand(now: Standing): void {
    if (now === this.standing) return;
    this.standing = now;
    const banner = document.querySelector<HTMLElement>("#offline");
    const words = banner?.querySelector("p");
    if (!banner || !words) return;
    banner.hidden = now === "connected";
    words.textContent = now === "connected" ? "" : SENTENCES[now];
  }
}

function jobs(): HTMLElement[] {
  return [...document.querySelectorAll<HTMLElement>("#jobs > .job")];
}

function html(fragment: DocumentFragment): string {
  const holder = document.createElement("div");
  holder.append(fragment);
  return holder.innerHTML;
}

customElements.define("studio-live", LiveLine);
