/** One stream of thin events while the tab is seen. A browser opens six connections to an HTTP/1.1 server,
 *  so a hidden tab gives its own back and re-reads the page when it is looked at again. */

export interface Told {
  name: string;
  job?: number;
  variant?: number;
  reference?: number;
}

export type Standing = "connected" | "reconnecting" | "offline";

export interface Hears {
  told(event: Told): void;
  /** Events may have been missed: what is shown must be read again. */
  stale(): void;
  standing(now: Standing): void;
}

export const NAMES = [
  "job.submitted",
  "job.ended",
  "call.moved",
  "call.progressed",
  "variant.ready",
  "variant.derived",
  "variant.trashed",
  "variant.restored",
  "edit.measured",
  "variant.judged",
  "wall.changed",
  "reference.added",
  "reference.trashed",
] as const;

/** How long a broken connection may be mended before the page says so. */
const PATIENCE_MS = 2500;

type Source = Pick<EventSource, "addEventListener" | "close" | "readyState">;

export class Live {
  private source: Source | undefined;
  private lastId: string;
  private worry: ReturnType<typeof setTimeout> | undefined;
  private again: ReturnType<typeof setTimeout> | undefined;

  /** `after` is the id of the newest event when the page was rendered; "" where that is not known. */
  constructor(
    private readonly address: string,
    after: string,
    private readonly hears: Hears,
    private readonly open: (address: string) => Source = (address) => new EventSource(address),
  ) {
    this.lastId = after;
  }

  start(): void {
    document.addEventListener("visibilitychange", this.seen);
    window.addEventListener("online", this.online);
    window.addEventListener("offline", this.offline);
    if (!document.hidden) this.connect();
  }

  stop(): void {
    document.removeEventListener("visibilitychange", this.seen);
    window.removeEventListener("online", this.online);
    window.removeEventListener("offline", this.offline);
    this.disconnect();
  }

  private connect(): void {
    this.disconnect();
    const after = this.lastId ? `?after=${encodeURIComponent(this.lastId)}` : "";
    const source = this.open(this.address + after);
    this.source = source;
    source.addEventListener("open", () => {
      this.calm();
      this.hears.standing("connected");
      if (!this.lastId) this.hears.stale();
    });
    source.addEventListener("error", () => {
      this.worry ??= setTimeout(() => {
        this.hears.standing(navigator.onLine ? "reconnecting" : "offline");
      }, PATIENCE_MS);
      // The browser mends a broken connection by itself, but gives up after an answer that is no stream.
      if (source.readyState === EventSource.CLOSED) {
        this.again = setTimeout(() => {
          if (!document.hidden) this.connect();
        }, 2 * PATIENCE_MS);
      }
    });
    source.addEventListener("reset", (event) => {
      this.lastId = event.lastEventId;
      this.hears.stale();
    });
    for (const name of NAMES) {
      source.addEventListener(name, (event) => {
        const message = event as MessageEvent<string>;
        if (message.lastEventId) this.lastId = message.lastEventId;
        const told = read(name, message.data);
        if (told) this.hears.told(told);
      });
    }
  }

  private disconnect(): void {
    this.source?.close();
    this.source = undefined;
    this.calm();
  }

  private calm(): void {
    clearTimeout(this.worry);
    clearTimeout(this.again);
    this.worry = undefined;
  }

  private readonly seen = (): void => {
    if (document.hidden) this.disconnect();
    else this.connect();
  };

  private readonly online = (): void => {
    if (!document.hidden) this.connect();
  };

  private readonly offline = (): void => {
    this.hears.standing("offline");
  };
}

/** The event with its ids; undefined for data that is not ours. */
export function read(name: string, data: string): Told | undefined {
  let ids: unknown;
  try {
    ids = JSON.parse(data);
  } catch {
    return undefined;
  }
  if (typeof ids !== "object" || ids === null) return undefined;
  const told: Told = { name };
  for (const [key, value] of Object.entries(ids)) {
    if ((key === "job" || key === "variant" || key === "reference") && Number.isInteger(value)) {
      told[key] = value as number;
    }
  }
  return told;
}
