/** A picture of the tree, as the server tells it. */
export interface Grown {
  id: number;
  parent: number | null;
  image: number;
  words: string;
  name: string;
  hidden: boolean;
}

/** What has a parent or a child among them, or says something itself. Pure. */
export function grown(told: readonly Grown[]): Grown[] {
  const there = new Set(told.map((each) => each.id));
  const parents = new Set(told.map((each) => each.parent));
  return told.filter(
    (each) =>
      parents.has(each.id) || (each.parent !== null && there.has(each.parent)) || each.name || each.hidden,
  );
}
