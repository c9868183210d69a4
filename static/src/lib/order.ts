/** The list with the item at `from` taken to `to`; both are kept within the list. */
export function moved<Item>(items: readonly Item[], from: number, to: number): Item[] {
  const list = [...items];
  const [item] = list.splice(from, 1);
  if (item === undefined) return list;
  list.splice(Math.max(0, Math.min(to, list.length)), 0, item);
  return list;
}
