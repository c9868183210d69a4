/** The page's own address says what it shows, so that a reload, a bookmark and the way back show it again. */

/** Puts `changes` into the address; null takes a name out. */
export function readdress(changes: Record<string, string | null>): void {
  const address = new URL(location.href);
  for (const [name, value] of Object.entries(changes)) {
    if (value === null || value === "") address.searchParams.delete(name);
    else address.searchParams.set(name, value);
  }
  const now = address.pathname + address.search;
  if (now !== location.pathname + location.search) history.replaceState(history.state, "", now);
}

export function addressed(name: string): string {
  return new URL(location.href).searchParams.get(name) ?? "";
}

/** `path` with what the wall is narrowed to, so that the server answers as the wall shows it. */
export function narrowed(path: string): string {
  const q = addressed("q");
  if (!q) return path;
  return `${path}${path.includes("?") ? "&" : "?"}q=${encodeURIComponent(q)}`;
}
