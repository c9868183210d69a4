import { thumbHashToRGBA } from "thumbhash";

/**
 * A picture's blurred shadow, painted from its thumbhash until the picture itself has come.
 *
 *     <studio-blur hash="1QcSHQRnh493V4dIh4eXh1h4kJUI"></studio-blur>
 *
 * @attr hash - thumbhash, base64
 */
export class Blur extends HTMLElement {
  static readonly observedAttributes = ["hash"];

  attributeChangedCallback(): void {
    const bytes = bytesOf(this.getAttribute("hash") ?? "");
    if (!bytes) return;
    const { w, h, rgba } = thumbHashToRGBA(bytes);
    const canvas = document.createElement("canvas");
    canvas.width = w;
    canvas.height = h;
    canvas.getContext("2d")?.putImageData(new ImageData(new Uint8ClampedArray(rgba), w, h), 0, 0);
    this.replaceChildren(canvas);
  }
}

/** The bytes of a thumbhash; undefined for what is none. */
export function bytesOf(hash: string): Uint8Array | undefined {
  try {
    const bytes = Uint8Array.from(atob(hash), (character) => character.charCodeAt(0));
    return bytes.length >= 5 ? bytes : undefined;
  } catch {
    return undefined;
  }
}

customElements.define("studio-blur", Blur);
