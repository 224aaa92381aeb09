import { Column } from "./column.js";
import { drawnOrder } from "./drawnorder.js";
import { numbersOf } from "./chunks.js";
import { Records } from "./records.js";
import { RowSet } from "./rowset.js";
import { Tiles } from "./tiles.js";
import { WholeLayout } from "./wholelayout.js";

/** Number of images whose patches are compared with those of an image over a server. */
const comparedImages = 8;
/** Number of blocks of paths up to which all are read when the page opens. */
const blocksAtOnce = 32;
/** Number of columns of a server that are kept. */
const columnLimit = 6;
/** Number of wanted rows of a block from which the server sends the whole block. */
const rowsForBlock = 200;

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
    /** What a server knows about single rows; null where the page has all itself.
     * @type {Records|null} */
    this.records = chunks.isServed
      ? new Records(chunks.server, description.layers[description.mainLayer].name) : null;
    /** The paths that have been read, by block.
     * @type {Map<number, string[]>} */
    this.paths = new Map();
    /** Reading of each block of paths.
     * @type {Map<number, Promise<void>>} */
    this.pathBlocks = new Map();
    /** @type {Map<string, Column>} */
    this.columns = new Map();
    /** Names of categories that several maps have in common, and the code there of each code here,
     * by column; see `shareCategories`.
     * @type {Map<string, {names: string[], codes: Int32Array}>} */
    this.categories = new Map();
    /** The column that was used last is dropped last, if a server has them.
     * @type {number} */
    this.columnLimit = chunks.isServed ? columnLimit : Infinity;
    /** @type {Map<number, Promise<WholeLayout|Tiles>>} */
    this.layouts = new Map();
    /** All rows as they are drawn.
     * @type {import("./wholelayout.js").Batch|null} */
    this.batch = null;
    /** @type {{image: Int32Array, row: Int32Array, column: Int32Array, grid: number[],
     *   areas: Int32Array|null}|null} */
    this.patches = null;
    /** @type {Uint8Array|null} */
    this.present = null;
  }

  /** Reads what every part of the page needs: the main layout, the patches, and a few paths. */
  async open() {
    await Promise.all([
      this.prepare(this.description.mainLayer),
      this.blocks <= blocksAtOnce && !this.records ? this.readAllPaths() : this.readPathBlock(0),
    ]);
    const { patches, thumbnails } = this.description;
    if (patches) {
      const read = (/** @type {string} */ name) =>
        /** @type {Promise<Int32Array>} */ (this.chunks.numbers(name, "i32"));
      const [image, row, column] = await Promise.all(
        [patches.image, patches.row, patches.column].map(read),
      );
      const areas = patches.areas ? await read(patches.areas) : null;
      this.patches = { image, row, column, grid: patches.grid, areas };
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
    const { blockRows } = this.description;
    return this.paths.get(Math.floor(row / blockRows))?.[row % blockRows]
      ?? this.records?.of(row)?.path ?? "";
  }

  /**
   * Whether the path of a row has been read.
   * @param {number} row
   */
  isRead(row) {
    return this.paths.has(Math.floor(row / this.description.blockRows))
      || this.records?.of(row) !== undefined;
  }

  /**
   * Reads the paths of rows, with those of their blocks.
   * @param {Iterable<number>} rows
   */
  async readPaths(rows) {
    if (this.records) {
      await this.records.read(rows);
      return;
    }
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
        this.paths.set(block, decodedPaths(bytes));
      });
      this.pathBlocks.set(block, reading);
    }
    return reading;
  }

  /**
   * Paths of rows in ascending order, a list per block, without keeping them.
   * @param {Uint32Array} rows
   * @returns {AsyncGenerator<string[]>}
   */
  async * listedPaths(rows) {
    const { blockRows, paths } = this.description;
    for (let first = 0; first < rows.length;) {
      const block = Math.floor(rows[first] / blockRows);
      let last = first;
      while (last < rows.length && rows[last] < (block + 1) * blockRows) last++;
      const part = rows.subarray(first, last);
      first = last;
      if (this.records && part.length >= rowsForBlock) {
        const all = decodedPaths(new Uint8Array(
          await this.chunks.server.bytes(`chunks/${paths}/${block}`)));
        yield Array.from(part, (row) => all[row - block * blockRows]);
      } else {
        await this.readPaths(part);
        yield Array.from(part, (row) => this.path(row));
      }
    }
  }

  /**
   * The rows with a text in their path or label, without regard to case.
   * @param {string} text
   */
  async matching(text) {
    if (this.records) {
      return new RowSet(this.size, await this.chunks.server.rows({ query: text }));
    }
    const [label] = await Promise.all([this.column("label"), this.readAllPaths()]);
    const query = text.toLowerCase();
    const names = label?.names.map((name) => name.toLowerCase().includes(query)) ?? [];
    const found = new RowSet(this.size);
    for (let row = 0; row < this.size; row++) {
      if (names[label?.values[row] ?? -1] || this.path(row).toLowerCase().includes(query)) {
        found.add(row);
      }
    }
    return found;
  }

  /**
   * The layout of a layer for a pane; tiles are not shared.
   * @param {number} layer index into `layers`
   * @returns {Promise<WholeLayout|Tiles>}
   */
  places(layer) {
    const opening = this.prepare(layer);
    if (this.description.tiles) this.layouts.delete(layer);
    return opening;
  }

  /**
   * Reads a layout before a pane needs it.
   * @param {number} layer
   */
  prepare(layer) {
    let opening = this.layouts.get(layer);
    if (!opening) {
      opening = this.openPlaces(layer);
      this.layouts.set(layer, opening);
      opening.catch(() => this.layouts.delete(layer));
    }
    return opening;
  }

  /** @param {number} layer */
  async openPlaces(layer) {
    if (this.description.tiles) return new Tiles(this, this.layers[layer]).open();
    const layout = await this.chunks.numbers(this.layers[layer].chunk, "f32");
    this.batch ??= { rows: drawnOrder(this.size), drawn: this.size, isDropped: false };
    return new WholeLayout(/** @type {Float32Array} */ (layout), this.batch);
  }

  /**
   * A column; the rows' values are read when it is first used.
   * @param {string} name
   * @returns {Promise<Column|null>}
   */
  async column(name) {
    const known = this.columns.get(name);
    if (known) {
      this.columns.delete(name);
      this.columns.set(name, known);
      return known;
    }
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
    for (const oldest of this.columns.keys()) {
      if (this.columns.size > this.columnLimit) this.columns.delete(oldest);
    }
    return column;
  }

  /**
   * Reads columns, which then are in `columns` together.
   * @param {string[]} names
   */
  async readColumns(names) {
    if (this.records) this.columnLimit = Math.max(columnLimit, names.length + 1);
    await Promise.all(names.map((name) => this.column(name)));
  }

  /** All columns. */
  async allColumns() {
    const names = this.description.columns.map((/** @type {any} */ each) => each.name);
    const columns = await Promise.all(names.map((/** @type {string} */ name) => this.column(name)));
    return /** @type {Column[]} */ (columns);
  }

  /**
   * What the columns have about a row; missing numbers are left out.
   * @param {number} row
   * @returns {Promise<Array<{title: string, text: string}>>}
   */
  async fields(row) {
    await this.records?.read([row]);
    const values = this.records?.of(row)?.values;
    const columns = values ? this.describedColumns() : await this.allColumns();
    return columns.map((column, place) => ({
      title: column.title,
      text: values ? column.textOf(values[place] ?? NaN) : column.text(row),
    })).filter(({ text }) => text);
  }

  /** All columns without their values, for texts of single values. */
  describedColumns() {
    return /** @type {Column[]} */ (this.description.columns.map((/** @type {any} */ each) =>
      new Column(each, new Int32Array(0))));
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
   * What is known of the inside of an image; null for nothing.
   * @param {number} image
   * @returns {Promise<any>} an EXPLAINED of Documentation/Page.md
   */
  async inside(image) {
    const { explained, inside } = this.description;
    const whole = explained.find((/** @type {any} */ each) => each.row === image) ?? null;
    if (!inside) return whole;
    const bytes = await this.chunks.bytes(`${inside}/${image}`);
    const served = JSON.parse(new TextDecoder().decode(bytes));
    // Patches of other images have other coordinates in images that are stored in full.
    return whole ? { ...whole, tokens: served.tokens } : served;
  }

  /**
   * The images whose patches are compared with those of a row: all that are stored in full, over a
   * server the nearest ones.
   * @param {number} row
   * @returns {Promise<any[]>}
   */
  async compared(row) {
    if (!this.description.inside) return this.description.explained;
    const nearest = (await this.neighbors(row)).map((each) => this.image(each.row));
    const images = [...new Set(nearest)].slice(0, comparedImages);
    return Promise.all(images.map((image) => this.inside(image)));
  }

  /**
   * SHA-256 of the file of a row in hexadecimal; "" if it is not known.
   * @param {number} row
   */
  async digest(row) {
    if (this.records) {
      await this.records.read([row]);
      return this.records.of(row)?.digest ?? "";
    }
    const name = this.description.digests;
    if (!name) return "";
    const blockRows = this.description.blockRows;
    const bytes = await this.chunks.bytes(`${name}/${Math.floor(row / blockRows)}`);
    const place = 32 * (row % blockRows);
    return Array.from(bytes.subarray(place, place + 32), (byte) =>
      byte.toString(16).padStart(2, "0")).join("");
  }
}

/**
 * The paths of a block.
 * @param {Uint8Array} bytes UTF-8, separated by NUL
 */
function decodedPaths(bytes) {
  return new TextDecoder().decode(bytes).split("\0");
}
