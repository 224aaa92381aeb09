import { countedRows } from "./drawing.js";

/** How far a point reaches beyond its square, in pixels. */
const reach = 10;

/**
 * @typedef {object} Square a square of the plane that has a tile
 * @property {string} name path of quadrants from the root
 * @property {number} count number of points of the tile
 * @property {number} left
 * @property {number} bottom
 * @property {number} side
 * @property {number} above share of the points of the square that those around it have
 * @property {number} rate the same together with its own tile
 */

/** The squares of the plane that have a tile, and which share of the points their tiles have. */
export class Squares {
  /**
   * @param {[number, number, number]} box left, bottom and side of the root
   * @param {Array<[string, number]>} tiles name and number of points of each tile
   */
  constructor([left, bottom, side], tiles) {
    /** @type {Map<string, Square>} */
    this.all = new Map();
    for (const [name, count] of tiles) {
      const square = { name, count, left, bottom, side, above: 0, rate: 1 };
      for (const digit of name) {
        square.side /= 2;
        if (digit === "1" || digit === "3") square.left += square.side;
        if (digit === "2" || digit === "3") square.bottom += square.side;
      }
      this.all.set(name, square);
    }
    this.rate();
  }

  /** Finds the rates of the squares. */
  rate() {
    /** @type {Map<string, number>} */
    const below = new Map();
    const names = [...this.all.keys()].sort((first, second) => first.length - second.length);
    for (const name of names.reverse()) {
      const count = (below.get(name) ?? 0) + (this.all.get(name)?.count ?? 0);
      below.set(name, count);
      const parent = name.slice(0, -1);
      if (name) below.set(parent, (below.get(parent) ?? 0) + count);
    }
    for (const name of names.reverse()) {
      const square = this.all.get(name);
      if (!square) continue;
      square.above = name ? this.all.get(name.slice(0, -1))?.rate ?? 0 : 0;
      const share = square.count / (below.get(name) || 1);
      square.rate = share >= 1 ? 1 : square.above + (1 - square.above) * share;
    }
  }

  /**
   * The squares that meet a view, those with the smallest samples around them first.
   * @param {import("./viewport.js").Viewport} view
   */
  at(view) {
    const box = {
      left: view.planeX(-reach), right: view.planeX(view.width + reach),
      bottom: view.planeY(view.height + reach), top: view.planeY(-reach),
    };
    const squares = [...this.all.values()].filter(({ name }) => !name || this.meets(name, box));
    return squares.sort((first, second) => first.above - second.above);
  }

  /**
   * Whether the square of a tile meets a box. Rounded positions may lie a little outside of it.
   * @param {string} name
   * @param {import("./viewport.js").Box} box
   */
  meets(name, box) {
    const square = this.all.get(name);
    if (!square) return false;
    const { left, bottom, side } = square;
    const margin = side * 1e-4;
    return left - margin <= box.right && left + side + margin >= box.left
      && bottom - margin <= box.top && bottom + side + margin >= box.bottom;
  }
}

/**
 * Number of points of a square that are drawn so that a share of all points is.
 * @param {Square} square
 * @param {number} rate the share
 */
export function drawnAt({ count, above, rate: most }, rate) {
  if (rate >= most) return count;
  const share = Math.max(0, rate - above) / Math.max(1e-12, most - above);
  return Math.min(count, countedRows * Math.round(share * count / countedRows));
}

/**
 * The largest share of the points of some squares that can be drawn with a number of points.
 * @param {Square[]} squares
 * @param {number} limit
 */
export function rateFor(squares, limit) {
  const points = (/** @type {number} */ rate) =>
    squares.reduce((sum, square) => sum + drawnAt(square, rate), 0);
  if (points(1) <= limit) return 1;
  let [low, high] = [0, 1];
  for (let step = 0; step < 24; step++) {
    const middle = (low + high) / 2;
    if (points(middle) <= limit) low = middle;
    else high = middle;
  }
  return low;
}
