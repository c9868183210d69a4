/** Asks, and hears only the answer to what was asked last: an older question is broken off. */
export class Latest {
  private running: AbortController | undefined;

  constructor(private readonly send: typeof fetch = (...told) => fetch(...told)) {}

  /** The answer's text; undefined when it failed, or something newer has been asked since. */
  async text(address: string, body: FormData): Promise<string | undefined> {
    this.running?.abort();
    const mine = (this.running = new AbortController());
    try {
      const answer = await this.send(address, {
        method: "POST",
        body,
        signal: mine.signal,
        headers: { "HX-Request": "true" },
      });
      // Led elsewhere: the session has ended, and that is a page to sign in on.
      const text = answer.ok && !answer.redirected ? await answer.text() : undefined;
      return mine.signal.aborted ? undefined : text;
    } catch {
      return undefined;
    }
  }

  stop(): void {
    this.running?.abort();
  }
}
