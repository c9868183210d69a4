/** What is thought of a picture, as the page shows it: on its tile, in its panel, in the large view. */

export interface Thought {
  favourite?: boolean;
  verdict?: number;
}

/** Every place of the page that shows what is thought of this picture. */
export function places(variant: number): HTMLElement[] {
  const tile = document.querySelector(`.tile > .open[data-variant="${variant}"]`)?.parentElement;
  const large = document.querySelector<HTMLElement>(`dialog.large[data-variant="${variant}"] .marks`);
  const found = [
    tile?.querySelector<HTMLElement>(".marks"),
    document.getElementById(`choose-${variant}`),
    large,
  ];
  return found.filter((each) => each !== null && each !== undefined);
}

export function thoughtOf(variant: number): Required<Thought> {
  const [place] = places(variant);
  return {
    favourite: place?.hasAttribute("data-favourite") ?? false,
    verdict: Number(place?.dataset["verdict"] ?? 0),
  };
}

/** Show it before the server has said so. */
export function show(variant: number, thought: Thought): void {
  for (const place of places(variant)) {
    if (thought.favourite !== undefined) {
      place.toggleAttribute("data-favourite", thought.favourite);
      const heart = place.querySelector("[data-favour]");
      heart?.setAttribute("aria-pressed", String(thought.favourite));
      if (heart?.getAttribute("name") === "value")
        heart.setAttribute("value", thought.favourite ? "off" : "on");
    }
    if (thought.verdict !== undefined) {
      place.dataset["verdict"] = String(thought.verdict);
      const told = place.querySelector(".verdict");
      if (told) told.textContent = String(thought.verdict);
      for (const button of place.querySelectorAll<HTMLElement>("[data-judge]")) {
        const is = Number(button.dataset["judge"]) === thought.verdict;
        button.setAttribute("aria-pressed", String(is));
        button.setAttribute("value", is ? "0" : (button.dataset["judge"] ?? ""));
      }
    }
  }
}
