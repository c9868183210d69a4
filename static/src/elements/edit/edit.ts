import htmx from "htmx.org";

import { wordsFor } from "../../lib/answers";
import { keepInEntry, keptInEntry } from "../../lib/entry";
import { commands } from "../../lib/keys";
import { csrfToken, toast } from "../../lib/page";
import type { Mask } from "../mask/mask";
import type { Tray } from "../tray/tray";

/**
 * The panel beside the easel: words, named edits, settings. It sends what was painted along with what was written.
 *
 *     <studio-edit id="edit-panel"><form>… <a data-operation="recolour" data-words="…">…</a> …</form></studio-edit>
 */
export class Edit extends HTMLElement {
  private leave: (() => void) | undefined;
  private isSending = false;

  connectedCallback(): void {
    this.addEventListener("click", this.clicked);
    this.addEventListener("submit", this.submitted);
    this.addEventListener("input", this.typed);
    this.addEventListener("studio-tray-changed", this.laid);
    document.addEventListener("studio-mask-changed", this.marked);
    addEventListener("pageshow", this.back);
    void this.restore();
    this.leave = commands.register({
      id: "edit.send",
      group: "Marking a picture",
      title: "Ask for the edit",
      keys: ["mod+enter"],
      run: () => this.form?.requestSubmit(),
    });
    this.marked();
  }

  disconnectedCallback(): void {
    this.removeEventListener("click", this.clicked);
    this.removeEventListener("submit", this.submitted);
    this.removeEventListener("input", this.typed);
    this.removeEventListener("studio-tray-changed", this.laid);
    document.removeEventListener("studio-mask-changed", this.marked);
    removeEventListener("pageshow", this.back);
    this.leave?.();
  }

  private get form(): HTMLFormElement | null {
    return this.querySelector("form");
  }

  private get words(): HTMLTextAreaElement | null {
    return this.querySelector("#id_prompt");
  }

  private get tray(): Tray | null {
    return this.querySelector("studio-tray");
  }

  private get mask(): Mask | null {
    return document.querySelector("studio-mask");
  }

  private readonly clicked = (event: MouseEvent): void => {
    const at = event.target instanceof Element ? event.target : null;
    const back = at?.closest<HTMLButtonElement>("[data-puts-back]");
    if (back) {
      event.preventDefault();
      void this.putBack(back.formAction);
    }
    const link = at?.closest<HTMLElement>("[data-operation]");
    if (!link || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    const { words, maskedWords, size } = link.dataset;
    this.write((this.mask?.isMarked && maskedWords) || (words ?? ""));
    this.begin(link);
    this.choose(size ?? "same");
  };

  /** The named edit that the words began as; none once they are wiped out. */
  private begin(link: HTMLElement | undefined): void {
    const { operation, wants } = link?.dataset ?? {};
    const kept = this.querySelector<HTMLInputElement>('[name="operation"]');
    if (kept) kept.value = operation ?? "";
    for (const each of this.querySelectorAll("[data-operation]")) {
      if (each === link) each.setAttribute("aria-current", "true");
      else each.removeAttribute("aria-current");
    }
    for (const each of this.querySelectorAll<HTMLElement>("[data-wants-told]")) {
      each.hidden = each.dataset["wantsTold"] !== wants || (wants === "mask" && !!this.mask?.isMarked);
    }
  }

  /** Into the field in such a way that Ctrl+Z brings back what was there; what is to be replaced is selected. */
  private write(words: string): void {
    const field = this.words;
    if (!field) return;
    field.focus();
    field.select();
    // The only way to write into a field that leaves its undo whole.
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- nothing else does it
    if (!document.execCommand("insertText", false, words)) field.value = words;
    const [open, close] = [words.indexOf("‹"), words.indexOf("›")];
    if (open >= 0 && close > open) field.setSelectionRange(open, close + 1);
  }

  private choose(size: string): void {
    const field = this.querySelector<HTMLSelectElement>("#id_size");
    if (!field) return;
    const names = [...field.options].map((option) => option.value);
    const larger = names.filter((name) => name !== "same" && !name.startsWith("shape-"));
    const wide =
      names.find((name) => name === "shape-16:9") ?? names.find((name) => name.startsWith("shape-"));
    field.value = (size === "largest" ? larger.at(-1) : size === "wide" ? wide : undefined) ?? "same";
  }

  private readonly marked = (): void => {
    const { mask } = this;
    const is = mask?.isMarked ?? false;
    const told = this.querySelector<HTMLElement>("[data-marked]");
    if (told)
      told.textContent = is
        ? `${Math.max(1, Math.round((mask?.share ?? 0) * 100))} % of the picture`
        : (told.dataset["none"] ?? "");
    for (const each of this.querySelectorAll<HTMLElement>("[data-when-marked]")) each.hidden = !is;
    const first = this.querySelector<HTMLElement>('[data-wants-told="mask"]');
    if (is && first) first.hidden = true;
    if (is) this.choose("same");
    this.nameWhatIsMarked(is);
  };

  /** A mark says what is meant: a named edit that nobody wrote into yet stops asking for its name, and begins again. */
  private nameWhatIsMarked(is: boolean): void {
    const { words, maskedWords } =
      this.querySelector<HTMLElement>('[data-operation][aria-current="true"]')?.dataset ?? {};
    if (!this.words || !words || !maskedWords) return;
    const [now, then] = is ? [words, maskedWords] : [maskedWords, words];
    if (this.words.value === now) this.words.value = then;
  }

  private readonly typed = (event: Event): void => {
    if (this.words && event.target === this.words) {
      keepInEntry("words", this.words.value);
      if (!this.words.value) this.begin(undefined);
    }
    if (event.target instanceof HTMLInputElement && event.target.name === "feather") {
      const shown = event.target.parentElement?.querySelector("output");
      if (shown) shown.textContent = `${event.target.value} px`;
    }
  };

  private readonly laid = (): void => {
    keepInEntry("references", this.tray?.references);
  };

  /** What was written, and what lay in the tray, before one came back here or loaded the page anew. */
  private async restore(): Promise<void> {
    const written = keptInEntry("words") as string | undefined;
    if (this.words && written && !this.words.value) this.words.value = written;
    const kept = keptInEntry("references") as number[] | undefined;
    if (!kept?.length) return;
    await customElements.whenDefined("studio-tray");
    await this.tray?.lay(kept);
  }

  private readonly submitted = (event: SubmitEvent): void => {
    event.preventDefault();
    if (!this.isSending) void this.send();
  };

  private async send(): Promise<void> {
    const { form, mask } = this;
    if (!form) return;
    this.isSending = true;
    const button = form.querySelector<HTMLButtonElement>(".go");
    if (button) button.disabled = true;
    try {
      const body = new FormData(form);
      const painted = await mask?.png();
      if (painted) body.set("mask", painted, "mask.png");
      const notes = (mask?.notes ?? []).filter((note) => note.kind === "arrow" || note.text.trim());
      body.set("notes", JSON.stringify(notes));
      const answer = await fetch(form.action, { method: "POST", body, headers: { "HX-Request": "true" } });
      const page = answer.headers.get("HX-Redirect");
      if (page) {
        location.assign(page);
        return;
      }
      if (answer.status === 422) await this.answered(await answer.text());
      else toast(wordsFor(answer.status) || "The studio answered in a way that this page does not know.");
    } catch {
      toast(
        navigator.onLine
          ? "The studio did not answer. Nothing was asked for as far as we know; look before you try again."
          : "This device is offline, so nothing was sent. What you marked and wrote is still here.",
      );
    }
    this.rest();
  }

  /** Back on the page as it was left: it had been sent. */
  private readonly back = (event: PageTransitionEvent): void => {
    if (event.persisted) this.rest();
  };

  private rest(): void {
    this.isSending = false;
    this.form?.querySelector<HTMLButtonElement>(".go")?.toggleAttribute("disabled", false);
  }

  /** Out of the trash, with what was painted and written still here. */
  private async putBack(address: string): Promise<void> {
    const headers = { "X-CSRFToken": csrfToken(), "HX-Request": "true" };
    const answer = await fetch(address, { method: "POST", headers }).catch(() => undefined);
    if (answer?.ok) for (const each of this.querySelectorAll(".notice.failed")) each.remove();
    toast(
      answer?.ok
        ? "Put back."
        : wordsFor(answer?.status ?? 0) || "That could not be done. Try again in a moment.",
    );
  }

  private async answered(text: string): Promise<void> {
    await htmx.swap({ text, target: this, sourceElement: this, swap: "outerMorph" });
    this.marked();
    this.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
    this.querySelector(".wrong, .notice.failed")?.scrollIntoView({ block: "nearest" });
  }
}

customElements.define("studio-edit", Edit);

declare global {
  interface HTMLElementTagNameMap {
    "studio-edit": Edit;
  }
}
