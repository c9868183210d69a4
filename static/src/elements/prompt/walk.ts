/** What this person asked for before, one version at a time: back with Alt+↑, forth with Alt+↓. */

export interface Version {
  id: number;
  text: string;
  name: string;
}

export class Walk {
  private at = 0;
  private draft = "";

  constructor(private readonly address: string) {}

  /** Where it stands: a version's number, 0 at what was being written. */
  get standing(): number {
    return this.at;
  }

  /** The version before, and before that; undefined at the first one. `text` is what is in the prompt now. */
  async back(text: string): Promise<Version | undefined> {
    if (!this.at) this.draft = text;
    let found = await this.ask(this.at ? `before=${this.at}` : "");
    // What was sent last often still stands there: then one step is meant to show another.
    if (found && !this.at && found.text.trim() === text.trim()) found = await this.ask(`before=${found.id}`);
    if (found) this.at = found.id;
    return found;
  }

  /** The version after; past the newest, what was being written. Undefined where one is there already. */
  async forth(): Promise<Version | undefined> {
    if (!this.at) return undefined;
    const found = await this.ask(`after=${this.at}`);
    this.at = found?.id ?? 0;
    return found ?? { id: 0, text: this.draft, name: "" };
  }

  /** The person wrote something else: the next step back begins there. */
  leave(): void {
    this.at = 0;
  }

  private async ask(where: string): Promise<Version | undefined> {
    try {
      const answer = await fetch(`${this.address}?${where}`);
      if (!answer.ok) return undefined;
      const found = (await answer.json()) as Partial<Version>;
      return found.id && found.text !== undefined
        ? { id: found.id, text: found.text, name: found.name ?? "" }
        : undefined;
    } catch {
      return undefined;
    }
  }
}
