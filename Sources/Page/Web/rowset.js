/** A set of rows out of `size`, as one byte per row. Sets of one page have the same size. */
export class RowSet {
  /**
   * @param {number} size
   * @param {Uint8Array} [bits] 1 for the rows of the set
   */
  constructor(size, bits) {
    this.size = size;
    this.bits = bits ?? new Uint8Array(size);
    this.count = 0;
    if (bits) for (let row = 0; row < size; row++) this.count += bits[row];
  }

  /**
   * @param {number} size
   * @param {Iterable<number>} rows
   */
  static of(size, rows) {
    const set = new RowSet(size);
    for (const row of rows) set.add(row);
    return set;
  }

  /** @param {number} row */
  has(row) {
    return this.bits[row] === 1;
  }

  /** @param {number} row */
  add(row) {
    if (this.bits[row]) return;
    this.bits[row] = 1;
    this.count++;
  }

  /** @param {number} row */
  remove(row) {
    if (!this.bits[row]) return;
    this.bits[row] = 0;
    this.count--;
  }

  /** The rows in ascending order, as `Uint32Array [count]`. */
  rows() {
    const rows = new Uint32Array(this.count);
    let place = 0;
    for (let row = 0; row < this.size; row++) if (this.bits[row]) rows[place++] = row;
    return rows;
  }

  /**
   * A set whose membership follows from those of two sets.
   * @param {RowSet} other
   * @param {(first: number, second: number) => number} rule of 0 and 1
   */
  combined(other, rule) {
    const bits = new Uint8Array(this.size);
    for (let row = 0; row < this.size; row++) bits[row] = rule(this.bits[row], other.bits[row]);
    return new RowSet(this.size, bits);
  }

  /** @param {RowSet} other */
  union(other) {
    return this.combined(other, (first, second) => first | second);
  }

  /** @param {RowSet} other */
  minus(other) {
    return this.combined(other, (first, second) => first & (second ^ 1));
  }

  /** @param {RowSet} other */
  intersection(other) {
    return this.combined(other, (first, second) => first & second);
  }

  inverted() {
    return this.combined(this, (first) => first ^ 1);
  }
}
