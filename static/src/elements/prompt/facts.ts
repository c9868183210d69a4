import { Asking } from "./asking";
import { Follow } from "./follow";
import { repairedIn, type Repaired } from "./repaired";

/** What the server says about the prompt while it is written: asked for, heard, and followed by the settings. */
export class Facts {
  /** The text that the server was last asked about. */
  private asked = "";
  private readonly follow = new Follow(() => document.querySelector("#settings"));
  private readonly asking = new Asking(() => {
    this.asked = this.textOf();
    this.element?.dispatchEvent(new Event("studio-prompt-asked"));
  });

  constructor(
    private readonly prompt: HTMLElement,
    private readonly textOf: () => string,
  ) {}

  get repaired(): Repaired | undefined {
    return repairedIn(this.element);
  }

  isAbout(text: string): boolean {
    return this.asked === text;
  }

  ask(): void {
    this.asking.soon();
  }

  stop(): void {
    this.asking.stop();
  }

  /** They stand on the page now. */
  heard(): void {
    const chips = [...(this.element?.querySelectorAll<HTMLElement>("[data-sets]") ?? [])];
    this.follow.hear(
      chips.map((chip) => chip.dataset["sets"] ?? ""),
      this.asked,
    );
  }

  /** No word about the prompt: it is asked for again, and nobody need be told. */
  readonly unanswered = (event: Event): void => {
    if (event.target !== this.element) return;
    event.stopPropagation();
    this.asking.failed();
  };

  /** Something on the page was changed; a setting among it may make what is sent another. */
  readonly changed = (event: Event): void => {
    const { target } = event;
    if (!(target instanceof HTMLElement) || !target.closest("#settings")) return;
    this.follow.changed(target.getAttribute("name") ?? "", this.textOf());
    if (this.textOf().trim()) this.ask();
  };

  /** The settings take what this says of the picture, where it says something. */
  take(pressed: Element | null): void {
    const chip = pressed?.closest<HTMLElement>("[data-sets]");
    if (chip) this.follow.take(chip.dataset["sets"] ?? "");
  }

  private get element(): HTMLElement | null {
    return this.prompt.querySelector<HTMLElement>("#prompt-facts");
  }
}
