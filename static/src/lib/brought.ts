/** Pictures that come as an address: dragged from the wall, or from another window. Pure. */

/** The first address of a drop that brings no files; "" where there is none. */
export function addressIn(data: Pick<DataTransfer, "getData" | "types"> | null): string {
  if (!data || data.types.includes("Files")) return "";
  const lines = data.getData("text/uri-list").split(/\r?\n/);
  return lines.find((line) => /^https?:\/\//.test(line)) ?? "";
}

/** The number of our own variant that an address means; undefined for every other address. */
export function variantIn(address: string, origin: string): number | undefined {
  if (!address.startsWith(`${origin}/`)) return undefined;
  const found = /^\/variants\/(\d{1,18})\//.exec(address.slice(origin.length));
  return found ? Number(found[1]) : undefined;
}

/** An address as a person recognises it. */
export function shortly(address: string): string {
  try {
    const { host, pathname } = new URL(address);
    return pathname.split("/").filter(Boolean).at(-1) ?? host;
  } catch {
    return address.slice(0, 40);
  }
}
