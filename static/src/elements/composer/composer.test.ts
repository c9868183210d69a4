import { beforeEach, expect, test } from "vitest";

import { keepDraft, readDraft } from "../../lib/draft";
import { hearKeys } from "../../lib/keys";
import { Composer } from "./composer";

hearKeys();

async function compose(attributes = "", words = ""): Promise<Composer> {
  document.body.innerHTML = `<studio-composer data-draft="project-7" data-limit="20" ${attributes}>
    <form><textarea name="prompt">${words}</textarea><p class="count"></p></form></studio-composer>`;
  const composer = document.querySelector("studio-composer");
  if (!(composer instanceof Composer)) throw new Error("no composer");
  await composer.updateComplete;
  return composer;
}

function write(composer: Composer, words: string): void {
  const prompt = composer.querySelector("textarea");
  if (!prompt) return;
  prompt.value = words;
  prompt.dispatchEvent(new Event("input", { bubbles: true }));
}

beforeEach(() => {
  localStorage.clear();
});

test("what is written is kept until it is written otherwise", async () => {
  write(await compose(), "a red fox");
  expect(readDraft(localStorage, "project-7").prompt).toBe("a red fox");
  const again = await compose();
  expect(again.querySelector("textarea")?.value).toBe("a red fox");
});

test("a form that came back is not overwritten by the draft", async () => {
  keepDraft(localStorage, "project-7", { prompt: "an old draft", references: [] });
  const composer = await compose("data-answered", "");
  expect(composer.querySelector("textarea")?.value).toBe("");
});

test("characters are counted once they are nearly too many, and how many are too many is said", async () => {
  const composer = await compose();
  write(composer, "twelve chars");
  expect(composer.querySelector(".count")?.textContent).toBe("");
  write(composer, "x".repeat(18));
  expect(composer.querySelector(".count")?.textContent).toBe("18 of 20");
  write(composer, "x".repeat(23));
  expect(composer.querySelector(".count")?.textContent).toBe("23 of 20 characters: 3 too many");
  expect(composer.querySelector(".count")?.hasAttribute("data-over")).toBe(true);
});

test("Ctrl+Enter sends, Enter does not", async () => {
  const composer = await compose();
  let sent = 0;
  composer.querySelector("form")?.addEventListener("submit", (event) => {
    event.preventDefault();
    sent += 1;
  });
  const prompt = composer.querySelector("textarea");
  prompt?.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true }));
  expect(sent).toBe(0);
  prompt?.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", ctrlKey: true, bubbles: true }));
  prompt?.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", metaKey: true, bubbles: true }));
  expect(sent).toBe(2);
});

test("JSON is written in a fixed pitch", async () => {
  const composer = await compose();
  write(composer, ' {"subject": 1}');
  expect(composer.querySelector("textarea")?.dataset["kind"]).toBe("structured");
  write(composer, "words");
  expect(composer.querySelector("textarea")?.dataset["kind"]).toBe("plain");
});

function happens(name: string, ctx: object): void {
  document.dispatchEvent(new CustomEvent(name, { detail: { ctx } }));
}

test("the server's choice counts, but not over one that was made while it answered", async () => {
  const composer = await compose();
  composer.insertAdjacentHTML(
    "beforeend",
    `<div id="settings"><input type="radio" name="tier" value="1K"><input type="radio" name="tier" value="2K" checked></div>`,
  );
  const small = composer.querySelector<HTMLInputElement>('[value="1K"]');
  if (!small) throw new Error("no setting");
  const first = { target: composer.querySelector("#settings") };
  happens("htmx:before:request", first);
  small.click();
  happens("htmx:after:swap", first);
  expect(small.checked).toBe(true);
  const second = { ...first };
  happens("htmx:before:request", second);
  happens("htmx:after:swap", second);
  expect(small.checked).toBe(false);
});
