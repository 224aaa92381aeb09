import { Column } from "./column.js";
import { numbersOf } from "./chunks.js";

/** Number of blocks of paths up to which all are read when the page opens. */
const blocksAtOnce = 32;

/** The rows of one map file: their paths, values, thumbnails, neighbours and positions. */
export class Collection {
  /**
   * @param {any} description a SET of Documentation/Page.md
   * @param {import("./chunks.js").Chunks} chunks
   */
  constructor(description, chunks) {
    this.description = description;
    this.chunks = chunks;
    /** @type {number} */
    this.size = description.rows;
    /** @type {string[]} */
    this.noun = description.noun;
    this.layers = description.layers;
    /** The paths that have been read. @type {string[]} */
    this.paths = new Array(this.size);
    /** Reading of each block of paths. @type {Map<number, Promise<void>>} */
    this.pathBlocks = new Map();
    /** @type {Map<string, Column>} */
    this.columns = new Map();
    /** Names of categories that several maps have in common, and the code there of each code here,
     * by column; see `shareCategories`.
     * @type {Map<string, {names: string[], codes: Int32Array}>} */
    this.categories = new Map();
    /** @type {Map<number, Float32Array>} */
    this.layouts = new Map();
    /** @type {{image: Int32Array, row: Int32Array, column: Int32Array, grid: number[]}|null} */
    this.patches = null;
    /** @type {Uint8Array|null} */
    this.present = null;
  }

  /** Reads what every part of the page needs: the main layout, the patches, and a few paths. */
  async open() {
    await Promise.all([
      this.layout(this.description.mainLayer),
      this.blocks <= blocksAtOnce ? this.readAllPaths() : this.readPaths([0]),
    ]);
    const { patches, thumbnails } = this.description;
    if (patches) {
      const read = (/** @type {string} */ name) =>
        /** @type {Promise<Int32Array>} */ (this.chunks.numbers(name, "i32"));
      const [image, row, column] = await Promise.all(
        [patches.image, patches.row, patches.column].map(read),
      );
      this.patches = { image, row, column, grid: patches.grid };
    }
    if (thumbnails?.present) {
      this.present = /** @type {Uint8Array} */ (
        await this.chunks.numbers(thumbnails.present, "u8"));
    }
  }

  /** Number of blocks of rows. */
  get blocks() {
    return Math.ceil(this.size / this.description.blockRows);
  }

  /**
   * The path of a row; "" until it has been read.
   * @param {number} row
   */
  path(row) {
    return this.paths[row] ?? "";
  }

  /**
   * Reads the paths of rows, with those of their blocks.
   * @param {Iterable<number>} rows
   */
  async readPaths(rows) {
    const blocks = new Set();
    for (const row of rows) blocks.add(Math.floor(row / this.description.blockRows));
    await Promise.all([...blocks].map((block) => this.readPathBlock(block)));
  }

  async readAllPaths() {
    for (let block = 0; block < this.blocks; block++) await this.readPathBlock(block);
  }

  /** @param {number} block */
  readPathBlock(block) {
    let reading = this.pathBlocks.get(block);
    if (!reading) {
      reading = this.chunks.bytes(`${this.description.paths}/${block}`).then((bytes) => {
        new TextDecoder().decode(bytes).split("\0").forEach((path, place) => {
          this.paths[block * this.description.blockRows + place] = path;
        });
      });
      this.pathBlocks.set(block, reading);
    }
    return reading;
  }

  /**
   * Positions of all rows at a layer, `Float32Array [2 * size]`.
   * @param {number} layer index into `layers`
   * @returns {Promise<Float32Array>}
   */
  async layout(layer) {
    let layout = this.layouts.get(layer);
    if (!layout) {
      layout = /** @type {Float32Array} */ (
        await this.chunks.numbers(this.layers[layer].chunk, "f32"));
      this.layouts.set(layer, layout);
    }
    return layout;
  }

  /**
   * A column; the rows' values are read when it is first used.
   * @param {string} name
   * @returns {Promise<Column|null>}
   */
  async column(name) {
    const known = this.columns.get(name);
    if (known) return known;
    const found = this.description.columns.find((/** @type {any} */ each) => each.name === name);
    if (!found) return null;
    const values = /** @type {Int32Array|Float32Array} */ (
      await this.chunks.numbers(found.chunk, found.type));
    const common = this.categories.get(name);
    if (common) {
      for (let row = 0; row < values.length; row++) {
        if (values[row] >= 0) values[row] = common.codes[values[row]];
      }
    }
    const column = new Column(common ? { ...found, names: common.names } : found, values);
    this.columns.set(name, column);
    return column;
  }

  /** All columns. */
  async allColumns() {
    const names = this.description.columns.map((/** @type {any} */ each) => each.name);
    const columns = await Promise.all(names.map((/** @type {string} */ name) => this.column(name)));
    return /** @type {Column[]} */ (columns);
  }

  /**
   * Index of the image of a row: the row itself, or the image that a patch belongs to.
   * @param {number} row
   */
  image(row) {
    return this.patches ? this.patches.image[row] : row;
  }

  /**
   * The path of the image of a row, without the place of a patch.
   * @param {number} row
   */
  imagePath(row) {
    return this.patches ? this.path(row).replace(/:\d+,\d+$/, "") : this.path(row);
  }

  /**
   * The nearest rows of a row in the space of the model, the nearest first.
   * @param {number} row
   * @returns {Promise<Array<{row: number, distance: number}>>} empty if the map has no graph
   */
  async neighbors(row) {
    const graph = this.description.neighbors;
    if (!graph) return [];
    const blockRows = this.description.blockRows;
    const block = Math.floor(row / blockRows);
    const rows = Math.min(blockRows, this.size - block * blockRows);
    const bytes = await this.chunks.bytes(`${graph.chunk}/${block}`);
    const place = row - block * blockRows;
    const width = graph.index === "u16" ? 2 : 4;
    const none = graph.index === "u16" ? 0xffff : 0xffffffff;
    const shares = 4 * rows + 2 * graph.count * place;
    const indices = 4 * rows + 2 * graph.count * rows + width * graph.count * place;
    const largest = numbersOf(bytes.subarray(4 * place, 4 * place + 4), "f32")[0];
    const distances = numbersOf(bytes.subarray(shares, shares + 2 * graph.count), "u16");
    const nearest = numbersOf(bytes.subarray(indices, indices + width * graph.count), graph.index);
    const found = [];
    for (let index = 0; index < graph.count; index++) {
      if (nearest[index] === none) break;
      found.push({ row: nearest[index], distance: distances[index] / 65535 * largest });
    }
    return found;
  }

  /**
   * SHA-256 of the file of a row in hexadecimal; "" if it is not known.
   * @param {number} row
   */
  async digest(row) {
    const name = this.description.digests;
    if (!name) return "";
    const blockRows = this.description.blockRows;
    const bytes = await this.chunks.bytes(`${name}/${Math.floor(row / blockRows)}`);
    const place = 32 * (row % blockRows);
    return Array.from(bytes.subarray(place, place + 32), (byte) =>
      byte.toString(16).padStart(2, "0")).join("");
  }
}
