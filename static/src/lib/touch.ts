/**
 * What takes strokes itself (`touch-action: none`) says so of each that begins on it. Else Chromium reads a quick
 * one as a flick, and swallows the next tap anywhere on the page as the one that stops it.
 */
export function takesStrokes(place: HTMLElement, within?: string): void {
  const taken = (event: TouchEvent): void => {
    if (!within || (event.target instanceof Element && event.target.closest(within))) event.preventDefault();
  };
  place.addEventListener("touchmove", taken, { passive: false });
}
