import { bounds } from "./viewport.js";

/** Finds positions of a layout by place: a grid of square cells, a few rows in each. */
export class Grid {
  /** @param {Float32Array} layout */
  constructor(layout) {
    this.layout = layout;
    const count = layout.length / 2;
    const box = bounds(layout, () => true) ?? { left: 0, right: 1, bottom: 0, top: 1 };
    this.left = box.left;
    this.bottom = box.bottom;
    const area = Math.max(box.right - box.left, 1e-9) * Math.max(box.top - box.bottom, 1e-9);
    this.cell = Math.max(Math.sqrt(area * 4 / Math.max(1, count)),
      Math.max(box.right - box.left, box.top - box.bottom, 1e-9) / 4096);
    this.columns = Math.floor((box.right - box.left) / this.cell) + 1;
    this.lines = Math.floor((box.top - box.bottom) / this.cell) + 1;
    // Rows sorted by cell; those of cell c are starts[c]..<starts[c + 1].
    this.starts = new Uint32Array(this.columns * this.lines + 1);
    for (let row = 0; row < count; row++) this.starts[this.cellOf(row) + 1]++;
    for (let cell = 0; cell < this.columns * this.lines; cell++) {
      this.starts[cell + 1] += this.starts[cell];
    }
    const next = this.starts.slice();
    this.rows = new Uint32Array(count);
    for (let row = 0; row < count; row++) this.rows[next[this.cellOf(row)]++] = row;
  }

  /** @param {number} row */
  cellOf(row) {
    const column = Math.floor((this.layout[2 * row] - this.left) / this.cell);
    const line = Math.floor((this.layout[2 * row + 1] - this.bottom) / this.cell);
    return line * this.columns + column;
  }

  /**
   * Calls a function for every row whose cell touches a box, until it returns false.
   * @param {number} left
   * @param {number} right
   * @param {number} bottom
   * @param {number} top
   * @param {(row: number) => boolean|void} visit
   */
  visit(left, right, bottom, top, visit) {
    const column = (/** @type {number} */ x) => Math.floor((x - this.left) / this.cell);
    const line = (/** @type {number} */ y) => Math.floor((y - this.bottom) / this.cell);
    const lastColumn = Math.min(this.columns - 1, column(right));
    const lastLine = Math.min(this.lines - 1, line(top));
    for (let y = Math.max(0, line(bottom)); y <= lastLine; y++) {
      const first = y * this.columns + Math.max(0, column(left));
      const last = y * this.columns + lastColumn;
      if (first > last) continue;
      for (let place = this.starts[first]; place < this.starts[last + 1]; place++) {
        if (visit(this.rows[place]) === false) return;
      }
    }
  }

  /**
   * The row nearest to a place; -1 if there is none within the radius.
   * @param {number} x
   * @param {number} y
   * @param {number} radius
   * @param {(row: number) => boolean} counts
   */
  nearest(x, y, radius, counts) {
    let best = -1;
    let least = radius * radius;
    this.visit(x - radius, x + radius, y - radius, y + radius, (row) => {
      const distance = (this.layout[2 * row] - x) ** 2 + (this.layout[2 * row + 1] - y) ** 2;
      if (distance <= least && counts(row)) {
        least = distance;
        best = row;
      }
    });
    return best;
  }

  /**
   * Rows inside a polygon (even-odd rule).
   * @param {number[]} polygon x and y of each corner in turn
   */
  inside(polygon) {
    const box = bounds(Float32Array.from(polygon), () => true);
    /** @type {number[]} */
    const rows = [];
    if (!box) return rows;
    this.visit(box.left, box.right, box.bottom, box.top, (row) => {
      if (contains(polygon, this.layout[2 * row], this.layout[2 * row + 1])) rows.push(row);
    });
    return rows;
  }
}

/**
 * Whether a polygon contains a place.
 * @param {number[]} polygon
 * @param {number} x
 * @param {number} y
 */
function contains(polygon, x, y) {
  let isInside = false;
  for (let place = 0, last = polygon.length - 2; place < polygon.length; last = place, place += 2) {
    const [x1, y1] = [polygon[place], polygon[place + 1]];
    const [x2, y2] = [polygon[last], polygon[last + 1]];
    if ((y1 > y) !== (y2 > y) && x < (x2 - x1) * (y - y1) / (y2 - y1) + x1) isInside = !isInside;
  }
  return isInside;
}
