/** Keys as people write them: "mod+enter", "alt+a", "shift+arrowleft", "?". Pure; `mod` is Ctrl, or ⌘ on a Mac. */

export interface Pressed {
  key: string;
  code?: string;
  ctrlKey?: boolean;
  metaKey?: boolean;
  altKey?: boolean;
  shiftKey?: boolean;
}

const MODIFIERS = new Set(["Control", "Shift", "Alt", "Meta", "AltGraph", "CapsLock", "Dead", "Process"]);

const NAMES: Record<string, string> = {
  mod: "Ctrl",
  alt: "Alt",
  shift: "Shift",
  enter: "Enter",
  escape: "Esc",
  delete: "Del",
  backspace: "⌫",
  space: "Space",
  tab: "Tab",
  arrowleft: "←",
  arrowright: "→",
  arrowup: "↑",
  arrowdown: "↓",
  home: "Home",
  end: "End",
  pageup: "Page up",
  pagedown: "Page down",
};

/** The stroke of a key event; "" while only modifiers are held.
 *
 *  Letters are taken by their place where the layout writes no Latin letter or Alt changes it, so that F stays F on
 *  a Greek keyboard. Signs are taken as they are written, so that ? is ? wherever it lies. */
export function strokeOf(event: Pressed): string {
  if (MODIFIERS.has(event.key)) return "";
  let key = event.key === " " ? "space" : event.key.toLowerCase();
  const place = /^Key([A-Z])$/.exec(event.code ?? "");
  if (place?.[1] && !/^[a-z]$/.test(key)) key = place[1].toLowerCase();
  const digit = /^Digit(\d)$/.exec(event.code ?? "");
  if (digit?.[1] && event.altKey) key = digit[1];
  const isSign = key.length === 1 && !/[a-z]/.test(key);
  const parts = [
    (event.ctrlKey ?? false) || (event.metaKey ?? false) ? "mod" : "",
    event.altKey ? "alt" : "",
    event.shiftKey && !isSign ? "shift" : "",
    key,
  ];
  return parts.filter(Boolean).join("+");
}

/** The caps to draw for a stroke. */
export function caps(stroke: string, isMac = onMac()): string[] {
  const parts = stroke === "+" ? ["+"] : stroke.split(/\+(?!$)/);
  return parts.map((part) => {
    if (isMac && part === "mod") return "⌘";
    if (isMac && part === "alt") return "⌥";
    return NAMES[part] ?? part.toUpperCase();
  });
}

/** Whether a stroke would be eaten by somebody who is writing. */
export function isWritten(stroke: string): boolean {
  if (/^mod\+(shift\+)?[acvxyz]$/.test(stroke)) return true; // choose, copy, paste, cut, undo and redo
  return !stroke.startsWith("mod+") && !stroke.startsWith("alt+");
}

function onMac(): boolean {
  return /mac|iphone|ipad/i.test(navigator.userAgent);
}
