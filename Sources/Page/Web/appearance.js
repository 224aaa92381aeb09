/** How points look at the present view. */

/** Marks of a row, as bits. */
export const hiddenMark = 1;
export const selectedMark = 2;

/**
 * Diameter of a point in pixels of the page: larger when few rows share the pane, and slowly
 * growing with the magnification.
 * @param {number} count rows that are drawn
 * @param {import("./viewport.js").Viewport} view
 */
export function pointDiameter(count, view) {
  const share = Math.sqrt(view.width * view.height / Math.max(1, count));
  const base = Math.min(9, Math.max(1.5, share / 4.5));
  return Math.min(16, base * Math.max(1, view.zoom) ** 0.3);
}

/**
 * Opacity of a point, lower where many points must share the same pixels.
 * @param {number} count
 * @param {number} diameter
 * @param {import("./viewport.js").Viewport} view
 */
export function pointOpacity(count, diameter, view) {
  const layers = count / view.zoom ** 2 * diameter ** 2 / (view.width * view.height);
  return Math.min(0.9, Math.max(0.15, 0.9 / (1 + 0.5 * layers)));
}
