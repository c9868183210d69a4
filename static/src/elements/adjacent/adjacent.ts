import { Latest } from "./latest";

const PAUSE_MS = 900;
const LEAST_CHARACTERS = 8;
const REMEMBERED = "directions-open";

/**
 * Ways to go from the words in the composer, asked for while they are written: neighbours in the gallery and
 * the prompt turned in one direction. The words leave this device only while the box is open.
 *
 *     <studio-adjacent src="/gallery/adjacent/">
 *       <details><summary>Directions</summary><div data-answer></div>
 *       <p data-back hidden><button type="button">Put my words back</button></p></details>
 *     </studio-adjacent>
 *
 * @attr src - where the words are sent to (POST, `prompt`); the answer is a fragment
 */
export class Adjacent extends HTMLElement {
  private timer = 0;
  private asked = "";
  private replaced: string | undefined;
  private readonly latest = new Latest();

  connectedCallback(): void {
    const box = this.box;
    if (!box) return;
    box.open = remembered();
    this.hidden = false;
    box.addEventListener("toggle", this.toggled);
    this.addEventListener("click", this.clicked);
    this.form?.addEventListener("input", this.written);
    if (box.open) this.soon(0);
  }

  disconnectedCallback(): void {
    clearTimeout(this.timer);
    this.latest.stop();
    this.box?.removeEventListener("toggle", this.toggled);
    this.removeEventListener("click", this.clicked);
    this.form?.removeEventListener("input", this.written);
  }

  private get box(): HTMLDetailsElement | null {
    return this.querySelector("details");
  }

  private get form(): HTMLFormElement | null {
    return this.closest("form");
  }

  private get words(): HTMLTextAreaElement | null {
    return this.form?.querySelector('textarea[name="prompt"]') ?? null;
  }

  private readonly toggled = (): void => {
    const open = this.box?.open ?? false;
    remember(open);
    if (open) this.soon(0);
    else clearTimeout(this.timer);
  };

  private readonly written = (event: Event): void => {
    if (event.target === this.words && this.box?.open) this.soon(PAUSE_MS);
  };

  private soon(pause: number): void {
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.ask(), pause);
  }

  private async ask(): Promise<void> {
    const text = this.words?.value.trim() ?? "";
    if (text === this.asked) return;
    this.asked = text;
    if (text.length < LEAST_CHARACTERS) {
      this.show("");
      return;
    }
    const body = new FormData();
    body.set("prompt", text);
    const token = this.form?.querySelector<HTMLInputElement>("input[name=csrfmiddlewaretoken]")?.value;
    if (token) body.set("csrfmiddlewaretoken", token);
    const answer = this.querySelector("[data-answer]");
    answer?.setAttribute("aria-busy", "true");
    const html = await this.latest.text(this.getAttribute("src") ?? "", body);
    if (html === undefined) {
      this.asked = "";
      return;
    }
    this.show(html);
  }

  private show(html: string): void {
    const answer = this.querySelector("[data-answer]");
    if (!answer) return;
    answer.removeAttribute("aria-busy");
    const nothing = this.querySelector<HTMLElement>("[data-nothing]");
    answer.innerHTML = html;
    if (nothing) nothing.hidden = html.trim() !== "";
  }

  private readonly clicked = (event: Event): void => {
    const pressed = event.target instanceof Element ? event.target.closest("button") : null;
    if (!pressed) return;
    if (pressed.matches("[data-way]")) {
      const told = pressed.nextElementSibling;
      if (!(told instanceof HTMLTemplateElement)) return;
      this.replaced ??= this.words?.value;
      this.write(told.content.textContent);
    } else if (pressed.closest("[data-back]") && this.replaced !== undefined) {
      this.write(this.replaced);
      this.replaced = undefined;
    }
    const back = this.querySelector<HTMLElement>("[data-back]");
    if (back) back.hidden = this.replaced === undefined;
  };

  private write(text: string): void {
    const words = this.words;
    if (!words) return;
    words.value = text;
    words.dispatchEvent(new Event("input", { bubbles: true }));
    words.focus();
  }
}

function remembered(): boolean {
  try {
    return localStorage.getItem(REMEMBERED) === "yes";
  } catch {
    return false;
  }
}

function remember(open: boolean): void {
  try {
    localStorage.setItem(REMEMBERED, open ? "yes" : "no");
  } catch {
    // A browser that keeps nothing forgets this too.
  }
}

customElements.define("studio-adjacent", Adjacent);
