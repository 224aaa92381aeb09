/** Time after the last movement until all is drawn again, in milliseconds. */
const restTime = 250;
/** Times between two frames at which fewer points are drawn, and more again, in milliseconds. */
const slowFrame = 70;
const fastFrame = 25;
/** Smallest number of points that are drawn while the view moves. */
const fewestMoving = 270000;

/**
 * How many points can be drawn while a view moves, so that it follows the pointer also where
 * drawing is slow.
 */
export class Pace {
  /**
   * @param {() => boolean} isDrawing whether a frame of the movement is still to be drawn
   * @param {() => void} rest called when the view no longer moves
   */
  constructor(isDrawing, rest) {
    this.isDrawing = isDrawing;
    this.rest = rest;
    this.timer = 0;
    /** When the last frame of a movement was drawn; 0 for none. */
    this.last = 0;
    this.most = Infinity;
  }

  /** The view has moved. */
  move() {
    clearTimeout(this.timer);
    this.timer = globalThis.setTimeout(() => {
      if (this.isDrawing()) {
        this.move();
        return;
      }
      this.timer = 0;
      this.last = 0;
      this.rest();
    }, restTime);
  }

  close() {
    clearTimeout(this.timer);
  }

  /**
   * The largest number of points of this frame.
   * @param {number} drawn points of the last frame
   * @param {number} most the largest number of points that may be drawn
   */
  limit(drawn, most) {
    if (!this.timer) return Infinity;
    const now = performance.now();
    const gap = now - this.last;
    if (this.last > 0 && gap > slowFrame) {
      this.most = Math.max(Math.min(fewestMoving, most / 5), Math.min(this.most, drawn) / 2);
    } else if (this.last > 0 && gap < fastFrame) this.most *= 1.2;
    this.last = now;
    return this.most;
  }
}
