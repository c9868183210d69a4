/** A part of a page, as the server renders it for htmx; undefined when there is none to be had now. */
export async function fragment(address: string): Promise<DocumentFragment | undefined> {
  const text = await markup(address);
  if (text === undefined) return undefined;
  const template = document.createElement("template");
  template.innerHTML = text;
  return template.content;
}

/** The same as text, for what htmx is to swap in. */
export async function markup(address: string): Promise<string | undefined> {
  let answer: Response;
  try {
    answer = await fetch(address, { headers: { "HX-Request": "true" } });
  } catch {
    return undefined;
  }
  // The session has ended: the page itself leads to the sign-in and back.
  if (answer.status === 401) location.reload();
  return answer.ok ? answer.text() : undefined;
}
