import { Grid } from "./grid.js";
import { RowSet } from "./rowset.js";
import { bounds } from "./viewport.js";

/**
 * @typedef {object} Batch rows that are drawn together
 * @property {Uint32Array} rows in the order in which they are drawn
 * @property {number} drawn how many of them, from the first, are drawn
 * @property {boolean} isDropped whether it is no longer in memory
 */

/**
 * The positions of all rows at a layer. `Tiles` does the same for a layout of which only parts are
 * in memory.
 */
export class WholeLayout {
  /**
   * @param {Float32Array} layout `[2 * rows]`
   * @param {Batch} batch all rows; the same for all layers of a collection
   */
  constructor(layout, batch) {
    this.layout = layout;
    this.batch = batch;
    this.isTiled = false;
    /** Whether all rows within the view are loaded. */
    this.isComplete = true;
    /** What the caption adds. */
    this.note = "";
    /** @type {Grid|null} */
    this.made = null;
    /** @type {import("./viewport.js").Box|null} */
    this.box = null;
  }

  get grid() {
    this.made ??= new Grid(this.layout);
    return this.made;
  }

  /** The box around all positions. */
  get bounds() {
    this.box ??= bounds(this.layout, () => true);
    return this.box;
  }

  /**
   * The box around some rows; null if there are none.
   * @param {(row: number) => boolean} counts
   * @param {RowSet} _rows
   * @returns {Promise<import("./viewport.js").Box|null>}
   */
  async boundsOf(counts, _rows) {
    return bounds(this.layout, counts);
  }

  /**
   * Where a row is.
   * @param {number} row
   * @returns {[number, number]|null} null if it is not known
   */
  position(row) {
    return [this.layout[2 * row], this.layout[2 * row + 1]];
  }

  /**
   * Keeps where a row is.
   * @param {number} _row
   * @param {[number, number]} _place
   */
  keep(_row, _place) {}

  /**
   * Reads where a row is.
   * @param {number} _row
   * @returns {Promise<boolean>} whether there is something new
   */
  async locate(_row) {
    return false;
  }

  /**
   * The batches to draw.
   * @param {import("./viewport.js").Viewport} _view
   * @param {number} _most
   * @param {number} _limit
   * @returns {Batch[]}
   */
  choose(_view, _most, _limit) {
    return [this.batch];
  }

  /** Frees what no other pane needs. */
  close() {}

  /**
   * Positions of a batch in the drawn order.
   * @param {Batch} batch
   */
  positions(batch) {
    const { layout } = this;
    const { rows } = batch;
    const positions = new Float32Array(2 * rows.length);
    for (let place = 0; place < rows.length; place++) {
      positions[2 * place] = layout[2 * rows[place]];
      positions[2 * place + 1] = layout[2 * rows[place] + 1];
    }
    return positions;
  }

  /**
   * Calls a function for the rows in and around a box, until it returns false.
   * @param {import("./viewport.js").Box} box
   * @param {(row: number, x: number, y: number) => boolean|void} visit
   */
  visit(box, visit) {
    const { layout } = this;
    this.grid.visit(box.left, box.right, box.bottom, box.top, (row) =>
      visit(row, layout[2 * row], layout[2 * row + 1]));
  }

  /**
   * Calls a function for all rows.
   * @param {(row: number, x: number, y: number) => void} visit
   */
  visitAll(visit) {
    const { layout } = this;
    for (let row = 0; row < layout.length / 2; row++) {
      visit(row, layout[2 * row], layout[2 * row + 1]);
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
    return this.grid.nearest(x, y, radius, counts);
  }

  /**
   * The rows inside a polygon (even-odd rule).
   * @param {number[]} polygon x and y of each corner in turn
   * @returns {Promise<RowSet>}
   */
  async inside(polygon) {
    return RowSet.of(this.layout.length / 2, this.grid.inside(polygon));
  }
}
