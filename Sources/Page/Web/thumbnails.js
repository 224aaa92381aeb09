import { Requests } from "./requests.js";
import { Signal } from "./signal.js";

/** Number of sheets that are kept decoded: 256 images each, 4 MB at 64 pixels. */
const sheetLimit = 96;
/** The same where each thumbnail is a sheet, as from the server of `explore`. */
const singleLimit = 4096;

/**
 * The thumbnails of a collection. They lie on sheets, which are decoded when they are first shown;
 * `loaded` then reports that a drawing can be completed.
 */
export class Thumbnails {
  /** @param {import("./collection.js").Collection} collection */
  constructor(collection) {
    this.collection = collection;
    this.description = collection.description.thumbnails;
    /** @type {Map<number, ImageBitmap|null>} null while a sheet is loading */
    this.sheets = new Map();
    /** @type {Signal<void>} */
    this.loaded = new Signal();
    this.limit = this.description?.perSheet === 1 ? singleLimit : sheetLimit;
    /** Requests to a server; null where the page has the sheets itself.
     * @type {Requests|null} */
    this.requests = collection.chunks.isServed ? new Requests(
      (number, signal) => this.read(number, signal), (number) => this.sheets.delete(number))
      : null;
  }

  /** Side of a thumbnail in pixels; 0 if the page has none. */
  get side() {
    return this.description?.side ?? 0;
  }

  /**
   * Draws the thumbnail of a row.
   * @param {CanvasRenderingContext2D} context
   * @param {number} row
   * @param {number} x left edge
   * @param {number} y upper edge
   * @param {number} side
   * @param {HTMLCanvasElement|null} waiting that needs the thumbnail as long as it is on the page
   * @returns {boolean} whether it was drawn; false while its sheet is loading, or if there is none
   */
  draw(context, row, x, y, side, waiting = null) {
    const sheets = this.description;
    if (!sheets) return false;
    const image = this.collection.image(row);
    if (image >= sheets.count || this.collection.present?.[image] === 0) return false;
    const bitmap = this.sheet(Math.floor(image / sheets.perSheet), waiting);
    if (!bitmap) return false;
    const cell = image % sheets.perSheet;
    const left = sheets.side * (cell % sheets.columns);
    const top = sheets.side * Math.floor(cell / sheets.columns);
    context.drawImage(bitmap, left, top, sheets.side, sheets.side, x, y, side, side);
    const patches = this.collection.patches;
    if (patches) framePatch(context, patches, row, x, y, side, "#ff0");
    return true;
  }

  /**
   * Frames further patches of a row's image on its thumbnail.
   * @param {HTMLCanvasElement} canvas
   * @param {number[]} rows patches of the same image
   */
  framePatches(canvas, rows) {
    const context = canvas.getContext("2d");
    const patches = this.collection.patches;
    if (!context || !patches) return;
    for (const row of rows) framePatch(context, patches, row, 0, 0, canvas.width, "#0ff");
  }

  /**
   * A decoded sheet; null if it is not there yet.
   * @param {number} number
   * @param {HTMLCanvasElement|null} waiting
   */
  sheet(number, waiting) {
    const known = this.sheets.get(number);
    if (known === null && this.requests?.has(number)) this.requests.add(number, waiting);
    if (known !== undefined) {
      // The sheet that was used last is dropped last.
      this.sheets.delete(number);
      this.sheets.set(number, known);
      return known;
    }
    this.sheets.set(number, null);
    if (this.requests) this.requests.add(number, waiting);
    else this.read(number).catch((error) => console.warn(String(error)));
    return null;
  }

  /**
   * @param {number} number of a sheet
   * @param {AbortSignal} [signal]
   */
  async read(number, signal) {
    const { chunk, type } = this.description;
    const bitmap = await this.collection.chunks.bitmap(`${chunk}/${number}`, type, signal);
    this.sheets.set(number, bitmap);
    this.dropOldest();
    this.loaded.send();
  }

  dropOldest() {
    for (const [number, bitmap] of this.sheets) {
      if (this.sheets.size <= this.limit) return;
      if (!bitmap) continue;
      bitmap.close();
      this.sheets.delete(number);
    }
  }

  /**
   * A canvas with the thumbnail of a row, drawn as soon as its sheet is there.
   * @param {number} row
   * @param {number} side in pixels of the page
   */
  canvas(row, side) {
    const canvas = document.createElement("canvas");
    const scale = Math.min(2, globalThis.devicePixelRatio || 1);
    canvas.width = canvas.height = Math.round(side * scale);
    canvas.style.width = canvas.style.height = `${side}px`;
    canvas.className = "thumbnail";
    this.fill(canvas, row);
    return canvas;
  }

  /**
   * Draws a row's thumbnail over a whole canvas, now or when its sheet is there.
   * @param {HTMLCanvasElement} canvas
   * @param {number} row
   */
  fill(canvas, row) {
    const context = canvas.getContext("2d");
    if (!context) return;
    canvas.dataset.row = String(row);
    const isDrawn = this.draw(context, row, 0, 0, canvas.width, canvas);
    if (!isDrawn) {
      context.clearRect(0, 0, canvas.width, canvas.height);
      const waiting = () => {
        if (canvas.dataset.row === String(row)) this.draw(context, row, 0, 0, canvas.width, canvas);
      };
      this.whenLoaded(row, waiting, () => this.requests !== null && !canvas.isConnected);
    }
  }

  /**
   * @param {number} row
   * @param {() => void} action called once, when the sheet of the row has been decoded
   * @param {() => boolean} isOver whether nobody waits any more
   */
  whenLoaded(row, action, isOver = () => false) {
    if (!this.description) return;
    const number = Math.floor(this.collection.image(row) / this.description.perSheet);
    const end = this.loaded.listen(() => {
      const isLoaded = this.sheets.get(number);
      if (!isLoaded && !isOver()) return;
      end();
      if (isLoaded) action();
    });
  }
}

/**
 * Frames the place of a patch in the picture of its image.
 * @param {CanvasRenderingContext2D} context
 * @param {{image: Int32Array, row: Int32Array, column: Int32Array, grid: number[],
 *   areas: Int32Array|null}} patches
 * @param {number} row
 * @param {number} x
 * @param {number} y
 * @param {number} side
 * @param {string} color
 */
function framePatch(context, patches, row, x, y, side, color) {
  const { grid, areas } = patches;
  const [firstRow, firstColumn, rows, columns] = areas
    ? areas.subarray(4 * patches.image[row], 4 * patches.image[row] + 4) : [0, 0, ...grid];
  // The picture is fitted into the square.
  const each = side / Math.max(rows, columns);
  const left = x + (side - each * columns) / 2 + each * (patches.column[row] - firstColumn);
  const top = y + (side - each * rows) / 2 + each * (patches.row[row] - firstRow);
  const lines = /** @type {Array<[string, number]>} */ ([["#000", 3], [color, 1.5]]);
  for (const [shade, width] of lines) {
    context.strokeStyle = shade;
    context.lineWidth = width * Math.max(1, side / 96);
    context.strokeRect(left, top, each, each);
  }
}
