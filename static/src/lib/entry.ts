/**
 * What belongs to one visit of a page: it is there again after Back or a reload, and a new visit begins without it.
 * It lies in the browser's own history, so nobody has to forget it.
 */
export function keepInEntry(name: string, value: unknown): void {
  try {
    history.replaceState({ ...entry(), [name]: value }, "");
  } catch {
    return; // More than the browser keeps: only the convenience is lost.
  }
}

export function keptInEntry(name: string): unknown {
  return entry()[name];
}

function entry(): Record<string, unknown> {
  const state: unknown = history.state;
  return typeof state === "object" && state !== null ? { ...state } : {};
}
