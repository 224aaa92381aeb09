/**
 * A list of functions that are called when something has changed.
 * @template T
 */
export class Signal {
  constructor() {
    /** @type {Array<(value: T) => void>} */
    this.listeners = [];
  }

  /**
   * @param {(value: T) => void} listener
   * @returns {() => void} ends the listening
   */
  listen(listener) {
    this.listeners.push(listener);
    return () => {
      // The list is replaced, since it may be in use.
      this.listeners = this.listeners.filter((each) => each !== listener);
    };
  }

  /** @param {T} value */
  send(value) {
    for (const listener of this.listeners) listener(value);
  }
}
