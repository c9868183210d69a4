import type { ReactiveController, ReactiveControllerHost } from "lit";

import { addressIn } from "../../lib/brought";

type Host = ReactiveControllerHost & HTMLElement;

/** References under a hand that drags: among each other, and addresses that are dropped on them. */
export class Dragging implements ReactiveController {
  private dragged: HTMLElement | undefined;

  constructor(
    private readonly host: Host,
    private readonly does: { moved(): void; brought(address: string): void },
  ) {
    host.addController(this);
  }

  hostConnected(): void {
    this.host.addEventListener("dragstart", this.lifted);
    this.host.addEventListener("dragover", this.hovered);
    this.host.addEventListener("drop", this.dropped);
    this.host.addEventListener("dragend", this.laid);
  }

  hostDisconnected(): void {
    this.host.removeEventListener("dragstart", this.lifted);
    this.host.removeEventListener("dragover", this.hovered);
    this.host.removeEventListener("drop", this.dropped);
    this.host.removeEventListener("dragend", this.laid);
  }

  private readonly lifted = (event: DragEvent): void => {
    const item = itemOf(event);
    if (!item || !event.dataTransfer) return;
    this.dragged = item;
    item.dataset["dragged"] = "";
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", item.querySelector(".name")?.textContent ?? "");
  };

  private readonly hovered = (event: DragEvent): void => {
    if (!this.dragged) {
      const types = event.dataTransfer?.types;
      if (types?.includes("text/uri-list") && !types.includes("Files")) event.preventDefault();
      return;
    }
    event.preventDefault();
    this.unmark();
    const over = itemOf(event);
    if (over && over !== this.dragged) over.dataset[isBefore(event, over) ? "dropBefore" : "dropAfter"] = "";
  };

  private readonly dropped = (event: DragEvent): void => {
    const address = this.dragged ? "" : addressIn(event.dataTransfer);
    const over = itemOf(event);
    const moves = this.dragged && over && over !== this.dragged;
    if (!address && !moves) return;
    event.preventDefault();
    event.stopPropagation();
    if (address) {
      this.does.brought(address);
      return;
    }
    if (!this.dragged || !over) return;
    if (isBefore(event, over)) over.before(this.dragged);
    else over.after(this.dragged);
    this.does.moved();
  };

  private readonly laid = (): void => {
    this.unmark();
    if (this.dragged) delete this.dragged.dataset["dragged"];
    this.dragged = undefined;
  };

  private unmark(): void {
    for (const item of this.host.querySelectorAll<HTMLElement>(".tray .reference")) {
      delete item.dataset["dropBefore"];
      delete item.dataset["dropAfter"];
    }
  }
}

function itemOf(event: DragEvent): HTMLElement | null {
  return event.target instanceof Element ? event.target.closest<HTMLElement>(".reference") : null;
}

function isBefore(event: DragEvent, over: HTMLElement): boolean {
  const box = over.getBoundingClientRect();
  return event.clientX < box.left + box.width / 2;
}
