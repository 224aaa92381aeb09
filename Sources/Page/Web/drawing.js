import { hiddenMark, selectedMark } from "./appearance.js";

/**
 * @typedef {import("./wholelayout.js").Batch} Batch
 * @typedef {import("./wholelayout.js").WholeLayout|import("./tiles.js").Tiles} Places
 */

/** Rows of a batch are counted in groups of this size. */
export const countedRows = 1024;

/** What a pane draws: positions, colours and marks of each batch, given out when they change. */
export class Drawing {
  /**
   * @param {import("./exploration.js").Exploration} exploration
   * @param {number} set number of the collection
   * @param {Places} places
   */
  constructor(exploration, set, places) {
    this.exploration = exploration;
    this.set = set;
    /** Points move from one layout to another. */
    this.from = places;
    this.to = places;
    /** @type {import("./column.js").Column|null} */
    this.column = null;
    /** Number of the last change of the marks. */
    this.turn = 0;
    /** What has been given out of each batch.
     * @type {Map<Batch, {from?: Places, to?: Places, column?: any, turn: number,
     *   counts: Uint32Array}>} */
    this.given = new Map();
  }

  /**
   * Gives what has changed about batches, and frees those that are no longer in memory.
   * @param {import("./pointgl.js").PointGL|import("./pointcanvas.js").PointCanvas} points
   * @param {Batch[]} batches
   * @returns {number} rows that are shown
   */
  give(points, batches) {
    for (const batch of this.given.keys()) {
      if (!batch.isDropped) continue;
      points.drop(batch);
      this.given.delete(batch);
    }
    return batches.reduce((sum, batch) => sum + this.giveBatch(points, batch), 0);
  }

  /**
   * @param {import("./pointgl.js").PointGL|import("./pointcanvas.js").PointCanvas} points
   * @param {Batch} batch
   */
  giveBatch(points, batch) {
    const { from, to, column, turn } = this;
    let given = this.given.get(batch);
    if (!given) {
      given = { turn: -1, counts: new Uint32Array(0) };
      this.given.set(batch, given);
    }
    if (given.from !== from || given.to !== to) {
      const positions = to.positions(batch);
      points.setPositions(batch, from === to ? positions : from.positions(batch), positions);
      Object.assign(given, { from, to });
    }
    if (given.column !== column) {
      points.setColors(batch, column ? column.colors(batch.rows)
        : new Uint8Array(4 * batch.rows.length).fill(120));
      given.column = column;
    }
    if (given.turn !== turn) {
      const { marks, counts } = this.marks(batch.rows);
      points.setMarks(batch, marks);
      Object.assign(given, { turn, counts });
    }
    return given.counts[Math.ceil(batch.drawn / countedRows)];
  }

  /**
   * Marks of rows.
   * @param {Uint32Array} rows
   * @returns {{marks: Uint8Array, counts: Uint32Array}} with the number of rows that are shown
   *   among the first 0, 1, 2, ... groups
   */
  marks(rows) {
    const { items, selection, shown } = this.exploration;
    const marks = new Uint8Array(rows.length);
    const groups = Math.ceil(rows.length / countedRows);
    const counts = Uint32Array.from({ length: groups + 1 }, (_, group) =>
      Math.min(rows.length, group * countedRows));
    if (shown.count === items.size && selection.count === 0) return { marks, counts };
    let drawn = 0;
    for (let place = 0; place < rows.length; place++) {
      const item = items.areRows ? rows[place] : items.item(rows[place], this.set);
      const isShown = shown.has(item);
      if (isShown) drawn++;
      if ((place + 1) % countedRows === 0 || place === rows.length - 1) {
        counts[Math.ceil((place + 1) / countedRows)] = drawn;
      }
      marks[place] = (isShown ? 0 : hiddenMark) | (selection.has(item) ? selectedMark : 0);
    }
    return { marks, counts };
  }
}
