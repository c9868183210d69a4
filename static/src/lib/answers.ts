import type { HtmxRequestCtx } from "htmx.org";

import { toast } from "./page";

type Answer = CustomEvent<{ ctx: HtmxRequestCtx; error?: unknown }>;

/** Says in words what htmx would otherwise only log. Reads (GET) that fail are the live line's business. */
export function sayWhatFails(): void {
  document.addEventListener("htmx:response:error", (event) => {
    const { ctx } = (event as Answer).detail;
    const status = ctx.response?.status ?? 0;
    if (ctx.request.method === "GET" && status >= 500) return;
    const words = wordsFor(status);
    if (words) toast(words);
  });
  document.addEventListener("htmx:error", (event) => {
    const { ctx } = (event as Answer).detail;
    // A script's own error has no request; a live refetch that fails comes again by itself.
    if (!(ctx as HtmxRequestCtx | undefined) || ctx.request.method === "GET") return;
    toast(
      navigator.onLine
        ? "The studio did not answer. Nothing was changed as far as we know; look before you try again."
        : "This device is offline, so nothing was sent. What you wrote is still here.",
    );
  });
}

/** What to tell a person about a status; empty where the answer itself is shown, or nothing need be said. */
export function wordsFor(status: number): string {
  if (status === 403) return "Your role does not allow that.";
  if (status === 404 || status === 410) return "That is not there any more.";
  if (status === 413) return "That was too large.";
  if (status >= 500) return "Something broke on our side. It has been written down; try again in a moment.";
  return "";
}
