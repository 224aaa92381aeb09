/**
 * A list of functions that are called when something has changed.
 * @template T
 */
export class Signal {
  constructor() {
    /** @type {Array<(value: T) => void>} */
    this.listeners = [];
  }

  /** @param {(value: T) => void} listener */
  listen(listener) {
    this.listeners.push(listener);
  }

  /** @param {T} value */
  send(value) {
    for (const listener of this.listeners) listener(value);
  }
}
