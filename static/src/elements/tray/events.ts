/** The tray holds other references, or the same in another order. */
export class TrayChanged extends Event {
  static readonly eventName = "studio-tray-changed";

  constructor() {
    super(TrayChanged.eventName, { bubbles: true, composed: true });
  }
}

/** Sent by the server with the answer that made a reference of a picture. */
export type ReferenceChosen = CustomEvent<{ reference: number }>;

declare global {
  interface GlobalEventHandlersEventMap {
    "studio-tray-changed": TrayChanged;
    "studio-reference-chosen": ReferenceChosen;
  }
}
