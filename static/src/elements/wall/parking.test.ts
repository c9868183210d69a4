import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { Parking } from "./parking";

/** What the browser tells of what is near; jsdom lays nothing out. */
class Nearness {
  static latest: Nearness;
  readonly watched = new Set<Element>();

  constructor(private readonly told: (entries: IntersectionObserverEntry[]) => void) {
    Nearness.latest = this;
  }

  observe(element: Element): void {
    this.watched.add(element);
  }

  disconnect(): void {
    this.watched.clear();
  }

  tell(target: Element, isIntersecting: boolean): void {
    this.told([{ target, isIntersecting } as IntersectionObserverEntry]);
  }
}

const TILE = (variant: number): string =>
  `<li class="tile"><svg class="shape"></svg><a class="open" href="/variants/${variant}/" data-variant="${variant}"></a></li>`;
const EMPTY = '<li class="tile"><svg class="shape"></svg><p>waiting</p></li>';

const brought = vi.fn();
const enliven = vi.fn();
let wall: HTMLElement;
let job: HTMLElement;
let parking: Parking;

beforeEach(() => {
  vi.stubGlobal("IntersectionObserver", Nearness);
  document.body.innerHTML = `<main><article class="job">${TILE(1)}${TILE(2)}${EMPTY}</article></main>`;
  wall = document.querySelector("main") as HTMLElement;
  job = document.querySelector(".job") as HTMLElement;
  parking = new Parking(wall, brought, enliven);
  parking.start(null);
});

afterEach(() => {
  parking.stop();
  vi.clearAllMocks();
  vi.unstubAllGlobals();
});

const pictures = (): number => wall.querySelectorAll(".tile > .open").length;

test("pictures far away leave their places, and come back when they are near", () => {
  Nearness.latest.tell(job, false);
  expect(pictures()).toBe(0);
  expect(wall.querySelectorAll(".tile > .shape")).toHaveLength(3);
  expect(
    [...wall.querySelectorAll<HTMLElement>("[data-parked]")].map((each) => each.dataset["parked"]),
  ).toEqual(["1", "2"]);
  Nearness.latest.tell(job, true);
  expect(pictures()).toBe(2);
  expect(wall.querySelector("[data-parked]")).toBeNull();
  expect(brought).toHaveBeenCalledExactlyOnceWith([job]);
});

test("a place that still waits for its picture is left as it is", () => {
  Nearness.latest.tell(job, false);
  expect(wall.querySelector(".tile > p")?.textContent).toBe("waiting");
});

test("what the hand is on stays", () => {
  wall.querySelector<HTMLElement>(".open")?.focus();
  Nearness.latest.tell(job, false);
  expect(pictures()).toBe(2);
});

test("a job that was rebuilt while it was far away is parked again, and a new one is watched", () => {
  Nearness.latest.tell(job, false);
  job.innerHTML = TILE(1) + TILE(2) + TILE(3);
  wall.insertAdjacentHTML("beforeend", `<article class="job">${TILE(4)}</article>`);
  parking.look();
  expect(pictures()).toBe(1);
  expect(Nearness.latest.watched.size).toBe(2);
  Nearness.latest.tell(job, true);
  expect(pictures()).toBe(4);
});

test("pictures are brought at once where they are asked for", () => {
  Nearness.latest.tell(job, false);
  expect(parking.bring(job)).toBe(true);
  expect(pictures()).toBe(2);
  expect(parking.bring(job)).toBe(false);
});

test("a wall that was taken out and put in again watches its jobs", () => {
  parking.stop();
  parking.start(null);
  expect([...Nearness.latest.watched]).toEqual([job]);
});

test("htmx takes up what came back as if it had never seen it", () => {
  job.querySelector(".open")?.setAttribute("data-htmx-powered", "true");
  Nearness.latest.tell(job, false);
  Nearness.latest.tell(job, true);
  expect(wall.querySelectorAll("[data-htmx-powered]")).toHaveLength(0);
  expect(enliven.mock.calls.flat()).toEqual([...job.querySelectorAll(".tile")].slice(0, 2));
});
