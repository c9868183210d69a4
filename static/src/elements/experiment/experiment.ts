import { Live } from "../../lib/live";

const REST_MS = 250;

/**
 * The grid of an experiment, kept true: what happens in the project makes it read itself again.
 *
 *     <studio-experiment src="/live/projects/7/" after="5-0"><div id="experiment" hx-get>…</div></studio-experiment>
 *
 * @attr src - the project's stream of events
 * @attr after - the newest event's id when the page was rendered
 */
export class Experiment extends HTMLElement {
  private line: Live | undefined;
  private resting: ReturnType<typeof setTimeout> | undefined;

  connectedCallback(): void {
    this.line = new Live(this.getAttribute("src") ?? "", this.getAttribute("after") ?? "", {
      told: (event) => {
        if (event.job !== undefined && event.name !== "variant.derived") this.stale();
      },
      stale: () => {
        this.stale();
      },
      standing: () => undefined,
    });
    this.line.start();
  }

  disconnectedCallback(): void {
    this.line?.stop();
    clearTimeout(this.resting);
  }

  /** A burst of events is one reading. */
  private stale(): void {
    this.resting ??= setTimeout(() => {
      this.resting = undefined;
      this.querySelector("#experiment")?.dispatchEvent(new Event("studio-experiment-stale"));
    }, REST_MS);
  }
}

customElements.define("studio-experiment", Experiment);
