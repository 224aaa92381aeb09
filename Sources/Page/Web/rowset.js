/** Number of ones in each byte. */
const onesOfByte = new Uint8Array(256);
for (let byte = 1; byte < 256; byte++) onesOfByte[byte] = (byte & 1) + onesOfByte[byte >> 1];

/**
 * A set of rows out of `size`, as one bit per row: row r is bit r % 8 of byte r >> 3. Sets of one
 * page have the same size.
 */
export class RowSet {
  /**
   * @param {number} size
   * @param {Uint8Array} [bits] `[ceil(size / 8)]`, taken over; bits beyond `size` are cleared
   */
  constructor(size, bits) {
    const bytes = Math.ceil(size / 8);
    if (bits && bits.length !== bytes) {
      throw new RangeError(`expected ${bytes} bytes for ${size} rows, found ${bits.length}`);
    }
    this.size = size;
    this.bits = bits ?? new Uint8Array(bytes);
    this.count = 0;
    if (!bits) return;
    if (size % 8) bits[bytes - 1] &= (1 << size % 8) - 1;
    for (let place = 0; place < bytes; place++) this.count += onesOfByte[bits[place]];
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

  /**
   * The set of all rows.
   * @param {number} size
   */
  static all(size) {
    return new RowSet(size, new Uint8Array(Math.ceil(size / 8)).fill(255));
  }

  /** @param {number} row */
  has(row) {
    return (this.bits[row >> 3] >> (row & 7) & 1) === 1;
  }

  /** @param {number} row */
  add(row) {
    if (this.has(row)) return;
    this.bits[row >> 3] |= 1 << (row & 7);
    this.count++;
  }

  /** @param {number} row */
  remove(row) {
    if (!this.has(row)) return;
    this.bits[row >> 3] &= ~(1 << (row & 7));
    this.count--;
  }

  /**
   * The first rows in ascending order, as `Uint32Array`.
   * @param {number} limit
   */
  rows(limit = Infinity) {
    const rows = new Uint32Array(Math.min(this.count, limit));
    let place = 0;
    for (let byte = 0; byte < this.bits.length && place < rows.length; byte++) {
      for (let rest = this.bits[byte]; rest && place < rows.length; rest &= rest - 1) {
        rows[place++] = 8 * byte + 31 - Math.clz32(rest & -rest);
      }
    }
    return rows;
  }

  /**
   * Runs of consecutive rows in ascending order.
   * @returns {Generator<{first: number, count: number}>}
   */
  * runs() {
    let first = -1;
    for (let byte = 0; byte < this.bits.length; byte++) {
      const bits = this.bits[byte];
      if (first < 0 ? bits === 0 : bits === 255) continue;
      for (let row = 8 * byte; row < 8 * byte + 8; row++) {
        const has = this.has(row);
        if (has && first < 0) first = row;
        else if (!has && first >= 0) {
          yield { first, count: row - first };
          first = -1;
        }
      }
    }
    if (first >= 0) yield { first, count: this.size - first };
  }

  /** @param {RowSet} other */
  union(other) {
    const bits = this.bits.slice();
    for (let place = 0; place < bits.length; place++) bits[place] |= other.bits[place];
    return new RowSet(this.size, bits);
  }

  /** @param {RowSet} other */
  minus(other) {
    const bits = this.bits.slice();
    for (let place = 0; place < bits.length; place++) bits[place] &= ~other.bits[place];
    return new RowSet(this.size, bits);
  }

  /** @param {RowSet} other */
  intersection(other) {
    const bits = this.bits.slice();
    for (let place = 0; place < bits.length; place++) bits[place] &= other.bits[place];
    return new RowSet(this.size, bits);
  }
}
