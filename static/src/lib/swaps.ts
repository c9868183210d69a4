import htmx from "htmx.org";

import { newest } from "./newest";

/** The part that we use of what htmx hands to its extensions. */
interface Internal {
  morph(old: Element, fragment: DocumentFragment, inner: boolean): void;
}

/** Teaches htmx our own way of putting fragments in: hx-swap="newest". */
export function registerSwaps(): void {
  let internal: Internal | undefined;
  htmx.registerExtension("newest", {
    init: (api: Internal) => {
      internal = api;
    },
    handle_swap: (style: string, target: Element, fragment: DocumentFragment) => {
      if (style !== "newest") return false;
      return newest(target, [...fragment.children], (old, fresh) => {
        const wrapped = document.createDocumentFragment();
        wrapped.append(fresh);
        internal?.morph(old, wrapped, false);
      });
    },
  });
}
