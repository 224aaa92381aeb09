import { hiddenMark, pointDiameter, selectedMark } from "./appearance.js";
import { element } from "./element.js";
import { Grid } from "./grid.js";
import { Overlay } from "./overlay.js";
import { PointCanvas } from "./pointcanvas.js";
import { PointGL } from "./pointgl.js";
import { Signal } from "./signal.js";
import { Viewport } from "./viewport.js";
import { counted } from "./words.js";

/** Duration of a change of layer in milliseconds. */
const moveTime = 700;

/**
 * A map of one collection at one layer: points below, thumbnails and marks above. It reports what
 * the pointer does as signals; `Pointer` turns them into choices.
 */
export class Pane {
  /**
   * @param {import("./exploration.js").Exploration} exploration
   * @param {import("./collection.js").Collection} collection
   * @param {number} set number of the collection
   * @param {import("./thumbnails.js").Thumbnails} thumbnails
   */
  constructor(exploration, collection, set, thumbnails) {
    this.exploration = exploration;
    this.collection = collection;
    this.set = set;
    this.thumbnails = thumbnails;
    this.view = new Viewport();
    this.layer = collection.description.mainLayer;
    this.moved = 1;
    this.moveStart = 0;
    this.marks = new Uint8Array(collection.size);
    this.counts = { drawn: collection.size, selected: 0 };
    /** @type {import("./column.js").Column|null} */
    this.column = null;
    /** @type {Map<number, Grid>} */
    this.grids = new Map();
    /** @type {Signal<void>} */
    this.moveEnded = new Signal();
    /** @type {Signal<void>} */
    this.viewChanged = new Signal();
    this.canvas = /** @type {HTMLCanvasElement} */ (element("canvas.points"));
    this.ground = /** @type {HTMLCanvasElement} */ (element("canvas.ground"));
    this.overlay = /** @type {HTMLCanvasElement} */ (element("canvas.overlay"));
    this.caption = element("div.caption");
    this.place = element("div.pane", {
      tabindex: 0, role: "application", "aria-roledescription": "map",
      "aria-describedby": "map-keys",
    }, this.ground, this.canvas, this.overlay, this.caption);
    /** @type {PointGL|PointCanvas} */
    this.points = this.makePoints();
    /** Points of the finished map into which the rows were placed.
     * @type {PointCanvas|null} */
    this.reference = null;
    this.above = new Overlay(this);
    this.layout = /** @type {Float32Array} */ (collection.layouts.get(this.layer));
    this.from = this.layout;
    this.points.setPositions(this.from, this.layout);
    this.frame = 0;
    const sizes = new ResizeObserver(() => this.resize());
    sizes.observe(this.place);
    /** What ends when the pane is closed. */
    this.ends = [
      thumbnails.loaded.listen(() => this.redraw()),
      exploration.changed.listen(() => this.updateMarks()),
      exploration.hoverChanged.listen(() => this.redraw()),
      exploration.openChanged.listen(() => this.redraw()),
      () => sizes.disconnect(),
    ];
  }

  /** Takes the pane off the page and gives its drawing back to the browser, which has few. */
  close() {
    for (const end of this.ends) end();
    cancelAnimationFrame(this.frame);
    this.frame = -1;
    this.points.close();
    this.place.remove();
  }

  /** Draws with WebGL2 where that works, otherwise on a 2-D canvas. */
  makePoints() {
    try {
      const points = new PointGL(this.canvas, this.collection.size);
      this.canvas.addEventListener("webglcontextlost", (event) => event.preventDefault());
      this.canvas.addEventListener("webglcontextrestored", () => this.restorePoints());
      return points;
    } catch (error) {
      console.warn(String(error));
      // A canvas that has been asked for WebGL2 cannot be used for 2-D drawing in all browsers.
      const fresh = /** @type {HTMLCanvasElement} */ (element("canvas.points"));
      this.canvas.replaceWith(fresh);
      this.canvas = fresh;
      return new PointCanvas(fresh, this.collection.size);
    }
  }

  /**
   * Shows the points of a finished map in grey below the rows.
   * @param {Float32Array} layout
   */
  showReference(layout) {
    this.reference = new PointCanvas(this.ground, layout.length / 2);
    this.reference.setPositions(layout, layout);
    this.reference.setColors(new Uint8Array(2 * layout.length).fill(170));
    this.redraw();
  }

  /** Fills the buffers again after the browser has taken them away. */
  restorePoints() {
    this.points = new PointGL(this.canvas, this.collection.size);
    this.points.setPositions(this.from, this.layout);
    this.colorBy(this.column);
    this.updateMarks();
  }

  /** Adapts to the room that the pane has on the page. */
  resize() {
    const width = Math.max(1, this.place.clientWidth);
    const height = Math.max(1, this.place.clientHeight);
    const isFirst = this.view.width === 1;
    const wasFitted = this.view.scale === this.view.fitted;
    const { x, y } = this.view;
    const ratio = globalThis.devicePixelRatio || 1;
    for (const canvas of [this.ground, this.canvas, this.overlay]) {
      canvas.width = Math.round(width * ratio);
      canvas.height = Math.round(height * ratio);
    }
    this.view.width = width;
    this.view.height = height;
    const before = new Viewport();
    Object.assign(before, { width, height });
    before.fit(this.layout);
    const grown = before.scale / this.view.fitted;
    this.view.fitted = before.scale;
    if (isFirst || wasFitted) this.view.fit(this.layout);
    else Object.assign(this.view, { x, y, scale: this.view.scale * grown });
    this.redraw();
  }

  /** Shows the whole map, or the selection. */
  fit(toSelection = false) {
    const { selection, shown } = this.exploration;
    const { items } = this.exploration;
    const rows = toSelection && selection.count > 0 ? selection : shown;
    this.view.fit(this.layout, (row) => rows.has(items.item(row, this.set)));
    if (!toSelection && this.exploration.filters.isEmpty) this.view.fitted = this.view.scale;
    this.changeView();
  }

  changeView() {
    this.redraw();
    this.viewChanged.send();
  }

  /**
   * Moves the points to their places at another layer.
   * @param {number} layer index into the collection's layers
   * @param {boolean} isAnimated
   */
  async showLayer(layer, isAnimated = true) {
    const layout = await this.collection.layout(layer);
    this.layer = layer;
    this.from = this.layout;
    this.layout = layout;
    this.points.setPositions(this.from, this.layout);
    const isStill = !isAnimated
      || globalThis.matchMedia?.("(prefers-reduced-motion: reduce)").matches;
    this.moved = isStill ? 1 : 0;
    this.moveStart = performance.now();
    const before = new Viewport();
    Object.assign(before, { width: this.view.width, height: this.view.height });
    before.fit(layout);
    const wasFitted = this.view.scale === this.view.fitted;
    this.view.fitted = before.scale;
    if (wasFitted) Object.assign(this.view, { x: before.x, y: before.y, scale: before.scale });
    this.describe();
    this.redraw();
  }

  /** @param {import("./column.js").Column|null} column */
  colorBy(column) {
    this.column = column;
    const plain = () => new Uint8Array(4 * this.collection.size).fill(120);
    this.points.setColors(column ? column.colors() : plain());
    this.redraw();
  }

  updateMarks() {
    const { exploration, set, collection } = this;
    const { items, selection, shown } = exploration;
    this.counts = { drawn: 0, selected: 0 };
    for (let row = 0; row < collection.size; row++) {
      const item = items.item(row, set);
      const isShown = shown.has(item), isSelected = selection.has(item);
      this.marks[row] = (isShown ? 0 : hiddenMark) | (isSelected ? selectedMark : 0);
      if (isShown) this.counts.drawn++;
      if (isShown && isSelected) this.counts.selected++;
    }
    this.points.setMarks(this.marks);
    this.describe();
    this.redraw();
  }

  /** The line in the corner: what the pane shows, and how much of it. */
  describe() {
    const { collection, counts, exploration } = this;
    const layer = collection.layers[this.layer].title;
    const several = exploration.items.collections.length > 1;
    const drawn = counts.drawn === collection.size
      ? counted(counts.drawn, collection.noun)
      : `${counts.drawn.toLocaleString("en-US")} of ${counted(collection.size, collection.noun)}`;
    const note = this.points.note;
    this.caption.textContent = [
      several ? collection.description.name : null, layer, `${drawn} drawn`, note || null,
    ].filter(Boolean).join(" · ");
    this.place.setAttribute("aria-label", `Map of ${this.caption.textContent}`);
  }

  /** The grid of the present layout. */
  grid() {
    let grid = this.grids.get(this.layer);
    if (!grid) {
      grid = new Grid(this.layout);
      this.grids.set(this.layer, grid);
    }
    return grid;
  }

  /** @param {number} row */
  isShown(row) {
    return (this.marks[row] & hiddenMark) === 0;
  }

  /**
   * The row under a place of the pane; -1 for none.
   * @param {number} left
   * @param {number} top
   */
  rowAt(left, top) {
    const { view } = this;
    const pictured = this.above.rowAt(left, top);
    if (pictured >= 0) return pictured;
    const radius = Math.max(10, pointDiameter(this.counts.drawn, view)) / view.scale;
    return this.grid().nearest(view.planeX(left), view.planeY(top), radius,
      (row) => this.isShown(row));
  }

  /**
   * Rows inside an outline.
   * @param {number[]} outline left and top of each corner, in pixels
   */
  rowsInside(outline) {
    const polygon = outline.map((part, index) =>
      index % 2 === 0 ? this.view.planeX(part) : this.view.planeY(part));
    return this.grid().inside(polygon, (row) => this.isShown(row));
  }

  redraw() {
    if (this.frame) return;
    this.frame = requestAnimationFrame((time) => {
      this.frame = 0;
      this.draw(time);
    });
  }

  /** @param {number} time */
  draw(time) {
    if (this.moved < 1) {
      const share = Math.min(1, Math.max(0, (time - this.moveStart) / moveTime));
      this.moved = share * share * (3 - 2 * share);
      if (share < 1) this.redraw();
      else this.moved = 1;
    }
    this.points.draw(this.view, this.moved, this.counts);
    if (this.reference) {
      this.reference.draw(this.view, 1, { drawn: this.reference.count, selected: 0 });
    }
    this.above.draw();
    if (this.moved === 1) this.moveEnded.send();
  }

  /**
   * Place of a row on the pane, in pixels.
   * @param {number} row
   */
  screen(row) {
    const part = (/** @type {number} */ index) =>
      this.from[2 * row + index] + (this.layout[2 * row + index] - this.from[2 * row + index])
        * this.moved;
    return { left: this.view.screenX(part(0)), top: this.view.screenY(part(1)) };
  }
}
