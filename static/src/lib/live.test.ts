import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { Live, read, type Standing, type Told } from "./live";

/** A stream that the test speaks through. */
class Source extends EventTarget {
  readyState = 1;
  closed = false;

  constructor(readonly address: string) {
    super();
  }

  close(): void {
    this.closed = true;
  }

  say(name: string, data: unknown, id = ""): void {
    this.dispatchEvent(new MessageEvent(name, { data: JSON.stringify(data), lastEventId: id }));
  }
}

let sources: Source[];
let heard: Told[];
let stale: number;
let standings: Standing[];
let live: Live;

function start(after = ""): Source {
  live = new Live(
    "/live/projects/7/",
    after,
    {
      told: (event) => heard.push(event),
      stale: () => {
        stale += 1;
      },
      standing: (now) => standings.push(now),
    },
    (address) => {
      const source = new Source(address);
      sources.push(source);
      return source as unknown as EventSource;
    },
  );
  live.start();
  return latest();
}

function latest(): Source {
  const source = sources.at(-1);
  if (!source) throw new Error("nothing was opened");
  return source;
}

function look(hidden: boolean): void {
  Object.defineProperty(document, "hidden", { value: hidden, configurable: true });
  document.dispatchEvent(new Event("visibilitychange"));
}

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("EventSource", { CLOSED: 2 });
  [sources, heard, stale, standings] = [[], [], 0, []];
});

afterEach(() => {
  live.stop();
  look(false);
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test("an event is heard with its ids", () => {
  start().say("variant.ready", { job: 1, variant: 2, call: 3 }, "5-0");
  expect(heard).toEqual([{ name: "variant.ready", job: 1, variant: 2 }]);
});

test("the first connection asks for what happened since the page was rendered", () => {
  const source = start("4-1");
  expect(source.address).toBe("/live/projects/7/?after=4-1");
  source.dispatchEvent(new Event("open"));
  expect(stale).toBe(0);
});

test("a page that does not know when it was rendered re-reads itself once it listens", () => {
  start().dispatchEvent(new Event("open"));
  expect(stale).toBe(1);
});

test("a hidden tab gives its connection back, and asks for what it missed when it is seen again", () => {
  const first = start();
  first.dispatchEvent(new Event("open"));
  first.say("job.ended", { job: 1 }, "17-2");
  look(true);
  expect(first.closed).toBe(true);
  look(false);
  expect(sources).toHaveLength(2);
  expect(latest().address).toBe("/live/projects/7/?after=17-2");
});

test("what can no longer be replayed makes the page re-read itself", () => {
  const source = start();
  source.dispatchEvent(new Event("open"));
  source.say("reset", {}, "99-0");
  expect(stale).toBe(2);
  look(true);
  look(false);
  expect(latest().address).toBe("/live/projects/7/?after=99-0");
});

test("a short break is not worth a word, a long one is, and its end is told", () => {
  const source = start();
  source.dispatchEvent(new Event("error"));
  vi.advanceTimersByTime(1000);
  expect(standings).toEqual([]);
  vi.advanceTimersByTime(2000);
  expect(standings).toEqual(["reconnecting"]);
  source.dispatchEvent(new Event("open"));
  expect(standings).toEqual(["reconnecting", "connected"]);
});

test("a connection that the browser gave up is tried again", () => {
  const source = start();
  source.readyState = 2;
  source.dispatchEvent(new Event("error"));
  vi.advanceTimersByTime(5000);
  expect(sources).toHaveLength(2);
});

test("data that is not ours is not heard", () => {
  expect(read("job.ended", "not json")).toBeUndefined();
  expect(read("job.ended", "7")).toBeUndefined();
  expect(read("job.ended", '{"job": "7", "other": 1}')).toEqual({ name: "job.ended" });
});
