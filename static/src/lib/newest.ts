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
    // Jobs between what is shown and this one are not here: it would stand beside strangers.
    if (wall.querySelector("#newer")) continue;
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
