/** The search field's text as its terms: words, quoted words, `name:value`. */

export function terms(text: string): string[] {
  return text.match(/(?:[^\s"]+:)?"[^"]*"?|[^\s"]+|"[^"]*"?/g) ?? [];
}

export function has(text: string, term: string): boolean {
  return terms(text).includes(term);
}

/** Puts the term in where it is missing, and takes it out where it is. Of names that exclude each other, one stays. */
export function toggled(text: string, term: string): string {
  const all = terms(text);
  if (all.includes(term)) return all.filter((each) => each !== term).join(" ");
  const name = /^(board|verdict|size|shape|backend|by):/.exec(term)?.[0];
  return [...all.filter((each) => !name || !each.startsWith(name)), term].join(" ");
}
