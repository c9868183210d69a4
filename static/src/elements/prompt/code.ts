/** The text of a document in CodeMirror. Loaded only when somebody looks at it. */

import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { json } from "@codemirror/lang-json";
import {
  bracketMatching,
  foldGutter,
  foldKeymap,
  HighlightStyle,
  syntaxHighlighting,
} from "@codemirror/language";
import { linter, lintKeymap, type Diagnostic } from "@codemirror/lint";
import { EditorState } from "@codemirror/state";
import { EditorView, highlightSpecialChars, keymap } from "@codemirror/view";
import { tags } from "@lezer/highlight";

import { isFault, read } from "./json";

export interface Code {
  readonly view: EditorView;
  show(text: string): void;
}

const colours = HighlightStyle.define([
  { tag: tags.propertyName, color: "var(--leaf)" },
  { tag: tags.string, color: "var(--ink)" },
  { tag: [tags.number, tags.bool, tags.null], color: "var(--amber)" },
  { tag: [tags.separator, tags.brace, tags.squareBracket], color: "var(--ink-faint)" },
]);

const theme = EditorView.theme({
  "&": { fontSize: "12px", backgroundColor: "transparent", color: "var(--ink)", maxHeight: "56dvh" },
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": { fontFamily: "var(--mono)", lineHeight: "1.6", overflow: "auto" },
  ".cm-content": { caretColor: "var(--ink)", padding: "10px 0" },
  ".cm-cursor": { borderLeftColor: "var(--ink)" },
  ".cm-gutters": { backgroundColor: "transparent", color: "var(--ink-faint)", border: "0" },
  ".cm-selectionBackground, &.cm-focused .cm-selectionBackground": {
    backgroundColor: "color-mix(in oklch, var(--leaf) 26%, transparent) !important",
  },
  ".cm-tooltip": {
    backgroundColor: "var(--sheet)",
    border: "1px solid var(--hairline)",
    borderRadius: "8px",
    color: "var(--ink)",
  },
  ".cm-foldPlaceholder": { backgroundColor: "var(--well)", border: "0", color: "var(--ink-soft)" },
});

/** An editor in `parent` that tells every change of the person's. */
export function open(
  parent: HTMLElement,
  root: ShadowRoot,
  text: string,
  changed: (text: string) => void,
): Code {
  let isShowing = false;
  const view = new EditorView({
    parent,
    root,
    state: EditorState.create({
      doc: text,
      extensions: [
        history(),
        foldGutter(),
        highlightSpecialChars(),
        bracketMatching(),
        json(),
        syntaxHighlighting(colours),
        linter(faults, { delay: 150 }),
        keymap.of([...defaultKeymap, ...historyKeymap, ...foldKeymap, ...lintKeymap]),
        EditorView.lineWrapping,
        EditorView.contentAttributes.of({ "aria-label": "Prompt as JSON" }),
        EditorView.updateListener.of((update) => {
          if (update.docChanged && !isShowing) changed(update.state.doc.toString());
        }),
        theme,
      ],
    }),
  });
  return {
    view,
    show(now) {
      if (now === view.state.doc.toString()) return;
      isShowing = true;
      view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: now } });
      isShowing = false;
    },
  };
}

function faults(view: EditorView): Diagnostic[] {
  const text = view.state.doc.toString();
  if (!text.trim()) return [];
  const result = read(text);
  if (!isFault(result)) return [];
  const from = Math.min(result.at, text.length);
  return [{ from, to: Math.min(from + 1, text.length), severity: "error", message: result.message }];
}
