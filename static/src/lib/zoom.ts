/** How a picture lies in its pane. Pure; lengths are shares of the pane, so that panes of any size can be locked. */

export interface View {
  scale: number;
  /** Where the picture's middle lies, from the pane's middle. */
  x: number;
  y: number;
}

export const FITTED: View = { scale: 1, x: 0, y: 0 };
export const LARGEST = 16;

/** Closer by `factor` while the point `at`, from the pane's middle, stays where it is. */
export function zoomed(view: View, factor: number, at: { x: number; y: number } = { x: 0, y: 0 }): View {
  const scale = Math.max(1, Math.min(view.scale * factor, LARGEST));
  const grown = scale / view.scale;
  return kept({ scale, x: at.x - (at.x - view.x) * grown, y: at.y - (at.y - view.y) * grown });
}

export function panned(view: View, x: number, y: number): View {
  return kept({ ...view, x: view.x + x, y: view.y + y });
}

/** No further than to the picture's edge. */
function kept(view: View): View {
  const most = (view.scale - 1) / 2;
  const within = (value: number): number => Math.max(-most, Math.min(value, most)) + 0;
  return { scale: view.scale, x: within(view.x), y: within(view.y) };
}

export function transform(view: View): string {
  return `translate(${view.x * 100}%, ${view.y * 100}%) scale(${view.scale})`;
}
