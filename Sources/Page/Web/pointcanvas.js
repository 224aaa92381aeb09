import { hiddenMark, pointDiameter, pointOpacity, selectedMark } from "./appearance.js";

/** @typedef {import("./wholelayout.js").Batch} Batch */

/** Draws points with the 2-D canvas, where the browser has no WebGL2. */
export class PointCanvas {
  /** @param {HTMLCanvasElement} canvas */
  constructor(canvas) {
    const context = canvas.getContext("2d");
    if (!context) throw new Error("this browser can draw neither with WebGL2 nor on a 2-D canvas");
    this.context = context;
    this.canvas = canvas;
    /** @type {Map<Batch, {from: Float32Array, to: Float32Array, colors: Uint8Array,
     *   marks: Uint8Array}>} */
    this.values = new Map();
  }

  close() {}

  /** What the page prints about the drawing; "" for the usual way. */
  get note() {
    return "drawn without WebGL2";
  }

  /** Largest number of points of a sample. */
  get most() {
    return 150000;
  }

  /**
   * What is drawn of a batch; values are in the drawn order.
   * @param {Batch} batch
   */
  of(batch) {
    let values = this.values.get(batch);
    if (!values) {
      const none = new Float32Array(0);
      values = { from: none, to: none, colors: new Uint8Array(0), marks: new Uint8Array(0) };
      this.values.set(batch, values);
    }
    return values;
  }

  /**
   * Sets positions: points move from `from` to `to`.
   * @param {Batch} batch
   * @param {Float32Array} from
   * @param {Float32Array} to
   */
  setPositions(batch, from, to) {
    Object.assign(this.of(batch), { from, to });
  }

  /**
   * @param {Batch} batch
   * @param {Uint8Array} colors `[4 * rows]`
   */
  setColors(batch, colors) {
    this.of(batch).colors = colors;
  }

  /**
   * @param {Batch} batch
   * @param {Uint8Array} marks `[rows]`
   */
  setMarks(batch, marks) {
    this.of(batch).marks = marks;
  }

  /** @param {Batch} batch which is no longer drawn */
  drop(batch) {
    this.values.delete(batch);
  }

  /**
   * @param {import("./viewport.js").Viewport} view
   * @param {number} moved how far points have moved from `from` to `to`, 0...1
   * @param {{drawn: number, selected: number}} counts
   * @param {Batch[]} batches
   */
  draw(view, moved, counts, batches) {
    const { context, canvas } = this;
    const ratio = canvas.width / view.width;
    const diameter = pointDiameter(counts.drawn, view);
    const opacity = pointOpacity(counts.drawn, diameter, view);
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, view.width, view.height);
    for (const isSelected of [false, true]) {
      if (isSelected && counts.selected === 0) break;
      const side = isSelected ? diameter * 1.3 : diameter;
      context.globalAlpha = isSelected ? 1 : counts.selected > 0 ? opacity * 0.35 : opacity;
      for (const batch of batches) this.drawBatch(batch, view, moved, side, isSelected);
    }
    context.globalAlpha = 1;
  }

  /**
   * @param {Batch} batch
   * @param {import("./viewport.js").Viewport} view
   * @param {number} moved
   * @param {number} side of a point in pixels
   * @param {boolean} isSelected which points are drawn
   */
  drawBatch(batch, view, moved, side, isSelected) {
    const { context } = this;
    const { from, to, colors, marks } = this.of(batch);
    for (let row = 0; row < batch.drawn; row++) {
      if (marks[row] & hiddenMark || Boolean(marks[row] & selectedMark) !== isSelected) continue;
      const x = from[2 * row] + (to[2 * row] - from[2 * row]) * moved;
      const y = from[2 * row + 1] + (to[2 * row + 1] - from[2 * row + 1]) * moved;
      const left = view.screenX(x), top = view.screenY(y);
      if (left < -side || top < -side || left > view.width + side || top > view.height + side) {
        continue;
      }
      context.fillStyle = `rgb(${colors[4 * row]},${colors[4 * row + 1]},${colors[4 * row + 2]})`;
      if (side < 3) {
        context.fillRect(left - side / 2, top - side / 2, side, side);
      } else {
        context.beginPath();
        context.arc(left, top, side / 2, 0, 2 * Math.PI);
        context.fill();
      }
    }
  }
}
