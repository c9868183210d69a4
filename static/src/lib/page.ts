/** Small things that every part of the page needs. */

/** Whether keys belong to what is being written, so that no shortcut may take them. */
export function isWriting(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable ||
      target.matches(
        "textarea, select, input:not([type=radio], [type=checkbox], [type=button], [type=submit])",
      ))
  );
}

export function csrfToken(): string {
  return document.querySelector<HTMLInputElement>('#act [name="csrfmiddlewaretoken"]')?.value ?? "";
}

/** A toast, as the server would send it; what stands there already is not said twice. */
export function toast(words: string): void {
  const place = document.querySelector("#toasts");
  if (!place) return;
  for (const each of place.children) {
    if (each.querySelector("span")?.textContent === words) each.remove();
  }
  const element = document.createElement("studio-toast");
  element.className = "toast";
  const text = document.createElement("span");
  text.textContent = words;
  const close = document.createElement("button");
  close.type = "button";
  close.className = "button plain";
  close.dataset["closes"] = "";
  close.textContent = "Dismiss";
  element.append(text, close);
  place.append(element);
}
