import { find, isGroup, label, type Group, type Path } from "./json";

/** A field or item that is dragged to another place of its own group. */
export class Drag {
  private dragged: Path | undefined;

  constructor(
    private readonly root: () => Group,
    private readonly moved: (path: Path, to: number) => void,
  ) {}

  begin(event: DragEvent, path: Path): void {
    this.dragged = path;
    event.dataTransfer?.setData("text/plain", label(path));
    if (event.dataTransfer) event.dataTransfer.effectAllowed = "move";
    event.stopPropagation();
  }

  /** Only within its own group: what moves elsewhere is another document. */
  over(event: DragEvent, path: Path): void {
    const dragged = this.dragged;
    if (!dragged || label(dragged.slice(0, -1)) !== label(path.slice(0, -1))) return;
    event.preventDefault();
    event.stopPropagation();
    const row = event.currentTarget as HTMLElement;
    const box = row.getBoundingClientRect();
    row.dataset["drop"] = event.clientY < box.top + box.height / 2 ? "before" : "after";
  }

  drop(event: DragEvent, path: Path): void {
    const row = event.currentTarget as HTMLElement;
    const isAfter = row.dataset["drop"] === "after";
    delete row.dataset["drop"];
    const dragged = this.dragged;
    this.dragged = undefined;
    if (!dragged || label(dragged.slice(0, -1)) !== label(path.slice(0, -1))) return;
    event.preventDefault();
    event.stopPropagation();
    const parent = find(this.root(), path.slice(0, -1));
    if (!parent || !isGroup(parent)) return;
    const from = parent.entries.findIndex((each) => each.step === dragged.at(-1));
    const onto = parent.entries.findIndex((each) => each.step === path.at(-1)) + (isAfter ? 1 : 0);
    const to = onto > from ? onto - 1 : onto;
    if (to !== from) this.moved(dragged, to);
  }
}

export function left(event: DragEvent): void {
  delete (event.currentTarget as HTMLElement).dataset["drop"];
}
