import type { Command } from "../../lib/keys";
import type { Acts } from "./bar";

interface Hand extends Omit<Acts, "everything"> {
  toggle: () => void;
  all: () => void;
  mayEdit: () => boolean;
  has: () => boolean;
  isFocused: () => boolean;
  isLoaded: () => boolean;
  isChosen: () => boolean;
}

/** The keys that are about pictures. */
export function keys(hand: Hand): Command[] {
  const group = "Pictures";
  const can = (
    id: string,
    title: string,
    strokes: string[],
    run: () => void,
    when = hand.mayEdit,
  ): Command => ({
    id: `choose.${id}`,
    group,
    title,
    keys: strokes,
    when,
    run,
  });
  const verdicts = [1, 2, 3, 4, 5, 0].map((verdict) => ({
    id: `verdict.${verdict}`,
    group,
    title: verdict ? `Verdict ${verdict}` : "No verdict",
    keys: [String(verdict)],
    when: hand.mayEdit,
    inDialogs: true,
    run: () => {
      hand.judge(verdict);
    },
  }));
  return [
    { ...can("favourite", "Favourite", ["f", "."], hand.favour), inDialogs: true },
    ...verdicts,
    can("tag", "Tag", ["t"], hand.tag),
    can("move", "Move to a board", ["b"], hand.move),
    can("trash", "Move to the trash", ["delete", "backspace"], hand.trash),
    can("zip", "Download as a zip", ["shift+d"], hand.zip, hand.has),
    can("compare", "Compare", ["c"], hand.compare, hand.has),
    can("toggle", "Choose, or not", ["x", "space"], hand.toggle, hand.isFocused),
    can("all", "Choose all", ["mod+a"], hand.all, hand.isLoaded),
    can("none", "Choose none", ["escape"], hand.none, hand.isChosen),
  ];
}
