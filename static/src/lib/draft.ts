/** What was written and laid out but not sent yet, per project, on this device. */

export interface Draft {
  prompt: string;
  references: number[];
}

const EMPTY: Draft = { prompt: "", references: [] };

export function readDraft(store: Pick<Storage, "getItem">, name: string): Draft {
  try {
    const kept: unknown = JSON.parse(store.getItem(key(name)) ?? "null");
    if (typeof kept !== "object" || kept === null) return EMPTY;
    const { prompt, references } = kept as Partial<Record<keyof Draft, unknown>>;
    return {
      prompt: typeof prompt === "string" ? prompt : "",
      references: Array.isArray(references)
        ? references.filter((each): each is number => Number.isInteger(each))
        : [],
    };
  } catch {
    return EMPTY;
  }
}

/** Keeps the draft; an empty one takes no room. A full or forbidden storage loses only the convenience. */
export function keepDraft(store: Pick<Storage, "setItem" | "removeItem">, name: string, draft: Draft): void {
  try {
    if (draft.prompt || draft.references.length) store.setItem(key(name), JSON.stringify(draft));
    else store.removeItem(key(name));
  } catch {
    return;
  }
}

function key(name: string): string {
  return `seedbed:draft:${name}`;
}
