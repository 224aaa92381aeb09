import { announce } from "./element.js";
import { countedRows } from "./drawing.js";
import { isAborted } from "./server.js";
import { RowSet } from "./rowset.js";
import { Signal } from "./signal.js";
import { Tile } from "./tile.js";
import { short } from "./words.js";

/** Largest number of points that are drawn at once. */
const pointLimit = 1500000;
/** Memory of the tiles that are kept, in bytes. */
const memoryLimit = 160e6;
/** Number of tiles that are requested at a time. */
const tilesAtOnce = 4;
/** Time until a tile that could not be had is requested again, in milliseconds. */
const retryTime = 5000;
/** How far a point reaches beyond its square, in pixels. */
const reach = 10;
/** Number of positions of single rows that are kept. */
const placeLimit = 1000;
/** Number of rows up to which the server has to find a box around them. */
const boxRows = 500;
/** Largest number of corners of an outline. */
const cornerLimit = 2000;

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

/**
 * A layout of which only parts are in memory: a tree of squares, each with at most 65,536 points.
 * A tile has the first of the points of its square that no square around it has, in an order that
 * has nothing to do with their places. So the points of a square and of all around it are a fair
 * sample, and the first points of a tile add to a smaller sample. The same share of the points is
 * drawn at all places of a view. Each pane has its own tiles.
 */
export class Tiles {
  /**
   * @param {import("./collection.js").Collection} collection
   * @param {{name: string, tiles: string}} layer
   */
  constructor(collection, layer) {
    this.server = collection.chunks.server;
    this.records = /** @type {import("./records.js").Records} */ (collection.records);
    this.size = collection.size;
    this.layer = layer;
    this.isTiled = true;
    /** @type {Map<string, Square>} */
    this.squares = new Map();
    /** @type {import("./viewport.js").Box} */
    this.bounds = { left: 0, right: 1, bottom: 0, top: 1 };
    /** Loaded tiles; the one that was used last is dropped last.
     * @type {Map<string, Tile>} */
    this.loaded = new Map();
    /** @type {Map<string, AbortController>} */
    this.loading = new Map();
    /** When a tile could not be had.
     * @type {Map<string, number>} */
    this.failed = new Map();
    /** Names of the wanted tiles, parents first. */
    this.wanted = new Set([""]);
    /** Loaded tiles that are shown.
     * @type {Tile[]} */
    this.shown = [];
    this.isComplete = false;
    this.note = "";
    /** Positions of single rows.
     * @type {Map<number, [number, number]>} */
    this.places = new Map();
    /** A tile has come. */
    this.changed = /** @type {Signal<void>} */ (new Signal());
  }

  async open() {
    // The root is needed in any case, and the first picture waits for it.
    const root = this.load("");
    const found = await this.server.json(`chunks/${this.layer.tiles}`);
    const [left, bottom, side] = found.box;
    for (const [name, count] of found.tiles) {
      const square = { name, count, left, bottom, side, above: 0, rate: 1 };
      for (const digit of name) {
        square.side /= 2;
        if (digit === "1" || digit === "3") square.left += square.side;
        if (digit === "2" || digit === "3") square.bottom += square.side;
      }
      this.squares.set(name, square);
    }
    this.rate();
    const [west, east, south, north] = found.bounds;
    this.bounds = { left: west, right: east, bottom: south, top: north };
    await root;
    return this;
  }

  /** Finds the rates of the squares. */
  rate() {
    /** @type {Map<string, number>} */
    const below = new Map();
    const names = [...this.squares.keys()].sort((first, second) => first.length - second.length);
    for (const name of names.reverse()) {
      const count = (below.get(name) ?? 0) + (this.squares.get(name)?.count ?? 0);
      below.set(name, count);
      const parent = name.slice(0, -1);
      if (name) below.set(parent, (below.get(parent) ?? 0) + count);
    }
    for (const name of names.reverse()) {
      const square = this.squares.get(name);
      if (!square) continue;
      square.above = name ? this.squares.get(name.slice(0, -1))?.rate ?? 0 : 0;
      const share = square.count / (below.get(name) || 1);
      square.rate = share >= 1 ? 1 : square.above + (1 - square.above) * share;
    }
  }

  /**
   * The loaded tiles to draw at a view; the missing ones are requested.
   * @param {import("./viewport.js").Viewport} view
   * @param {number} limit largest number of points, as long as the view moves
   * @returns {Tile[]}
   */
  choose(view, limit) {
    const squares = this.squaresAt(view);
    const full = rateFor(squares, pointLimit);
    const rate = limit < pointLimit ? Math.min(full, rateFor(squares, limit)) : full;
    const needed = squares.filter((square) => square.above < full);
    this.wanted = new Set(needed.map((square) => square.name));
    this.shown = [];
    let isLoaded = true;
    for (const square of needed) {
      const tile = this.loaded.get(square.name);
      if (!tile) {
        isLoaded = false;
        continue;
      }
      this.loaded.delete(square.name);
      this.loaded.set(square.name, tile);
      tile.drawn = drawnAt(square, rate);
      if (tile.drawn > 0) this.shown.push(tile);
    }
    this.request();
    this.isComplete = isLoaded && rate >= 1;
    this.note = rate < full ? "fewer while the view moves" : !isLoaded ? "loading"
      : rate < 1 ? `a sample of ${short(100 * rate)} %: magnify to see more` : "";
    return this.shown;
  }

  /**
   * The squares that meet a view, those with the smallest samples around them first.
   * @param {import("./viewport.js").Viewport} view
   */
  squaresAt(view) {
    const [left, right] = [view.planeX(-reach), view.planeX(view.width + reach)];
    const [bottom, top] = [view.planeY(view.height + reach), view.planeY(-reach)];
    const squares = [...this.squares.values()].filter((square) => !square.name
      || square.left <= right && square.left + square.side >= left
      && square.bottom <= top && square.bottom + square.side >= bottom);
    return squares.sort((first, second) => first.above - second.above);
  }

  /** Requests what is wanted, and ends the requests for what is not. */
  request() {
    for (const [name, controller] of this.loading) {
      if (!this.wanted.has(name)) controller.abort();
    }
    for (const name of this.wanted) {
      if (this.loading.size >= tilesAtOnce) return;
      if (this.loaded.has(name) || this.loading.has(name)) continue;
      if (performance.now() - (this.failed.get(name) ?? -Infinity) < retryTime) continue;
      this.load(name);
    }
  }

  /** @param {string} name */
  async load(name) {
    const controller = new AbortController();
    this.loading.set(name, controller);
    const file = name ? `q${name}` : "root";
    try {
      const bytes = await this.server.bytes(
        `chunks/${this.layer.tiles.replace("/tiles/", "/tile/")}/${file}`,
        { signal: controller.signal });
      this.loaded.set(name, new Tile(name, bytes));
      this.failed.delete(name);
      this.dropOldest();
    } catch (error) {
      if (!isAborted(error)) {
        this.failed.set(name, performance.now());
        announce(error instanceof Error ? error.message : String(error));
        setTimeout(() => this.changed.send(), retryTime + 100);
      }
    }
    this.loading.delete(name);
    this.changed.send();
    this.request();
  }

  dropOldest() {
    let memory = 0;
    for (const tile of this.loaded.values()) memory += tile.size;
    for (const [name, tile] of this.loaded) {
      if (memory <= memoryLimit) return;
      if (this.wanted.has(name)) continue;
      tile.isDropped = true;
      this.loaded.delete(name);
      memory -= tile.size;
    }
  }

  /** Frees the memory of a layout that is no longer shown. */
  close() {
    this.wanted.clear();
    this.request();
    for (const tile of this.loaded.values()) tile.isDropped = true;
    this.loaded.clear();
  }

  /**
   * Where a row is.
   * @param {number} row
   * @returns {[number, number]|null} null if it is not known
   */
  position(row) {
    return this.places.get(row) ?? null;
  }

  /**
   * Reads where a row is.
   * @param {number} row
   * @returns {Promise<boolean>} whether there is something new
   */
  async locate(row) {
    if (this.places.has(row)) return false;
    await this.records.read([row], this.layer.name);
    const place = this.records.of(row)?.places.get(this.layer.name);
    if (place) this.keep(row, place);
    return place !== undefined;
  }

  /**
   * @param {number} row
   * @param {[number, number]} place
   */
  keep(row, place) {
    this.places.set(row, place);
    for (const first of this.places.keys()) {
      if (this.places.size <= placeLimit) return;
      this.places.delete(first);
    }
  }

  /**
   * The box around some rows: exact for few of them, otherwise around those that are drawn.
   * @param {(row: number) => boolean} counts
   * @param {RowSet} rows
   * @returns {Promise<import("./viewport.js").Box|null>} null if there are none
   */
  async boundsOf(counts, rows) {
    const box = { left: Infinity, right: -Infinity, bottom: Infinity, top: -Infinity };
    const add = (/** @type {number} */ x, /** @type {number} */ y) => {
      box.left = Math.min(box.left, x);
      box.right = Math.max(box.right, x);
      box.bottom = Math.min(box.bottom, y);
      box.top = Math.max(box.top, y);
    };
    if (rows.count <= boxRows) {
      await this.records.read(rows.rows(), this.layer.name);
      for (const row of rows.rows()) {
        const place = this.records.of(row)?.places.get(this.layer.name);
        if (place) add(...place);
      }
    } else {
      for (const { rows, positions } of this.loaded.values()) {
        for (let place = 0; place < rows.length; place++) {
          if (counts(rows[place])) add(positions[2 * place], positions[2 * place + 1]);
        }
      }
    }
    return box.left <= box.right ? box : null;
  }

  /**
   * Positions of a batch in the drawn order.
   * @param {import("./wholelayout.js").Batch} batch
   */
  positions(batch) {
    return /** @type {Tile} */ (batch).positions;
  }

  /**
   * Calls a function for the rows in and around a box that are drawn, until it returns false.
   * @param {import("./viewport.js").Box} box
   * @param {(row: number, x: number, y: number) => boolean|void} visit
   */
  visit(box, visit) {
    let goesOn = true;
    for (const { grid, rows, positions, drawn } of this.shown) {
      if (!goesOn) return;
      grid.visit(box.left, box.right, box.bottom, box.top, (place) => {
        if (place >= drawn) return true;
        goesOn = visit(rows[place], positions[2 * place], positions[2 * place + 1]) !== false;
        return goesOn;
      });
    }
  }

  /**
   * Calls a function for all rows that are drawn.
   * @param {(row: number, x: number, y: number) => void} visit
   */
  visitAll(visit) {
    for (const { rows, positions, drawn } of this.shown) {
      for (let place = 0; place < drawn; place++) {
        visit(rows[place], positions[2 * place], positions[2 * place + 1]);
      }
    }
  }

  /**
   * The drawn row nearest to a place; -1 if there is none within the radius.
   * @param {number} x
   * @param {number} y
   * @param {number} radius
   * @param {(row: number) => boolean} counts
   */
  nearest(x, y, radius, counts) {
    let best = -1;
    let least = radius * radius;
    /** @type {[number, number]} */
    let found = [x, y];
    const box = { left: x - radius, right: x + radius, bottom: y - radius, top: y + radius };
    this.visit(box, (row, left, up) => {
      const distance = (left - x) ** 2 + (up - y) ** 2;
      if (distance <= least && counts(row)) {
        least = distance;
        best = row;
        found = [left, up];
      }
    });
    if (best >= 0) this.keep(best, found);
    return best;
  }

  /**
   * The rows inside a polygon (even-odd rule), also those that are not drawn.
   * @param {number[]} polygon x and y of each corner in turn
   * @returns {Promise<RowSet>}
   */
  async inside(polygon) {
    const step = Math.ceil(polygon.length / 2 / cornerLimit);
    const outline = polygon.filter((_part, place) => Math.floor(place / 2) % step === 0);
    return new RowSet(this.size, await this.server.rows(
      { layer: this.layer.name, outline: outline.map((part) => part.toPrecision(9)).join(",") },
    ));
  }
}

/**
 * Number of points of a square that are drawn so that a share of all points is.
 * @param {Square} square
 * @param {number} rate the share
 */
function drawnAt({ count, above, rate: most }, rate) {
  if (rate >= most) return count;
  const share = Math.max(0, rate - above) / Math.max(1e-12, most - above);
  return Math.min(count, countedRows * Math.round(share * count / countedRows));
}

/**
 * The largest share of the points of some squares that can be drawn with a number of points.
 * @param {Square[]} squares
 * @param {number} limit
 */
function rateFor(squares, limit) {
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
