import { pointDiameter } from "./appearance.js";
import { Drawing } from "./drawing.js";
import { element } from "./element.js";
import { Overlay } from "./overlay.js";
import { Pace } from "./pace.js";
import { PointCanvas } from "./pointcanvas.js";
import { PointGL } from "./pointgl.js";
import { Signal } from "./signal.js";
import { Viewport } from "./viewport.js";
import { counted, grouped } from "./words.js";

/** Duration of a change of layer in milliseconds. */
const moveTime = 700;
/**
 * Time after a drawing until what lies above the points is drawn once more, in milliseconds:
 * Chromium that draws without a GPU on a busy machine may lose what was drawn last on a canvas.
 */
const againTime = 300;

/** @typedef {import("./wholelayout.js").WholeLayout|import("./tiles.js").Tiles} Places */

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
   * @param {Places} places of the main layer
   */
  constructor(exploration, collection, set, thumbnails, places) {
    this.exploration = exploration;
    this.collection = collection;
    this.set = set;
    this.thumbnails = thumbnails;
    this.view = new Viewport();
    this.layer = collection.description.mainLayer;
    this.moved = 1;
    this.moveStart = 0;
    /** Rows that are shown, and those of them that are selected. */
    this.counts = { drawn: collection.size, selected: 0 };
    /** Rows that are drawn at the present view. */
    this.drawn = places.isTiled ? 0 : collection.size;
    this.pace = new Pace(() => this.frame > 0, () => this.redraw());
    this.drawing = new Drawing(exploration, set, places);
    /** Number of the last change of the layer. */
    this.turn = 0;
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
    /** @type {Places} */
    this.places = places;
    this.frame = 0;
    /** Draws again what lies above the points after the last drawing of it. */
    this.againTimer = 0;
    /** Whether the points must be drawn again. */
    this.isStale = true;
    this.endPlaces = this.listenTo(places);
    const sizes = new ResizeObserver(() => this.resize());
    sizes.observe(this.place);
    /** What ends when the pane is closed. */
    this.ends = [
      thumbnails.loaded.listen(() => this.redrawAbove()),
      exploration.changed.listen(() => this.updateMarks()),
      exploration.hoverChanged.listen(() => this.redrawAbove()),
      exploration.openChanged.listen(() => this.redrawAbove()),
      () => sizes.disconnect(),
      () => this.endPlaces(),
      () => this.pace.close(),
      () => clearTimeout(this.againTimer),
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

  /**
   * Draws again when a part of a layout has come.
   * @param {Places} places
   * @returns {() => void} ends it
   */
  listenTo(places) {
    const end = "changed" in places ? places.changed.listen(() => this.redraw()) : () => {};
    return () => {
      end();
      places.close();
    };
  }

  /** Draws with WebGL2 where that works, otherwise on a 2-D canvas. */
  makePoints() {
    try {
      const points = new PointGL(this.canvas);
      this.canvas.addEventListener("webglcontextlost", (event) => event.preventDefault());
      this.canvas.addEventListener("webglcontextrestored", () => this.restorePoints());
      return points;
    } catch (error) {
      console.warn(String(error));
      // A canvas that has been asked for WebGL2 cannot be used for 2-D drawing in all browsers.
      const fresh = /** @type {HTMLCanvasElement} */ (element("canvas.points"));
      this.canvas.replaceWith(fresh);
      this.canvas = fresh;
      return new PointCanvas(fresh);
    }
  }

  /**
   * Shows the points of a finished map in grey below the rows.
   * @param {Float32Array} layout
   */
  showReference(layout) {
    this.reference = new PointCanvas(this.ground);
    const rows = new Uint32Array(layout.length / 2);
    this.referenceBatch = { rows, drawn: rows.length, isDropped: false };
    this.reference.setPositions(this.referenceBatch, layout, layout);
    this.reference.setColors(this.referenceBatch, new Uint8Array(2 * layout.length).fill(170));
    this.redraw();
  }

  /** Fills the buffers again after the browser has taken them away. */
  restorePoints() {
    this.points = new PointGL(this.canvas);
    this.drawing.given.clear();
    this.redraw();
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
    before.fit(this.places.bounds);
    const grown = before.scale / this.view.fitted;
    this.view.fitted = before.scale;
    if (isFirst || wasFitted) this.view.fit(this.places.bounds);
    else Object.assign(this.view, { x, y, scale: this.view.scale * grown });
    this.redraw();
  }

  /** Shows the whole map, or the selection. */
  async fit(toSelection = false) {
    const { items, selection, shown } = this.exploration;
    const rows = toSelection && selection.count > 0 ? selection : shown;
    this.view.fit(rows.count === items.size ? this.places.bounds
      : await this.places.boundsOf((row) => rows.has(items.item(row, this.set)), rows));
    if (!toSelection && this.exploration.filters.isEmpty) this.view.fitted = this.view.scale;
    this.changeView();
  }

  changeView() {
    this.pace.move();
    this.redraw();
    this.viewChanged.send();
  }

  /**
   * Moves the points to their places at another layer.
   * @param {number} layer index into the collection's layers
   * @param {boolean} isAnimated
   */
  async showLayer(layer, isAnimated = true) {
    this.turn++;
    const { turn } = this;
    const places = await this.collection.places(layer);
    // A later change may have been faster.
    if (turn !== this.turn) return;
    this.layer = layer;
    this.drawing.from = places.isTiled ? places : this.places;
    this.drawing.to = places;
    if (places !== this.places) {
      this.endPlaces();
      this.endPlaces = this.listenTo(places);
    }
    this.places = places;
    if (this.collection.records) {
      this.collection.records.layer = this.collection.layers[layer].name;
    }
    const isStill = !isAnimated || places.isTiled
      || globalThis.matchMedia?.("(prefers-reduced-motion: reduce)").matches;
    this.moved = isStill ? 1 : 0;
    this.moveStart = performance.now();
    const before = new Viewport();
    Object.assign(before, { width: this.view.width, height: this.view.height });
    before.fit(places.bounds);
    const wasFitted = this.view.scale === this.view.fitted;
    this.view.fitted = before.scale;
    if (wasFitted) Object.assign(this.view, { x: before.x, y: before.y, scale: before.scale });
    this.describe();
    this.redraw();
  }

  /** @param {import("./column.js").Column|null} column */
  colorBy(column) {
    this.drawing.column = column;
    this.redraw();
  }

  updateMarks() {
    const { exploration, set, collection } = this;
    const { items, selection, shown } = exploration;
    if (items.areRows) {
      this.counts = { drawn: shown.count, selected: shown.intersection(selection).count };
    } else {
      this.counts = { drawn: 0, selected: 0 };
      for (let row = 0; row < collection.size; row++) {
        const item = items.item(row, set);
        if (!shown.has(item)) continue;
        this.counts.drawn++;
        if (selection.has(item)) this.counts.selected++;
      }
    }
    this.drawing.turn++;
    if (!this.places.isTiled) this.drawn = this.counts.drawn;
    this.describe();
    this.redraw();
  }

  /** The line in the corner: what the pane shows, and how much of it. */
  describe() {
    const { collection, exploration } = this;
    const layer = collection.layers[this.layer].title;
    const several = exploration.items.collections.length > 1;
    const drawn = this.drawn === collection.size
      ? counted(this.drawn, collection.noun)
      : `${grouped(this.drawn)} of ${counted(collection.size, collection.noun)}`;
    const caption = [
      several ? collection.description.name : "", layer, `${drawn} drawn`, this.places.note,
      this.points.note,
    ].filter(Boolean).join(" · ");
    if (caption === this.caption.textContent) return;
    this.caption.textContent = caption;
    this.place.setAttribute("aria-label", `Map of ${this.caption.textContent}`);
  }

  /** @param {number} row */
  isShown(row) {
    return this.exploration.shown.has(this.exploration.items.item(row, this.set));
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
    return this.places.nearest(view.planeX(left), view.planeY(top), radius,
      (row) => this.isShown(row));
  }

  /**
   * Shown items inside an outline.
   * @param {number[]} outline left and top of each corner, in pixels
   */
  async itemsInside(outline) {
    const polygon = outline.map((part, index) =>
      index % 2 === 0 ? this.view.planeX(part) : this.view.planeY(part));
    const rows = await this.places.inside(polygon);
    const { items, shown } = this.exploration;
    return items.ofRows(rows, this.set).intersection(shown);
  }

  redraw() {
    this.isStale = true;
    this.redrawAbove();
  }

  /** Draws again what lies above the points. */
  redrawAbove() {
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
    if (this.isStale) this.drawPoints();
    this.above.draw();
    clearTimeout(this.againTimer);
    this.againTimer = globalThis.setTimeout(() => this.above.draw(), againTime);
    if (this.moved === 1) this.moveEnded.send();
  }

  drawPoints() {
    this.isStale = this.moved < 1;
    const batches = this.places.choose(this.view, this.points.most,
      this.pace.limit(this.drawn, this.points.most));
    this.drawn = this.drawing.give(this.points, batches);
    this.points.draw(this.view, this.moved, this.counts, batches);
    if (this.reference && this.referenceBatch) {
      const drawn = this.referenceBatch.rows.length;
      this.reference.draw(this.view, 1, { drawn, selected: 0 }, [this.referenceBatch]);
    }
    if (this.places.isTiled) this.describe();
  }

  /**
   * Place of a row on the pane, in pixels; null if it is not known yet.
   * @param {number} row
   */
  screen(row) {
    const to = this.places.position(row);
    if (!to) {
      this.places.locate(row).then((isNew) => isNew && this.redrawAbove(), () => {});
      return null;
    }
    const from = this.moved < 1 ? this.drawing.from.position(row) ?? to : to;
    const part = (/** @type {0|1} */ index) =>
      from[index] + (to[index] - from[index]) * this.moved;
    return { left: this.view.screenX(part(0)), top: this.view.screenY(part(1)) };
  }
}
