import htmx from "htmx.org";

interface Internal {
  morph(old: Element, fragment: DocumentFragment, inner: boolean): void;
}

/** The swap style `newest`: jobs take their place by number, newest first; one that is there is morphed.
 *  The answer to a submit and the event about it may come in either order. */
export function newest(
  wall: Element,
  jobs: Element[],
  morph: (old: Element, fresh: Element) => void,
): Element[] {
  const placed: Element[] = [];
  for (const job of jobs) {
    const old = wall.querySelector(`[id="${job.id}"]`);
    if (old) {
      morph(old, job);
      placed.push(wall.querySelector(`[id="${job.id}"]`) ?? old);
      continue;
    }
    const number = numberOf(job);
    const after = [...wall.children].find((each) => {
      const other = numberOf(each);
      return other !== undefined && number !== undefined && other < number;
    });
    wall.insertBefore(job, after ?? wall.querySelector("#older"));
    placed.push(job);
  }
  if (placed.length) wall.querySelector("#nothing-yet")?.remove();
  return placed;
}

function numberOf(element: Element): number | undefined {
  const job = (element as HTMLElement).dataset["job"];
  return job === undefined ? undefined : Number(job);
}

export function registerNewest(): void {
  let internal: Internal | undefined;
  htmx.registerExtension("newest", {
    init: (api: Internal) => {
      internal = api;
    },
    handle_swap: (style: string, target: Element, fragment: DocumentFragment) => {
      if (style !== "newest") return false;
      return newest(target, [...fragment.children], (old, fresh) => {
        const wrapped = document.createDocumentFragment();
        wrapped.append(fresh);
        internal?.morph(old, wrapped, false);
      });
    },
  });
}
