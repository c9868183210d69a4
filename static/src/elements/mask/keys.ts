import type { Command } from "../../lib/keys";
import type { Mask } from "./mask";
import { TOOLS } from "./toolbar";

/** The keys of marking, wherever on the page the focus is. */
export function keys(mask: Mask): Command[] {
  const can = (id: string, title: string, strokes: string[], run: () => void): Command => ({
    id: `mask.${id}`,
    group: "Marking a picture",
    title,
    keys: strokes,
    run,
  });
  return [
    ...TOOLS.map(({ tool, title, key }) =>
      can(tool, title, [key], () => {
        mask.choose(tool);
        mask.focusPicture();
      }),
    ),
    can("smaller", "Smaller brush", ["["], () => {
      mask.resize(0.8);
    }),
    can("larger", "Larger brush", ["]"], () => {
      mask.resize(1.25);
    }),
    can("invert", "Mark everything else instead", ["i"], () => {
      mask.do({ kind: "invert" });
    }),
    can("undo", "Take the last mark back", ["mod+z"], () => {
      mask.undo();
    }),
    can("redo", "Mark it again", ["mod+shift+z", "mod+y"], () => {
      mask.redo();
    }),
    can("fit", "See all of the picture", ["mod+0"], () => {
      mask.fit();
    }),
  ];
}
