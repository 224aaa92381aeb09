import { hiddenMark, pointDiameter, pointOpacity, selectedMark } from "./appearance.js";
import { drawnOrder } from "./drawnorder.js";

/** Draws points with the 2-D canvas, where the browser has no WebGL2. */
export class PointCanvas {
  /**
   * @param {HTMLCanvasElement} canvas
   * @param {number} count
   */
  constructor(canvas, count) {
    const context = canvas.getContext("2d");
    if (!context) throw new Error("this browser can draw neither with WebGL2 nor on a 2-D canvas");
    this.context = context;
    this.canvas = canvas;
    this.count = count;
    this.order = drawnOrder(count);
    this.from = new Float32Array(2 * count);
    this.to = this.from;
    this.colors = new Uint8Array(4 * count);
    this.marks = new Uint8Array(count);
  }

  close() {}

  /** What the page prints about the drawing; "" for the usual way. */
  get note() {
    return "drawn without WebGL2";
  }

  /**
   * Sets positions: points move from `from` to `to`.
   * @param {Float32Array} from
   * @param {Float32Array} to
   */
  setPositions(from, to) {
    this.from = from;
    this.to = to;
  }

  /** @param {Uint8Array} colors `[4 * count]` */
  setColors(colors) {
    this.colors = colors;
  }

  /** @param {Uint8Array} marks `[count]` */
  setMarks(marks) {
    this.marks = marks;
  }

  /**
   * @param {import("./viewport.js").Viewport} view
   * @param {number} moved how far points have moved from `from` to `to`, 0...1
   * @param {{drawn: number, selected: number}} counts
   */
  draw(view, moved, counts) {
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
      for (const row of this.order) {
        const mark = this.marks[row];
        if (mark & hiddenMark || Boolean(mark & selectedMark) !== isSelected) continue;
        const x = this.from[2 * row] + (this.to[2 * row] - this.from[2 * row]) * moved;
        const y = this.from[2 * row + 1] + (this.to[2 * row + 1] - this.from[2 * row + 1]) * moved;
        const left = view.screenX(x), top = view.screenY(y);
        if (left < -side || top < -side || left > view.width + side || top > view.height + side) {
          continue;
        }
        const c = 4 * row;
        context.fillStyle = `rgb(${this.colors[c]},${this.colors[c + 1]},${this.colors[c + 2]})`;
        if (side < 3) {
          context.fillRect(left - side / 2, top - side / 2, side, side);
        } else {
          context.beginPath();
          context.arc(left, top, side / 2, 0, 2 * Math.PI);
          context.fill();
        }
      }
    }
    context.globalAlpha = 1;
  }
}
