import type { Mask } from "./mask";

export type Tool = "brush" | "eraser" | "lasso" | "box" | "wand" | "arrow" | "note" | "hand";

export const TOOLS: readonly { tool: Tool; icon: string; key: string; title: string }[] = [
  { tool: "brush", icon: "brush", key: "b", title: "Brush" },
  { tool: "eraser", icon: "eraser", key: "e", title: "Eraser" },
  { tool: "lasso", icon: "lasso", key: "l", title: "Lasso" },
  { tool: "box", icon: "square-dashed", key: "m", title: "Box" },
  { tool: "wand", icon: "wand-sparkles", key: "w", title: "Select the thing under the pointer" },
  { tool: "arrow", icon: "arrow-up-right", key: "a", title: "Arrow with a note" },
  { tool: "note", icon: "message-square", key: "n", title: "Note" },
  { tool: "hand", icon: "hand", key: "h", title: "Move the view" },
];

/** The row of tools above the picture. Its icons come from the server, in the element's <template data-icons>. */
export function toolbar(mask: Mask): HTMLElement {
  const bar = document.createElement("div");
  bar.className = "tools";
  bar.setAttribute("role", "toolbar");
  bar.setAttribute("aria-label", "Tools for marking");
  const tools = document.createElement("span");
  tools.className = "segments";
  for (const each of TOOLS) {
    const button = made(mask, each.icon, `${each.title} (${each.key.toUpperCase()})`, () => {
      mask.choose(each.tool);
    });
    button.dataset["tool"] = each.tool;
    button.setAttribute("aria-pressed", String(each.tool === mask.tool));
    tools.append(button);
  }
  const size = document.createElement("input");
  size.type = "range";
  size.min = "4";
  size.max = "400";
  size.value = String(mask.brush);
  size.dataset["size"] = "";
  size.setAttribute("aria-label", "Size of the brush");
  size.title = "Size of the brush ([ and ])";
  size.addEventListener("input", () => {
    mask.brush = Number(size.value);
  });
  const undo = made(mask, "undo-2", "Take the last mark back (Ctrl Z)", () => {
    mask.undo();
  });
  undo.dataset["undo"] = "";
  undo.disabled = true;
  const redo = made(mask, "redo-2", "Mark it again (Ctrl Shift Z)", () => {
    mask.redo();
  });
  redo.dataset["redo"] = "";
  redo.disabled = true;
  const invert = made(mask, "contrast", "Mark everything else instead (I)", () => {
    mask.do({ kind: "invert" });
  });
  const clear = made(mask, "trash-2", "Mark nothing", () => {
    mask.do({ kind: "clear" });
  });
  const looking = document.createElement("span");
  looking.className = "looking";
  looking.role = "status";
  bar.append(tools, size, undo, redo, invert, clear, looking);
  return bar;
}

function made(mask: Mask, icon: string, title: string, run: () => void): HTMLButtonElement {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button plain round";
  button.title = title;
  button.setAttribute("aria-label", title);
  const drawn = mask
    .querySelector<HTMLTemplateElement>("template[data-icons]")
    ?.content.querySelector(`[data-icon="${icon}"] svg`);
  if (drawn) button.append(drawn.cloneNode(true));
  button.addEventListener("click", run);
  return button;
}
