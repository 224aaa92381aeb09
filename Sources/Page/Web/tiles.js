import { announce } from "./element.js";
import { isAborted } from "./server.js";
import { RowSet } from "./rowset.js";
import { Signal } from "./signal.js";
import { drawnAt, rateFor, Squares } from "./squares.js";
import { Tile } from "./tile.js";
import { short } from "./words.js";

/** Memory of the tiles that are kept, in bytes. */
const memoryLimit = 160e6;
/** Number of tiles that are requested at a time. */
const tilesAtOnce = 4;
/** Time until a tile that could not be had is requested again, in milliseconds. */
const retryTime = 5000;
/** Number of positions of single rows that are kept. */
const placeLimit = 1000;
/** Number of rows up to which the server has to find a box around them. */
const boxRows = 500;
/** Largest number of corners of an outline. */
const cornerLimit = 500;

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
    this.squares = new Squares([0, 0, 1], []);
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
    /** Rows whose positions are being read.
     * @type {Set<number>} */
    this.located = new Set();
    /** A tile has come. */
    this.changed = /** @type {Signal<void>} */ (new Signal());
  }

  async open() {
    // The root is needed in any case, and the first picture waits for it.
    const root = this.load("");
    const found = await this.server.json(`chunks/${this.layer.tiles}`);
    this.squares = new Squares(found.box, found.tiles);
    const [west, east, south, north] = found.bounds;
    this.bounds = { left: west, right: east, bottom: south, top: north };
    await root;
    return this;
  }

  /**
   * The loaded tiles to draw at a view; the missing ones are requested.
   * @param {import("./viewport.js").Viewport} view
   * @param {number} most largest number of points
   * @param {number} limit the same as long as the view moves
   * @returns {Tile[]}
   */
  choose(view, most, limit) {
    const squares = this.squares.at(view);
    const full = rateFor(squares, most);
    const rate = limit < most ? Math.min(full, rateFor(squares, limit)) : full;
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
    const place = this.places.get(row);
    if (!place) return null;
    // The position that was used last is dropped last.
    this.places.delete(row);
    this.places.set(row, place);
    return place;
  }

  /**
   * Reads where a row is.
   * @param {number} row
   * @returns {Promise<boolean>} whether there is something new
   */
  async locate(row) {
    if (this.places.has(row) || this.located.has(row)) return false;
    this.located.add(row);
    // Rows that are asked for together are read together.
    await Promise.resolve();
    const rows = [...this.located];
    try {
      await this.records.read(rows, this.layer.name);
    } finally {
      this.located.delete(row);
    }
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
    for (const tile of this.shown) {
      if (!goesOn) return;
      // The grid of a tile is made when it is first needed.
      if (!this.squares.meets(tile.name, box)) continue;
      const { rows, positions, drawn } = tile;
      tile.grid.visit(box.left, box.right, box.bottom, box.top, (place) => {
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
      { layer: this.layer.name, outline: outline.map((part) => part.toPrecision(7)).join(",") },
    ));
  }
}
