import { find, isGroup, type Group, type Path } from "./json";

/** After what is asked for has come back as properties: all of that happens before the next task. */
export function soon(work: () => void): void {
  setTimeout(work);
}

export function groupLength(root: Group, path: Path): number {
  const node = find(root, path);
  return node && isGroup(node) ? node.entries.length : 0;
}

export function walk(group: Group, path: Path): Path[] {
  return group.entries.flatMap(({ step, node }) => [
    [...path, step],
    ...(isGroup(node) ? walk(node, [...path, step]) : []),
  ]);
}

export function groups(group: Group, path: Path): Path[] {
  return walk(group, path).filter((each) => {
    const node = find(group, each);
    return node !== undefined && isGroup(node);
  });
}
