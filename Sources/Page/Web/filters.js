import { RowSet } from "./rowset.js";

/**
 * Which items are shown: every condition must hold. A condition names a column, and either the
 * categories that are hidden or the range of numbers that is shown; `query` is a part of the path
 * or of the label.
 */
export class Filters {
  constructor() {
    /** @type {Map<string, Set<number>>} hidden codes by column, -1 for a missing category */
    this.hidden = new Map();
    /** @type {Map<string, {low: number, high: number}>} shown range by column */
    this.ranges = new Map();
    this.query = "";
  }

  copy() {
    const copy = new Filters();
    for (const [name, codes] of this.hidden) copy.hidden.set(name, new Set(codes));
    for (const [name, range] of this.ranges) copy.ranges.set(name, { ...range });
    copy.query = this.query;
    return copy;
  }

  get isEmpty() {
    return this.hidden.size === 0 && this.ranges.size === 0 && this.query === "";
  }

  /**
   * Hides a category, or shows it again.
   * @param {string} column
   * @param {number} code
   */
  toggle(column, code) {
    const codes = this.hidden.get(column) ?? new Set();
    if (!codes.delete(code)) codes.add(code);
    if (codes.size) this.hidden.set(column, codes);
    else this.hidden.delete(column);
  }

  /**
   * Shows a category alone, or all again if it is alone already.
   * @param {string} column
   * @param {number} code
   * @param {number} count number of categories of the column
   */
  isolate(column, code, count) {
    const others = new Set();
    for (let other = -1; other < count; other++) if (other !== code) others.add(other);
    const present = this.hidden.get(column);
    const isAlone = present && present.size === others.size && !present.has(code);
    if (isAlone) this.hidden.delete(column);
    else this.hidden.set(column, others);
  }

  /** Names of the columns that are needed to tell which items are shown. */
  get columns() {
    return [...new Set([...this.hidden.keys(), ...this.ranges.keys()])];
  }

  /**
   * The items that are shown. The columns of the filters must have been read.
   * @param {import("./items.js").Items} items
   * @param {Array<RowSet|null>} matches rows that match the query, by collection; null for all
   * @returns {RowSet}
   */
  shown(items, matches) {
    const rows = items.collections.map((each, set) => this.rows(each, matches[set]));
    if (items.areRows) return rows[0] ?? RowSet.all(items.size);
    const shown = RowSet.all(items.size);
    items.collections.forEach((collection, set) => {
      const present = rows[set];
      if (!present) return;
      for (let row = 0; row < collection.size; row++) {
        const item = items.item(row, set);
        if (!present.has(row) && items.home(item).set === set) shown.remove(item);
      }
    });
    return shown;
  }

  /**
   * The rows of a collection that are shown; null for all.
   * @param {import("./collection.js").Collection} collection
   * @param {RowSet|null} matches
   */
  rows(collection, matches) {
    /** @type {RowSet|null} */
    let rows = matches;
    const narrow = (/** @type {RowSet|undefined} */ others) => {
      if (others) rows = rows ? rows.intersection(others) : others;
    };
    for (const [name, codes] of this.hidden) {
      narrow(collection.columns.get(name)?.rowsOf((code) => !codes.has(code)));
    }
    for (const [name, range] of this.ranges) {
      narrow(collection.columns.get(name)?.rowsWithin(range.low, range.high));
    }
    return rows;
  }
}
