const DAY_MS = 86_400_000;

/**
 * A moment in the reader's own time zone; without script the server's words stay.
 *
 *     <studio-time><time datetime="2026-11-22T14:02:00Z" data-style="moment">22 Nov 2026, 14:02</time></studio-time>
 *
 * `data-style` of the time element: absent for the wall (time today, date before), "moment" or "day".
 */
export class LocalTime extends HTMLElement {
  connectedCallback(): void {
    const time = this.querySelector("time");
    const moment = new Date(time?.dateTime ?? "");
    if (!time || Number.isNaN(moment.getTime())) return;
    time.textContent = written(moment, time.dataset["style"] ?? "", new Date());
    time.title = moment.toLocaleString("en-GB", { dateStyle: "full", timeStyle: "short" });
  }
}

export function written(moment: Date, style: string, now: Date): string {
  const clock = moment.toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
  const isToday = moment.toDateString() === now.toDateString();
  const isYesterday = moment.toDateString() === new Date(now.getTime() - DAY_MS).toDateString();
  const sameYear = moment.getFullYear() === now.getFullYear();
  const date = moment.toLocaleDateString("en-GB", {
    day: "numeric",
    month: "short",
    ...(sameYear ? {} : { year: "numeric" }),
  });
  const day = isToday ? "today" : isYesterday ? "yesterday" : date;
  if (style === "day") return day;
  if (style === "moment") return `${day}, ${clock}`;
  return isToday ? clock : `${day}, ${clock}`;
}

customElements.define("studio-time", LocalTime);
