import { expect, test } from "vitest";

import { Latest } from "./latest";

type Settle = (text: string, status?: number) => void;

/** A fetch whose answers are given by hand, in any order. */
function byHand(): { send: typeof fetch; answers: Settle[] } {
  const answers: Settle[] = [];
  const send = (_: unknown, told?: RequestInit): Promise<Response> =>
    new Promise((resolve, reject) => {
      told?.signal?.addEventListener("abort", () => {
        reject(new DOMException("broken off", "AbortError"));
      });
      answers.push((text, status = 200) => {
        resolve(new Response(text, { status }));
      });
    });
  return { send, answers };
}

test("an answer is heard", async () => {
  const { send, answers } = byHand();
  const asked = new Latest(send).text("/here", new FormData());
  answers[0]?.("<p>yes</p>");
  expect(await asked).toBe("<p>yes</p>");
});

test("an older question is broken off by a newer one", async () => {
  const { send, answers } = byHand();
  const latest = new Latest(send);
  const older = latest.text("/here", new FormData());
  const newer = latest.text("/here", new FormData());
  answers[1]?.("newer");
  expect(await older).toBeUndefined();
  expect(await newer).toBe("newer");
});

test("a refusal is no answer", async () => {
  const { send, answers } = byHand();
  const asked = new Latest(send).text("/here", new FormData());
  answers[0]?.("slowly", 429);
  expect(await asked).toBeUndefined();
});
