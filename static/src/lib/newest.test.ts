import { beforeEach, expect, test } from "vitest";

import { newest } from "./newest";

let wall: HTMLElement;

function job(number: number, words = ""): HTMLElement {
  const element = document.createElement("article");
  element.id = `job-${number}`;
  element.dataset["job"] = String(number);
  element.textContent = words;
  return element;
}

function put(...jobs: HTMLElement[]): void {
  newest(wall, jobs, (old, fresh) => {
    old.textContent = fresh.textContent;
  });
}

function order(): string[] {
  return [...wall.children].map((each) => each.id);
}

beforeEach(() => {
  wall = document.createElement("div");
  wall.innerHTML = '<div id="nothing-yet"></div>';
});

test("the newest job stands first, whatever the order of arrival", () => {
  put(job(2));
  put(job(9));
  put(job(5));
  expect(order()).toEqual(["job-9", "job-5", "job-2"]);
});

test("a job that is there already is changed in its place", () => {
  put(job(2), job(1));
  const before = wall.firstElementChild;
  put(job(2, "now with a picture"));
  expect(wall.firstElementChild).toBe(before);
  expect(before?.textContent).toBe("now with a picture");
  expect(order()).toEqual(["job-2", "job-1"]);
});

test("jobs stand before the link to older ones, and the words of an empty wall go", () => {
  wall.innerHTML = '<div id="nothing-yet"></div><p id="older"></p>';
  put(job(3));
  expect(order()).toEqual(["job-3", "older"]);
});
