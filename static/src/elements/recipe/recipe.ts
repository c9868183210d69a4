import { filesOf } from "../../lib/files";
import { csrfToken, toast } from "../../lib/page";

/**
 * Recipes on a project's page: taken over from a picture, whole or in parts, and read out of a file that is
 * dropped on the stage or chosen. What is being written in the composer changes only when somebody asks for it.
 *
 *     <button type="button" data-recipe-file hidden>Read the recipe in a file…</button>
 *     <studio-recipe read="/projects/7/recipe/"></studio-recipe>
 */
export class Recipe extends HTMLElement {
  private stage: Element | null = null;

  connectedCallback(): void {
    this.stage = document.querySelector(".zone.wall");
    document.addEventListener("click", this.clicked);
    for (const each of document.querySelectorAll<HTMLElement>("[data-recipe-file]")) each.hidden = false;
    this.stage?.addEventListener("dragover", this.hovered);
    this.stage?.addEventListener("drop", this.dropped);
  }

  disconnectedCallback(): void {
    document.removeEventListener("click", this.clicked);
    this.stage?.removeEventListener("dragover", this.hovered);
    this.stage?.removeEventListener("drop", this.dropped);
  }

  private readonly clicked = (event: MouseEvent): void => {
    const at = event.target instanceof Element ? event.target : null;
    if (at?.closest("[data-recipe-file]")) {
      at.closest("details")?.removeAttribute("open");
      this.choose();
    }
    const button = at?.closest<HTMLElement>("[data-take]");
    const told = button?.closest<HTMLElement>("[data-recipe]");
    if (!button || !told || !document.querySelector("#id_prompt")) return;
    event.preventDefault();
    const parts = (button.dataset["take"] ?? "").split(" ");
    if (parts.includes("prompt")) this.write(told.dataset["prompt"] ?? "");
    if (parts.includes("references")) {
      const ids = (told.dataset["references"] ?? "").split(" ").filter(Boolean).map(Number);
      void document.querySelector("studio-tray")?.lay(ids);
    }
    if (parts.includes("parameters")) this.settle(told);
    button.closest("dialog")?.close();
    toast("Taken over into the composer.");
  };

  private choose(): void {
    const picker = document.createElement("input");
    picker.type = "file";
    picker.accept = "image/*";
    picker.addEventListener("change", () => {
      const [file] = picker.files ?? [];
      if (file) void this.read(file);
    });
    picker.click();
  }

  private write(words: string): void {
    const field = document.querySelector<HTMLTextAreaElement>("#id_prompt");
    if (!field) return;
    field.focus();
    field.select();
    // The only way to write into a field that leaves its undo whole.
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- nothing else does it
    if (!document.execCommand("insertText", false, words)) field.value = words;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }

  private settle(told: HTMLElement): void {
    const backend = document.querySelector<HTMLSelectElement>('#settings [name="backend"]');
    if (backend instanceof HTMLSelectElement && told.dataset["backend"])
      backend.value = told.dataset["backend"];
    let changed: HTMLInputElement | undefined;
    for (const name of ["aspect", "tier", "count"]) {
      const wanted = told.dataset[name] ?? "";
      const box = document.querySelector<HTMLInputElement>(
        `#settings [name="${name}"][value="${CSS.escape(wanted)}"]`,
      );
      if (box && wanted) {
        box.checked = true;
        changed = box;
      }
    }
    changed?.dispatchEvent(new Event("change", { bubbles: true }));
  }

  private readonly hovered = (event: Event): void => {
    if ((event as DragEvent).dataTransfer?.types.includes("Files")) event.preventDefault();
  };

  private readonly dropped = (event: Event): void => {
    const [file] = filesOf((event as DragEvent).dataTransfer);
    if (!file) return;
    event.preventDefault();
    void this.read(file);
  };

  private async read(file: File): Promise<void> {
    const body = new FormData();
    body.append("file", file, file.name);
    try {
      const answer = await fetch(this.getAttribute("read") ?? "", {
        method: "POST",
        headers: { "X-CSRFToken": csrfToken(), "HX-Request": "true" },
        body,
      });
      const text = await answer.text();
      if (!answer.ok) {
        toast(answer.status === 422 ? text : "The file could not be read.");
        return;
      }
      const found = document.createElement("template");
      found.innerHTML = text;
      const dialog = found.content.querySelector("dialog");
      if (!dialog) return;
      this.replaceChildren(dialog);
      dialog.showModal();
    } catch {
      toast("The studio did not answer.");
    }
  }
}

customElements.define("studio-recipe", Recipe);

declare global {
  interface HTMLElementTagNameMap {
    "studio-recipe": Recipe;
  }
}
