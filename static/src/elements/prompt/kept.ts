/** What belongs to the prompt beside its words, kept on this device until it is sent. */

export interface Kept {
  /** The words that it belongs to; with others it means nothing. */
  text: string;
  locks: string[];
  axes: [string, string[]][];
  variables: Record<string, string>;
}

export function keep(store: Pick<Storage, "setItem" | "removeItem">, name: string, kept: Kept): void {
  try {
    const isEmpty = !kept.locks.length && !kept.axes.length && !Object.keys(kept.variables).length;
    if (isEmpty) store.removeItem(key(name));
    else store.setItem(key(name), JSON.stringify(kept));
  } catch {
    return;
  }
}

export function recall(store: Pick<Storage, "getItem">, name: string): Kept | undefined {
  try {
    const kept: unknown = JSON.parse(store.getItem(key(name)) ?? "null");
    return isKept(kept) ? kept : undefined;
  } catch {
    return undefined;
  }
}

function isKept(kept: unknown): kept is Kept {
  if (typeof kept !== "object" || kept === null) return false;
  const { text, locks, axes, variables } = kept as Partial<Record<keyof Kept, unknown>>;
  return (
    typeof text === "string" &&
    areTexts(locks) &&
    Array.isArray(axes) &&
    axes.every((axis: unknown) => Array.isArray(axis) && typeof axis[0] === "string" && areTexts(axis[1])) &&
    typeof variables === "object" &&
    variables !== null &&
    areTexts(Object.values(variables))
  );
}

function areTexts(list: unknown): list is string[] {
  return Array.isArray(list) && list.every((each) => typeof each === "string");
}

function key(name: string): string {
  return `seedbed:prompt:${name}`;
}
