import type { Placed } from "./layout";

/** Where the sheet's links lead; each with 0 in place of a picture's number. */
export interface Addresses {
  page: string;
  edit: string;
  common: string;
}

export interface Asks {
  icon(name: string): Node[];
  /** The next picture that is pointed at is to be compared with this one. */
  pick(): void;
  change(fields: { name?: string; hidden?: string }): void;
}

/** What stands in the sheet about the chosen picture; `picking` while another one is looked for. */
export function sheet(
  at: Placed,
  other: Placed | undefined,
  picking: boolean,
  to: Addresses,
  mayEdit: boolean,
  asks: Asks,
): Node[] {
  const words = document.createElement("p");
  words.textContent = at.words;
  const acts = document.createElement("div");
  acts.className = "row";
  acts.append(link(asks, "scan", "Open", `${to.page}?open=${at.id}`));
  if (mayEdit)
    acts.append(link(asks, "wand-sparkles", "Continue from here", to.edit.replace("/0/", `/${at.id}/`)));
  if (other) {
    acts.append(
      link(
        asks,
        "git-compare",
        "Compare with the common ancestor",
        `${to.common}?a=${at.id}&b=${other.id}`,
        true,
      ),
    );
  } else {
    const compare = button(asks, "git-compare", "Compare with…");
    compare.setAttribute("aria-pressed", String(picking));
    compare.addEventListener("click", () => {
      asks.pick();
    });
    acts.append(compare);
  }
  const nodes: Node[] = [words, acts];
  if (picking && !other) {
    const hint = document.createElement("small");
    hint.className = "faint";
    hint.textContent = "Now the other picture: point at it, or walk there with the arrow keys.";
    nodes.push(hint);
  }
  return mayEdit ? [...nodes, naming(at, asks)] : nodes;
}

function naming(at: Placed, asks: Asks): HTMLFormElement {
  const form = document.createElement("form");
  form.className = "row";
  const name = document.createElement("input");
  name.className = "control";
  name.maxLength = 60;
  name.value = at.name;
  name.placeholder = "Name of this branch";
  name.setAttribute("aria-label", "Name of this branch");
  const keep = button(asks, "git-branch", "Name it");
  keep.type = "submit";
  const fold = button(asks, at.hidden ? "eye" : "eye-off", at.hidden ? "Unfold" : "Dead end");
  fold.addEventListener("click", () => {
    asks.change({ hidden: at.hidden ? "0" : "1" });
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    asks.change({ name: name.value });
  });
  form.append(name, keep, fold);
  return form;
}

function link(asks: Asks, icon: string, words: string, address: string, isMain = false): HTMLAnchorElement {
  const made = document.createElement("a");
  made.className = isMain ? "button main" : "button";
  made.href = address;
  made.append(...asks.icon(icon), words);
  return made;
}

function button(asks: Asks, icon: string, words: string): HTMLButtonElement {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "button";
  made.append(...asks.icon(icon), words);
  return made;
}
