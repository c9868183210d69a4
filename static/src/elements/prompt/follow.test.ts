import { expect, test } from "vitest";

import { Follow } from "./follow";

const SQUARE = '{"aspect": "1:1"}';
const LARGE = '{"tier": "4K"}';

function form(): {
  follow: Follow;
  chosen: (name: string) => string;
  by: (name: string, text: string) => void;
} {
  document.body.innerHTML = `<form id="settings">
    <input type="radio" name="aspect" value="1:1"><input type="radio" name="aspect" value="3:2" checked>
    <input type="radio" name="tier" value="1K" checked><input type="radio" name="tier" value="4K"></form>`;
  const settings = document.querySelector("form");
  const follow = new Follow(() => settings);
  return {
    follow,
    chosen: (name) => settings?.querySelector<HTMLInputElement>(`[name="${name}"]:checked`)?.value ?? "",
    by: (name, text) => {
      follow.changed(name, text);
    },
  };
}

test("the settings take what the prompt newly says, once", () => {
  const { follow, chosen } = form();
  follow.hear([SQUARE], "a");
  expect(chosen("aspect")).toBe("1:1");
  document.querySelector<HTMLInputElement>('[value="3:2"]')?.click();
  follow.hear([SQUARE, LARGE], "b");
  expect(chosen("aspect")).toBe("3:2");
  expect(chosen("tier")).toBe("4K");
});

test("an answer that comes late does not undo what was chosen meanwhile", () => {
  const { follow, chosen, by } = form();
  by("tier", "a");
  follow.hear([LARGE, SQUARE], "a");
  expect(chosen("tier")).toBe("1K");
  expect(chosen("aspect")).toBe("1:1");
});

test("another text that says it again is followed", () => {
  const { follow, chosen, by } = form();
  by("tier", "a");
  follow.hear([LARGE], "a");
  follow.hear([], "b");
  follow.hear([LARGE], "c");
  expect(chosen("tier")).toBe("4K");
});

test("what it chooses itself is nobody's choice", () => {
  const { follow, chosen } = form();
  document.addEventListener(
    "change",
    () => {
      follow.changed("aspect", "a");
    },
    { once: true },
  );
  follow.hear([SQUARE], "a");
  document.querySelector<HTMLInputElement>('[value="3:2"]')?.click();
  follow.hear([], "a");
  follow.hear([SQUARE], "a");
  expect(chosen("aspect")).toBe("1:1");
});

test("pressing a statement counts always", () => {
  const { follow, chosen, by } = form();
  by("tier", "a");
  follow.take(LARGE);
  expect(chosen("tier")).toBe("4K");
});
