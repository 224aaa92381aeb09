import { categoryColor, numberColor } from "./colors.js";
import { RowSet } from "./rowset.js";
import { short } from "./words.js";

/**
 * @typedef {{name: string, title: string, kind: "category"|"number", chunk: string,
 *   type: "i32"|"f32", names: string[], none: string, low: number, high: number}} ColumnDescription
 */

/** Number of steps of the scale of colours. */
const colorSteps = 1024;
/** Number of bars of a histogram. */
export const histogramBins = 64;

/** A value per row: a category or a number. */
export class Column {
  /**
   * @param {ColumnDescription} description
   * @param {Int32Array|Float32Array} values codes of categories (-1: none), or numbers (NaN: none)
   */
  constructor(description, values) {
    this.name = description.name;
    this.title = description.title;
    this.isCategory = description.kind === "category";
    this.names = description.names ?? [];
    this.none = description.none ?? "no value";
    this.low = description.low;
    this.high = description.high;
    this.values = values;
    /** @type {Uint32Array|null} */
    this.countsOfAll = null;
    /** @type {{bins: Uint32Array, missing: number}|null} */
    this.histogramOfAll = null;
  }

  /**
   * The value of a row as a text; "" for a missing number.
   * @param {number} row
   */
  text(row) {
    return this.textOf(this.values[row]);
  }

  /** @param {number} value */
  textOf(value) {
    if (!this.isCategory) return short(value);
    return value < 0 ? this.none : this.names[value];
  }

  /**
   * The value of a row as it is exported: numbers in full, missing values empty.
   * @param {number} row
   */
  exported(row) {
    return this.exportedOf(this.values[row]);
  }

  /** @param {number} value */
  exportedOf(value) {
    if (this.isCategory) return value < 0 ? "" : this.names[value];
    return Number.isNaN(value) ? "" : String(value);
  }

  /**
   * The colour of a row.
   * @param {number} row
   */
  color(row) {
    const value = this.values[row];
    if (this.isCategory) return categoryColor(value);
    return numberColor((value - this.low) / (this.high - this.low || 1));
  }

  /**
   * Colours of rows, `Uint8Array [4 * rows]` in the order red, green, blue, opacity.
   * @param {Uint32Array} rows
   */
  colors(rows) {
    const count = this.isCategory ? this.names.length : colorSteps;
    // The last colour is that of a missing value.
    const known = new Uint8Array(4 * (count + 1)).fill(255);
    for (let place = 0; place <= count; place++) {
      known.set(this.isCategory ? categoryColor(place < count ? place : -1)
        : numberColor(place < count ? place / (count - 1) : NaN), 4 * place);
    }
    const { values, low } = this;
    const scale = this.isCategory ? 1 : (count - 1) / (this.high - low || 1);
    const colors = new Uint8Array(4 * rows.length);
    for (let place = 0; place < rows.length; place++) {
      const value = values[rows[place]];
      let code = this.isCategory ? value : Math.round((value - low) * scale);
      if (this.isCategory ? !(code >= 0) : Number.isNaN(code)) code = count;
      else if (!this.isCategory) code = Math.min(count - 1, Math.max(0, code));
      const from = 4 * code, to = 4 * place;
      colors[to] = known[from];
      colors[to + 1] = known[from + 1];
      colors[to + 2] = known[from + 2];
      colors[to + 3] = 255;
    }
    return colors;
  }

  /** Number of rows of each category, the missing one last: `[names.length + 1]`. */
  get counts() {
    if (this.countsOfAll) return this.countsOfAll;
    const counts = new Uint32Array(this.names.length + 1);
    for (let row = 0; row < this.values.length; row++) {
      const code = this.values[row];
      counts[code < 0 ? this.names.length : code]++;
    }
    this.countsOfAll = counts;
    return counts;
  }

  /** Number of rows by value, between the smallest and the largest one, and without a value. */
  get histogram() {
    if (this.histogramOfAll) return this.histogramOfAll;
    const bins = new Uint32Array(histogramBins);
    const span = this.high - this.low || 1;
    let missing = 0;
    for (let row = 0; row < this.values.length; row++) {
      const value = this.values[row];
      if (Number.isNaN(value)) missing++;
      else {
        bins[Math.min(histogramBins - 1, Math.floor((value - this.low) / span * histogramBins))]++;
      }
    }
    this.histogramOfAll = { bins, missing };
    return this.histogramOfAll;
  }

  /**
   * The rows whose category is among some.
   * @param {(code: number) => boolean} counts called with each code, and with -1
   */
  rowsOf(counts) {
    const { values, names } = this;
    const isAmong = new Uint8Array(names.length + 1);
    for (let code = -1; code < names.length; code++) {
      isAmong[code + 1] = counts(code) ? 1 : 0;
    }
    const bits = new Uint8Array(Math.ceil(values.length / 8));
    for (let row = 0; row < values.length; row++) {
      const code = values[row];
      bits[row >> 3] |= isAmong[code < 0 ? 0 : code + 1] << (row & 7);
    }
    return new RowSet(values.length, bits);
  }

  /**
   * The rows whose number is within a range.
   * @param {number} low
   * @param {number} high
   */
  rowsWithin(low, high) {
    const { values } = this;
    const bits = new Uint8Array(Math.ceil(values.length / 8));
    for (let row = 0; row < values.length; row++) {
      if (values[row] >= low && values[row] <= high) bits[row >> 3] |= 1 << (row & 7);
    }
    return new RowSet(values.length, bits);
  }
}
