import { parameters } from "./server.js";

/** Number of records that are kept. */
const recordLimit = 20000;
/** Largest number of rows of one request. */
const requestRows = 500;

/**
 * @typedef {object} RowRecord what is known about a row
 * @property {string} path
 * @property {string} digest SHA-256 in hexadecimal; "" if it is not known
 * @property {Array<number|null>} values in the order of the columns
 * @property {Map<string, [number, number]>} places by layer
 */

/** What the server knows about single rows, read when it is needed. */
export class Records {
  /**
   * @param {import("./server.js").Server} server
   * @param {string} layer name of the layer whose positions are read
   */
  constructor(server, layer) {
    this.server = server;
    this.layer = layer;
    /** The record that was used last is dropped last.
     * @type {Map<number, RowRecord>} */
    this.known = new Map();
    /** Reading of rows, by layer and row.
     * @type {Map<string, Promise<void>>} */
    this.reading = new Map();
  }

  /**
   * The record of a row; undefined until it has been read.
   * @param {number} row
   */
  of(row) {
    return this.known.get(row);
  }

  /**
   * Reads the records of rows, with their positions at a layer.
   * @param {Iterable<number>} rows
   * @param {string} layer
   */
  async read(rows, layer = this.layer) {
    /** @type {Set<Promise<void>>} */
    const waiting = new Set();
    /** @type {number[]} */
    const missing = [];
    for (const row of rows) {
      const known = this.known.get(row);
      const reading = this.reading.get(`${layer}/${row}`);
      if (known?.places.has(layer)) {
        this.known.delete(row);
        this.known.set(row, known);
      } else if (reading) waiting.add(reading);
      else missing.push(row);
    }
    for (let first = 0; first < missing.length; first += requestRows) {
      const part = missing.slice(first, first + requestRows);
      const reading = this.request(part, layer);
      for (const row of part) this.reading.set(`${layer}/${row}`, reading);
      waiting.add(reading);
      // Few requests at a time: a long list is read in turn.
      if (missing.length > 4 * requestRows) await reading;
    }
    await Promise.all(waiting);
  }

  /**
   * @param {number[]} rows
   * @param {string} layer
   */
  async request(rows, layer) {
    try {
      const { records } = await this.server.json(
        `records?${parameters({ layer, rows: rows.join(",") })}`);
      rows.forEach((row, place) => {
        const [path, digest, x, y, values] = records[place];
        const places = this.known.get(row)?.places ?? new Map();
        places.set(layer, [x, y]);
        this.known.set(row, { path, digest, values, places });
      });
      for (const row of this.known.keys()) {
        if (this.known.size <= recordLimit) break;
        this.known.delete(row);
      }
    } finally {
      for (const row of rows) this.reading.delete(`${layer}/${row}`);
    }
  }

  /**
   * Visits the records of many rows in their order.
   * @param {Uint32Array} rows
   * @param {string} layer
   * @param {(row: number, record: RowRecord) => void} visit
   */
  async each(rows, layer, visit) {
    for (let first = 0; first < rows.length; first += requestRows) {
      const part = [...rows.subarray(first, first + requestRows)];
      await this.read(part, layer);
      for (const row of part) {
        const record = this.known.get(row);
        if (record) visit(row, record);
      }
    }
  }
}
