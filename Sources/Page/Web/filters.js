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
    const names = new Set([...this.hidden.keys(), ...this.ranges.keys()]);
    if (this.query) names.add("label");
    return [...names];
  }

  /**
   * The items that are shown. The columns of the filters must have been read.
   * @param {import("./items.js").Items} items
   * @returns {RowSet}
   */
  shown(items) {
    const bits = new Uint8Array(items.size).fill(1);
    items.collections.forEach((collection, set) => {
      const tests = this.tests(collection);
      if (!tests.length) return;
      for (let row = 0; row < collection.size; row++) {
        const item = items.item(row, set);
        if (items.home(item).set !== set) continue;
        if (!tests.every((test) => test(row))) bits[item] = 0;
      }
    });
    return new RowSet(items.size, bits);
  }

  /**
   * @param {import("./collection.js").Collection} collection
   * @returns {Array<(row: number) => boolean>}
   */
  tests(collection) {
    /** @type {Array<(row: number) => boolean>} */
    const tests = [];
    for (const [name, codes] of this.hidden) {
      const values = collection.columns.get(name)?.values;
      if (values) tests.push((row) => !codes.has(values[row] < 0 ? -1 : values[row]));
    }
    for (const [name, range] of this.ranges) {
      const values = collection.columns.get(name)?.values;
      if (values) tests.push((row) => values[row] >= range.low && values[row] <= range.high);
    }
    if (this.query) {
      const query = this.query.toLowerCase();
      const label = collection.columns.get("label");
      const names = label?.names.map((name) => name.toLowerCase().includes(query)) ?? [];
      tests.push((row) =>
        names[label?.values[row] ?? -1] || collection.path(row).toLowerCase().includes(query));
    }
    return tests;
  }
}
