import type { Command } from "../../lib/keys";

/** Keys that the prompt hears by itself, told to the help. */
export const promptKeys: readonly Command[] = [
  { id: "prompt.before", group: "Prompt", title: "What you asked for before", keys: ["alt+arrowup"] },
  { id: "prompt.after", group: "Prompt", title: "Back to what you were writing", keys: ["alt+arrowdown"] },
  { id: "prompt.up", group: "Prompt", title: "Move a field up (with ↓ down)", keys: ["alt+shift+arrowup"] },
];
