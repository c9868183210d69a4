import { html, type ReactiveController, type ReactiveControllerHost, type TemplateResult } from "lit";

import { shortly } from "../../lib/brought";
import { nameFor, refusal } from "../../lib/files";
import { csrfToken } from "../../lib/page";
import { UploadRefused, upload } from "../../lib/upload";

interface Traveller {
  name: string;
  share: number;
  problem: string;
  abort: AbortController;
}

/** Pictures on their way into the tray, and what was wrong with those that did not get there. */
export class Travelling implements ReactiveController {
  private under: Traveller[] = [];

  /** `arrived` is given the server's answer about each picture that got there. */
  constructor(
    private readonly host: ReactiveControllerHost,
    private readonly arrived: (answer: string) => void,
  ) {
    host.addController(this);
  }

  hostDisconnected(): void {
    for (const each of this.under) each.abort.abort();
  }

  async send(file: File, to: string): Promise<void> {
    const each = this.begin(nameFor(file), refusal(file));
    if (each.problem) return;
    try {
      const answer = await upload(to, file, each.name, {
        token: csrfToken(),
        signal: each.abort.signal,
        progress: (share) => {
          each.share = share;
          this.host.requestUpdate();
        },
      });
      this.forget(each);
      this.arrived(answer);
    } catch (problem) {
      if (!(problem instanceof UploadRefused)) throw problem;
      if (problem.message) this.fail(each, problem.message);
      else this.forget(each);
    }
  }

  /** Have the server fetch it; `fields` tell what, and `address` is what the person calls it. */
  async fetch(address: string, to: string, fields: Record<string, string>): Promise<void> {
    const each = this.begin(shortly(address));
    each.share = 1;
    try {
      const answer = await fetch(to, {
        method: "POST",
        headers: { "X-CSRFToken": csrfToken(), "HX-Request": "true" },
        body: new URLSearchParams(fields),
        signal: each.abort.signal,
      });
      const text = await answer.text();
      if (answer.ok) {
        this.forget(each);
        this.arrived(text);
      } else
        this.fail(each, `${each.name}: ${answer.status === 422 ? text : "the studio could not fetch it."}`);
    } catch {
      if (each.abort.signal.aborted) this.forget(each);
      else this.fail(each, `${each.name}: the studio did not answer.`);
    }
  }

  list(): TemplateResult {
    return html`<ul class="travelling" aria-live="polite">
      ${this.under.map((each) =>
        each.problem
          ? html`<li class="failed">
              <span>${each.problem}</span>
              <button
                type="button"
                @click=${() => {
                  this.forget(each);
                }}
              >
                Dismiss
              </button>
            </li>`
          : html`<li>
              <span>${each.name}</span>
              <progress
                aria-label="Sending ${each.name}"
                max="1"
                .value=${each.share < 1 ? each.share : null}
              ></progress>
              <button
                type="button"
                @click=${() => {
                  each.abort.abort();
                }}
              >
                Stop
              </button>
            </li>`,
      )}
    </ul>`;
  }

  private begin(name: string, problem = ""): Traveller {
    const each = { name, share: 0, problem, abort: new AbortController() };
    this.under = [...this.under, each];
    this.host.requestUpdate();
    return each;
  }

  private fail(each: Traveller, problem: string): void {
    each.problem = problem;
    this.host.requestUpdate();
  }

  private forget(each: Traveller): void {
    this.under = this.under.filter((other) => other !== each);
    this.host.requestUpdate();
  }
}
