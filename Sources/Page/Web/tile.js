import { Grid } from "./grid.js";

/** A part of a layout: rows of a square with their positions, in the order of drawing. */
export class Tile {
  /**
   * @param {string} name path of quadrants from the root
   * @param {ArrayBuffer} bytes n rows u32, then n positions f32 `[n, 2]`
   */
  constructor(name, bytes) {
    this.name = name;
    const count = Math.floor(bytes.byteLength / 12);
    this.rows = new Uint32Array(bytes, 0, count);
    this.positions = new Float32Array(bytes, 4 * count, 2 * count);
    /** Number of rows that are drawn, from the first. */
    this.drawn = count;
    this.isDropped = false;
    /** @type {Grid|null} */
    this.made = null;
  }

  /** Finds places in the tile by position. */
  get grid() {
    this.made ??= new Grid(this.positions);
    return this.made;
  }

  /** Memory of the tile in bytes, with its grid. */
  get size() {
    return 17 * this.rows.length;
  }
}
