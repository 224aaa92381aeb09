import { css } from "./colors.js";
import { pointDiameter } from "./appearance.js";

/** Largest number of thumbnails that are drawn at their points. */
const thumbnailLimit = 400;
/** Number of selected points that are drawn although a sample lacks them. */
const selectedLimit = 500;
/** Largest number of points that a thumbnail may cover. */
const coveredLimit = 5;

/** What lies above the points of a pane: thumbnails, rings around points, and the lasso. */
export class Overlay {
  /** @param {import("./pane.js").Pane} pane */
  constructor(pane) {
    this.pane = pane;
    /** Thumbnails of the last drawing.
     * @type {Array<{row: number, left: number, top: number, side: number}>} */
    this.drawn = [];
    /** Corners of the box or lasso that is being drawn, in pixels.
     * @type {number[]} */
    this.outline = [];
    this.showsThumbnails = true;
  }

  /**
   * The row whose thumbnail covers a place; -1 for none.
   * @param {number} left
   * @param {number} top
   */
  rowAt(left, top) {
    return this.drawn.find((each) =>
      Math.abs(each.left - left) <= each.side / 2 && Math.abs(each.top - top) <= each.side / 2,
    )?.row ?? -1;
  }

  draw() {
    const context = this.pane.overlay.getContext("2d");
    if (!context) return;
    const ratio = this.pane.overlay.width / this.pane.view.width;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, this.pane.view.width, this.pane.view.height);
    const { requests } = this.pane.thumbnails;
    requests?.begin(this.pane);
    this.drawThumbnails(context);
    requests?.end();
    this.drawSelected(context);
    const { hovered, opened, items } = this.pane.exploration;
    this.drawRing(context, items.row(opened, this.pane.set), 3);
    this.drawRing(context, items.row(hovered, this.pane.set), 2);
    this.drawOutline(context);
  }

  /**
   * Draws pictures at the points, as many as have room.
   * @param {CanvasRenderingContext2D} context
   */
  drawThumbnails(context) {
    this.drawn = [];
    if (!this.showsThumbnails || !this.pane.thumbnails.side || this.pane.moved < 1) return;
    const { view, places } = this.pane;
    if (!places.isComplete) return;
    /** @type {Array<{row: number, left: number, top: number}>} */
    const rows = [];
    const margin = 40 / view.scale;
    places.visit({
      left: view.planeX(0) - margin, right: view.planeX(view.width) + margin,
      bottom: view.planeY(view.height) - margin, top: view.planeY(0) + margin,
    }, (row, x, y) => {
      if (this.pane.isShown(row)) rows.push({ row, left: view.screenX(x), top: view.screenY(y) });
      return rows.length <= 4 * thumbnailLimit;
    });
    // Pictures appear when those in view have some room each.
    const room = Math.sqrt(view.width * view.height / Math.max(1, rows.length));
    if (rows.length > 4 * thumbnailLimit || room < 28) return;
    const largest = Math.min(96, Math.max(24, room * 0.7));
    const sides = [largest, largest / 2, largest / 4].filter((side) => side >= 24);
    const taken = new TakenRoom();
    for (const { row, left, top } of rows) {
      if (this.drawn.length >= thumbnailLimit) break;
      // In a dense part a smaller picture may have room.
      const side = sides.find((each) => taken.isFree(left, top, each)
        && this.covers(left, top, each) <= coveredLimit);
      if (side && this.drawThumbnail(context, row, left, top, side)) taken.take(left, top, side);
    }
    context.globalAlpha = 1;
  }

  /**
   * Draws the thumbnail of a row around its point, framed in the colour of the point.
   * @param {CanvasRenderingContext2D} context
   * @param {number} row
   * @param {number} left the middle of the thumbnail
   * @param {number} top
   * @param {number} side
   */
  drawThumbnail(context, row, left, top, side) {
    const { pane } = this;
    const { selection, items } = pane.exploration;
    const { column } = pane.drawing;
    const isSelected = selection.has(items.item(row, pane.set));
    context.globalAlpha = selection.count === 0 || isSelected ? 1 : 0.45;
    if (!pane.thumbnails.draw(context, row, left - side / 2, top - side / 2, side)) return false;
    context.strokeStyle = column ? css(column.color(row)) : "#888";
    context.lineWidth = isSelected ? 4 : 2;
    context.strokeRect(left - side / 2, top - side / 2, side, side);
    this.drawn.push({ row, left, top, side });
    return true;
  }

  /**
   * Number of points below a thumbnail, counted up to the limit.
   * @param {number} left its middle
   * @param {number} top
   * @param {number} side
   */
  covers(left, top, side) {
    const { view, places } = this.pane;
    const [x, y, reach] = [view.planeX(left), view.planeY(top), side / 2 / view.scale];
    let count = 0;
    const box = { left: x - reach, right: x + reach, bottom: y - reach, top: y + reach };
    places.visit(box, (row, across, up) => {
      if (Math.abs(across - x) <= reach && Math.abs(up - y) <= reach && this.pane.isShown(row)) {
        count++;
      }
      return count <= coveredLimit;
    });
    return count;
  }

  /**
   * Draws the points of a small selection where the points below are a sample, which may lack them.
   * @param {CanvasRenderingContext2D} context
   */
  drawSelected(context) {
    const { pane } = this;
    const { selection, items } = pane.exploration;
    if (pane.places.isComplete || selection.count === 0 || selection.count > selectedLimit) return;
    const radius = Math.max(3, 0.65 * pointDiameter(pane.counts.drawn, pane.view));
    context.strokeStyle = "#000";
    context.lineWidth = 1;
    for (const item of selection.rows()) {
      const row = items.row(item, pane.set);
      const place = pane.isShown(row) ? pane.screen(row) : null;
      if (!place) continue;
      const { column } = pane.drawing;
      context.fillStyle = column ? css(column.color(row)) : "#888";
      context.beginPath();
      context.arc(place.left, place.top, radius, 0, 2 * Math.PI);
      context.fill();
      context.stroke();
    }
  }

  /**
   * @param {CanvasRenderingContext2D} context
   * @param {number} row
   * @param {number} width
   */
  drawRing(context, row, width) {
    if (row < 0 || !this.pane.isShown(row)) return;
    const place = this.pane.screen(row);
    if (!place) return;
    const { left, top } = place;
    const radius = pointDiameter(this.pane.counts.drawn, this.pane.view) / 2 + 4;
    for (const [color, each] of /** @type {Array<[string, number]>} */ (
      [["#fff", width + 2], ["#000", width]])) {
      context.strokeStyle = color;
      context.lineWidth = each;
      context.beginPath();
      context.arc(left, top, radius, 0, 2 * Math.PI);
      context.stroke();
    }
  }

  /** @param {CanvasRenderingContext2D} context */
  drawOutline(context) {
    const { outline } = this;
    if (outline.length < 4) return;
    context.beginPath();
    context.moveTo(outline[0], outline[1]);
    for (let place = 2; place < outline.length; place += 2) {
      context.lineTo(outline[place], outline[place + 1]);
    }
    context.closePath();
    context.fillStyle = "rgb(80 140 255 / 0.15)";
    context.fill();
    context.strokeStyle = "#2f6fdf";
    context.lineWidth = 1.5;
    context.setLineDash([5, 3]);
    context.stroke();
    context.setLineDash([]);
  }
}

/** Side of the squares in which taken room is counted, in pixels. */
const takenSide = 8;

/** Parts of a pane that have a thumbnail already. */
class TakenRoom {
  constructor() {
    /** @type {Set<number>} */
    this.squares = new Set();
  }

  /**
   * Numbers of the squares around a place.
   * @param {number} left its middle
   * @param {number} top
   * @param {number} side
   */
  * around(left, top, side) {
    const first = (/** @type {number} */ middle) => Math.floor((middle - side / 2) / takenSide);
    const last = (/** @type {number} */ middle) => Math.floor((middle + side / 2) / takenSide);
    for (let y = first(top); y <= last(top); y++) {
      for (let x = first(left); x <= last(left); x++) yield y * 65536 + x;
    }
  }

  /**
   * @param {number} left
   * @param {number} top
   * @param {number} side
   */
  isFree(left, top, side) {
    for (const square of this.around(left, top, side)) if (this.squares.has(square)) return false;
    return true;
  }

  /**
   * @param {number} left
   * @param {number} top
   * @param {number} side
   */
  take(left, top, side) {
    for (const square of this.around(left, top, side)) this.squares.add(square);
  }
}
