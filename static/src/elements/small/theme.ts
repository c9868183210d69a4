const YEAR_SECONDS = 31_536_000;

/**
 * Light or dark, kept in a cookie so that the server's first byte is right.
 *
 *     <studio-theme><button hidden>Light or dark</button></studio-theme>
 */
export class Theme extends HTMLElement {
  connectedCallback(): void {
    const button = this.querySelector("button");
    if (button) button.hidden = false;
    this.addEventListener("click", this.turned);
  }

  disconnectedCallback(): void {
    this.removeEventListener("click", this.turned);
  }

  private readonly turned = (): void => {
    const root = document.documentElement;
    const isDark =
      root.dataset["theme"] === "dark" ||
      (!root.dataset["theme"] && matchMedia("(prefers-color-scheme: dark)").matches);
    root.dataset["theme"] = isDark ? "light" : "dark";
    const secure = location.protocol === "https:" ? "; Secure" : "";
    document.cookie = `theme=${root.dataset["theme"]}; Path=/; Max-Age=${YEAR_SECONDS}; SameSite=Lax${secure}`;
  };
}

customElements.define("studio-theme", Theme);
