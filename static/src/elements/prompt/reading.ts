import { isFault, read, type Group } from "./json";

/** A text as a document; or neither, or why it is none although it is meant as one. */
export interface Reading {
  root: Group | undefined;
  fault: string;
}

const LOOKS_LIKE_ONE = /^\s*[{[]/;
const IS_MEANT_AS_ONE = /^\s*(?:\{\s*["}]|\[\s*["{[\d\]])/;

export function reading(text: string): Reading {
  if (!LOOKS_LIKE_ONE.test(text)) return { root: undefined, fault: "" };
  const result = read(text);
  if (!isFault(result)) return { root: result, fault: "" };
  return { root: undefined, fault: IS_MEANT_AS_ONE.test(text) ? result.message : "" };
}
