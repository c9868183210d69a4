import type { Note } from "./canvas";

/** The words of the arrows and notes on a picture, one field for each. */
export class Notes {
  readonly element = document.createElement("ol");
  readonly all: Note[] = [];

  constructor(private readonly changed: () => void) {
    this.element.className = "notes";
  }

  add(note: Note): void {
    this.all.push(note);
    this.list();
    this.element.querySelector<HTMLInputElement>("li:last-child input")?.focus();
  }

  bring(notes: readonly Note[]): void {
    this.all.push(...notes);
    this.list();
  }

  private list(): void {
    this.element.replaceChildren(...this.all.map((note, index) => this.item(note, index)));
    this.changed();
  }

  private item(note: Note, index: number): HTMLLIElement {
    const text = document.createElement("input");
    text.value = note.text;
    text.maxLength = 300;
    text.placeholder =
      note.kind === "arrow" ? "What should move or happen along this arrow?" : "What should change here?";
    text.setAttribute("aria-label", `${note.kind === "arrow" ? "Arrow" : "Note"} ${index + 1}`);
    text.className = "control";
    text.addEventListener("input", () => {
      note.text = text.value;
      this.changed();
    });
    const away = document.createElement("button");
    away.type = "button";
    away.className = "button plain round";
    away.setAttribute("aria-label", `Take ${note.kind} ${index + 1} away`);
    away.textContent = "×";
    away.addEventListener("click", () => {
      this.all.splice(index, 1);
      this.list();
    });
    const item = document.createElement("li");
    item.append(text, away);
    return item;
  }
}
