/** What was given for the variables of a template: their inputs come anew with each answer about the prompt. */
export class Variables {
  private given: Record<string, string> = {};

  /** What is filled in, by name. */
  get kept(): Record<string, string> {
    return Object.fromEntries(Object.entries(this.given).filter(([, value]) => value));
  }

  set kept(given: Record<string, string>) {
    this.given = { ...given };
  }

  /** Remember what this input holds; false where it is none of a variable. */
  note(input: EventTarget | null): boolean {
    if (!(input instanceof HTMLInputElement) || !input.name.startsWith(PREFIX)) return false;
    this.given[nameOf(input)] = input.value;
    return true;
  }

  /** Into the inputs that came empty. */
  fill(inside: ParentNode): void {
    for (const input of inside.querySelectorAll<HTMLInputElement>(`[name^="${PREFIX}"]`)) {
      const given = this.given[nameOf(input)];
      if (given && !input.value) input.value = given;
    }
  }
}

const PREFIX = "variable:";

function nameOf(input: HTMLInputElement): string {
  return input.name.slice(PREFIX.length);
}
