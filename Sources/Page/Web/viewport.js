/** @typedef {{left: number, right: number, bottom: number, top: number}} Box */

/** The part of the plane that a pane shows: a centre and a scale in pixels per unit. */
export class Viewport {
  constructor() {
    this.x = 0;
    this.y = 0;
    this.scale = 1;
    this.width = 1;
    this.height = 1;
    this.fitted = 1;
  }

  /**
   * Shows a box, with a margin.
   * @param {Box|null} box null changes nothing
   */
  fit(box) {
    if (!box) return;
    this.x = (box.left + box.right) / 2;
    this.y = (box.bottom + box.top) / 2;
    const margin = Math.min(48, this.width / 10);
    const across = Math.max(box.right - box.left, 1e-6);
    const up = Math.max(box.top - box.bottom, 1e-6);
    this.scale = Math.min((this.width - 2 * margin) / across, (this.height - 2 * margin) / up);
    // A single point is shown with its surroundings.
    if (this.fitted > 0 && across <= 1e-6 && up <= 1e-6) this.scale = this.fitted * 8;
  }

  /** How far the view is magnified, compared with the whole map. */
  get zoom() {
    return this.scale / this.fitted;
  }

  /** @param {number} x @returns {number} pixels from the left */
  screenX(x) {
    return (x - this.x) * this.scale + this.width / 2;
  }

  /** @param {number} y @returns {number} pixels from the top */
  screenY(y) {
    return (this.y - y) * this.scale + this.height / 2;
  }

  /** @param {number} left pixels from the left */
  planeX(left) {
    return (left - this.width / 2) / this.scale + this.x;
  }

  /** @param {number} top pixels from the top */
  planeY(top) {
    return this.y - (top - this.height / 2) / this.scale;
  }

  /**
   * Moves the view.
   * @param {number} right in pixels
   * @param {number} down in pixels
   */
  pan(right, down) {
    this.x -= right / this.scale;
    this.y += down / this.scale;
  }

  /**
   * Magnifies around a place, which stays where it is.
   * @param {number} factor
   * @param {number} left pixels from the left
   * @param {number} top pixels from the top
   */
  magnify(factor, left = this.width / 2, top = this.height / 2) {
    const [x, y] = [this.planeX(left), this.planeY(top)];
    this.scale = Math.min(Math.max(this.scale * factor, this.fitted / 4), this.fitted * 1e5);
    this.x = x - (left - this.width / 2) / this.scale;
    this.y = y + (top - this.height / 2) / this.scale;
  }
}

/**
 * The smallest box around positions; null if there are none.
 * @param {Float32Array} layout
 * @param {(row: number) => boolean} counts
 * @returns {Box|null}
 */
export function bounds(layout, counts) {
  let left = Infinity, right = -Infinity, bottom = Infinity, top = -Infinity;
  for (let row = 0; row < layout.length / 2; row++) {
    if (!counts(row)) continue;
    const x = layout[2 * row], y = layout[2 * row + 1];
    if (x < left) left = x;
    if (x > right) right = x;
    if (y < bottom) bottom = y;
    if (y > top) top = y;
  }
  return left <= right ? { left, right, bottom, top } : null;
}
