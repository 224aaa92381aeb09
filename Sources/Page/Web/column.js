import { categoryColor, numberColor } from "./colors.js";
import { short } from "./words.js";

/**
 * @typedef {{name: string, title: string, kind: "category"|"number", chunk: string,
 *   type: "i32"|"f32", names: string[], none: string, low: number, high: number}} ColumnDescription
 */

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
  }

  /**
   * The value of a row as a text; "" for a missing number.
   * @param {number} row
   */
  text(row) {
    const value = this.values[row];
    if (!this.isCategory) return short(value);
    return value < 0 ? this.none : this.names[value];
  }

  /**
   * The value of a row as it is exported: numbers in full, missing values empty.
   * @param {number} row
   */
  exported(row) {
    const value = this.values[row];
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
   * Colours of all rows, `Uint8Array [4 * rows]` in the order red, green, blue, opacity.
   * @returns {Uint8Array}
   */
  colors() {
    const colors = new Uint8Array(4 * this.values.length);
    /** @type {Map<number, number[]>} */
    const known = new Map();
    for (let row = 0; row < this.values.length; row++) {
      let color;
      if (this.isCategory) {
        color = known.get(this.values[row]);
        if (!color) {
          color = categoryColor(this.values[row]);
          known.set(this.values[row], color);
        }
      } else {
        color = this.color(row);
      }
      colors[4 * row] = color[0];
      colors[4 * row + 1] = color[1];
      colors[4 * row + 2] = color[2];
      colors[4 * row + 3] = 255;
    }
    return colors;
  }

  /**
   * Number of rows of each category, the missing one last: `[names.length + 1]`.
   * @param {(row: number) => boolean} counts whether a row is counted
   */
  counts(counts) {
    const numbers = new Uint32Array(this.names.length + 1);
    for (let row = 0; row < this.values.length; row++) {
      const code = this.values[row];
      if (counts(row)) numbers[code < 0 ? this.names.length : code]++;
    }
    return numbers;
  }
}
