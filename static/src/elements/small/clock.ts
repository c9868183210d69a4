/**
 * How long something has been going on, second by second.
 *
 *     <studio-clock since="2026-11-22T14:02:00Z"></studio-clock>
 *
 * @attr since - the moment it began, ISO 8601
 */
export class Clock extends HTMLElement {
  private ticking: ReturnType<typeof setInterval> | undefined;

  connectedCallback(): void {
    this.setAttribute("aria-hidden", "true");
    this.tick();
    this.ticking = setInterval(() => {
      this.tick();
    }, 1000);
  }

  disconnectedCallback(): void {
    clearInterval(this.ticking);
  }

  private tick(): void {
    const since = Date.parse(this.getAttribute("since") ?? "");
    this.textContent = Number.isNaN(since) ? "" : elapsed(Date.now() - since);
  }
}

/** Milliseconds as "6 s", "1 min 20 s" or "2 h 5 min"; a clock that runs behind shows no negative time. */
export function elapsed(milliseconds: number): string {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${seconds % 60} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

customElements.define("studio-clock", Clock);
