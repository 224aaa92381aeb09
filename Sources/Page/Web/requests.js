import { isAborted } from "./server.js";

/** Number of requests at a time: more would wait in the browser. */
const requestsAtOnce = 6;

/**
 * @typedef {object} Waiting a picture that has been asked for
 * @property {number} number
 * @property {Set<object>} viewers whose view has the picture
 * @property {HTMLCanvasElement[]} canvases that wait for it
 * @property {AbortController|null} controller once it is being read
 */

/**
 * Requests for many small pictures of a server: a few at a time, those asked for last first, and
 * none that nobody sees any more.
 */
export class Requests {
  /**
   * @param {(number: number, signal: AbortSignal) => Promise<void>} read
   * @param {(number: number) => void} forget called with pictures that are no longer wanted
   */
  constructor(read, forget) {
    this.read = read;
    this.forget = forget;
    /** @type {Map<number, Waiting>} */
    this.waiting = new Map();
    /** The viewer that asks at the moment.
     * @type {object|null} */
    this.viewer = null;
    this.timer = 0;
    this.active = 0;
  }

  /** @param {number} number */
  has(number) {
    return this.waiting.has(number);
  }

  /**
   * Asks for a picture on behalf of the present viewer, or of a canvas.
   * @param {number} number
   * @param {HTMLCanvasElement|null} canvas
   */
  add(number, canvas = null) {
    let waiting = this.waiting.get(number);
    if (!waiting) {
      waiting = { number, viewers: new Set(), canvases: [], controller: null };
      this.waiting.set(number, waiting);
    }
    if (canvas) waiting.canvases.push(canvas);
    else if (this.viewer) waiting.viewers.add(this.viewer);
    // Canvases are on the page only when the present task has ended.
    this.timer ||= globalThis.setTimeout(() => {
      this.timer = 0;
      this.start();
    }, 0);
  }

  /**
   * Begins the drawing of a view: what it does not ask for again is no longer wanted.
   * @param {object} viewer
   */
  begin(viewer) {
    this.viewer = viewer;
    for (const waiting of this.waiting.values()) waiting.viewers.delete(viewer);
  }

  /** Ends the drawing of a view. */
  end() {
    this.viewer = null;
    for (const waiting of [...this.waiting.values()]) if (!isWanted(waiting)) this.drop(waiting);
  }

  /** @param {Waiting} waiting */
  drop(waiting) {
    waiting.controller?.abort();
    this.waiting.delete(waiting.number);
    this.forget(waiting.number);
  }

  start() {
    const last = [...this.waiting.values()].filter((each) => !each.controller).reverse();
    for (const waiting of last) {
      if (this.active >= requestsAtOnce) return;
      if (isWanted(waiting)) this.request(waiting);
      else this.drop(waiting);
    }
  }

  /** @param {Waiting} waiting */
  async request(waiting) {
    waiting.controller = new AbortController();
    this.active++;
    try {
      await this.read(waiting.number, waiting.controller.signal);
    } catch (error) {
      if (!isAborted(error)) console.warn(String(error));
    }
    this.active--;
    if (this.waiting.get(waiting.number) === waiting) this.waiting.delete(waiting.number);
    this.start();
  }
}

/** @param {Waiting} waiting */
function isWanted({ viewers, canvases }) {
  return viewers.size > 0 || canvases.some((canvas) => canvas.isConnected);
}
