import { announce } from "./element.js";
import { RowSet } from "./rowset.js";
import { counted } from "./words.js";

/**
 * Turns what pointer and wheel do on a pane into moves of the view and choices of items.
 *
 * Dragging moves the view; with the box or lasso tool, or with Shift, it encloses points. Ctrl adds
 * what is enclosed, Alt takes it away. A click opens an image, a double click magnifies.
 */
export class Pointer {
  /**
   * @param {import("./pane.js").Pane} pane
   * @param {import("./exploration.js").Exploration} exploration
   * @param {{tool: "pan"|"box"|"lasso"}} tools
   */
  constructor(pane, exploration, tools) {
    this.pane = pane;
    this.exploration = exploration;
    this.tools = tools;
    /** @type {Map<number, {left: number, top: number}>} pointers that are down */
    this.down = new Map();
    this.start = { left: 0, top: 0 };
    this.hasMoved = false;
    /** @type {"pan"|"box"|"lasso"} */
    this.action = "pan";
    const place = pane.place;
    place.addEventListener("pointerdown", (/** @type {PointerEvent} */ event) => this.press(event));
    place.addEventListener("pointermove", (/** @type {PointerEvent} */ event) => this.move(event));
    place.addEventListener("pointerup", (/** @type {PointerEvent} */ event) => this.release(event));
    place.addEventListener("pointercancel", (/** @type {PointerEvent} */ event) => {
      this.down.delete(event.pointerId);
      this.pane.above.outline = [];
      this.pane.redraw();
    });
    place.addEventListener("pointerleave", () => {
      if (this.down.size === 0) exploration.hover(-1);
    });
    place.addEventListener("dblclick", (/** @type {MouseEvent} */ event) => {
      const { left, top } = this.at(event);
      pane.view.magnify(event.shiftKey ? 0.5 : 2, left, top);
      pane.changeView();
    });
    place.addEventListener("wheel", (/** @type {WheelEvent} */ event) => {
      event.preventDefault();
      const { left, top } = this.at(event);
      const lines = event.deltaMode === 1 ? 16 : 1;
      pane.view.magnify(Math.exp(-event.deltaY * lines * 0.0018), left, top);
      pane.changeView();
    }, { passive: false });
  }

  /**
   * Place of an event on the pane in pixels.
   * @param {MouseEvent} event
   */
  at(event) {
    const box = this.pane.place.getBoundingClientRect();
    return { left: event.clientX - box.left, top: event.clientY - box.top };
  }

  /** @param {PointerEvent} event */
  press(event) {
    if (event.button !== 0) return;
    this.pane.place.setPointerCapture(event.pointerId);
    const place = this.at(event);
    this.down.set(event.pointerId, place);
    this.start = place;
    this.hasMoved = false;
    this.action = event.shiftKey && this.tools.tool === "pan" ? "box" : this.tools.tool;
    if (this.down.size > 1) this.action = "pan";
  }

  /** @param {PointerEvent} event */
  move(event) {
    const place = this.at(event);
    const before = this.down.get(event.pointerId);
    if (!before) {
      const row = this.pane.rowAt(place.left, place.top);
      this.exploration.hover(this.exploration.items.item(row, this.pane.set));
      return;
    }
    if (Math.hypot(place.left - this.start.left, place.top - this.start.top) > 4) {
      this.hasMoved = true;
    }
    if (this.down.size === 2) this.pinch(event.pointerId, place);
    else if (this.action === "pan") {
      this.pane.view.pan(place.left - before.left, place.top - before.top);
      this.pane.changeView();
    } else if (this.hasMoved) {
      this.enclose(place);
    }
    this.down.set(event.pointerId, place);
  }

  /**
   * Two pointers: the view follows their distance and their middle.
   * @param {number} id of the pointer that has moved
   * @param {{left: number, top: number}} place
   */
  pinch(id, place) {
    this.hasMoved = true;
    const before = this.down.get(id);
    const other = [...this.down].find(([each]) => each !== id)?.[1];
    if (!before || !other) return;
    const gap = (/** @type {{left: number, top: number}} */ each) =>
      Math.max(10, Math.hypot(each.left - other.left, each.top - other.top));
    const { view } = this.pane;
    view.pan((place.left - before.left) / 2, (place.top - before.top) / 2);
    view.magnify(gap(place) / gap(before), (place.left + other.left) / 2,
      (place.top + other.top) / 2);
    this.pane.changeView();
  }

  /** @param {{left: number, top: number}} place */
  enclose(place) {
    const { start, pane } = this;
    if (this.action === "box") {
      pane.above.outline = [
        start.left, start.top, place.left, start.top, place.left, place.top, start.left, place.top,
      ];
    } else {
      if (pane.above.outline.length === 0) pane.above.outline.push(start.left, start.top);
      pane.above.outline.push(place.left, place.top);
    }
    pane.redrawAbove();
  }

  /** @param {PointerEvent} event */
  release(event) {
    if (!this.down.delete(event.pointerId)) return;
    const { pane, exploration } = this;
    const { items } = exploration;
    if (!this.hasMoved) {
      const { left, top } = this.at(event);
      const item = items.item(pane.rowAt(left, top), pane.set);
      if (event.ctrlKey || event.metaKey || event.shiftKey) {
        if (item >= 0) {
          const mode = exploration.selection.has(item) ? "subtract" : "add";
          exploration.select(RowSet.of(items.size, [item]), mode);
        }
      } else if (item >= 0) {
        exploration.open(item);
      } else if (this.tools.tool !== "pan" && exploration.selection.count > 0) {
        exploration.select(new RowSet(items.size), "replace");
      }
    } else if (pane.above.outline.length >= 6) {
      this.choose(pane.above.outline, event.altKey ? "subtract"
        : event.ctrlKey || event.metaKey ? "add" : exploration.mode);
    }
    pane.above.outline = [];
    pane.redrawAbove();
  }

  /**
   * Selects what an outline encloses.
   * @param {number[]} outline left and top of each corner, in pixels
   * @param {"replace"|"add"|"subtract"|"intersect"} mode
   */
  async choose(outline, mode) {
    const { exploration } = this;
    const { items } = exploration;
    const chosen = await this.pane.itemsInside(outline);
    exploration.select(chosen, mode);
    announce(`${counted(chosen.count, items.noun)} enclosed; `
      + `${counted(exploration.selection.count, items.noun)} selected`);
  }
}
