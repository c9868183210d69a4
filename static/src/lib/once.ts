/** Runs `work` per key: at once when nothing runs, and once more afterwards for however many asked meanwhile.
 *  So a burst of events costs two requests, and the last one has seen the last event. */
export class Once<Key> {
  private readonly running = new Map<Key, boolean>();

  constructor(private readonly work: (key: Key) => Promise<unknown>) {}

  ask(key: Key): void {
    if (this.running.has(key)) this.running.set(key, true);
    else void this.run(key);
  }

  private async run(key: Key): Promise<void> {
    this.running.set(key, false);
    try {
      await this.work(key);
    } finally {
      const again = this.running.get(key);
      this.running.delete(key);
      if (again) void this.run(key);
    }
  }
}
