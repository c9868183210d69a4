/** A text that the server could mend, as it stands among the facts about the prompt. */
export interface Repaired {
  text: string;
  /** What was mended, each in a few words. */
  items: string[];
  /** Nothing was guessed: a paste may be mended without asking. */
  isSure: boolean;
}

export function repairedIn(facts: Element | null): Repaired | undefined {
  const textarea = facts?.querySelector<HTMLTextAreaElement>("[data-repaired]");
  if (!facts || !textarea) return undefined;
  return {
    text: textarea.value,
    items: [...facts.querySelectorAll(".repairs li")].map((item) =>
      item.textContent.replace(/\s+/g, " ").trim(),
    ),
    isSure: textarea.hasAttribute("data-sure"),
  };
}
