import { Filters } from "./filters.js";
import { RowSet } from "./rowset.js";
import { Signal } from "./signal.js";

/** Number of steps that can be undone. */
const historyLimit = 100;
/** Memory of the selections that can be had back, in bytes. */
const historyBytes = 48e6;

/**
 * What a person has done on the page, shared by all its parts: the selection, the filters, and the
 * item under the pointer and the one that is open. Selection and filters can be undone.
 */
export class Exploration {
  /** @param {import("./items.js").Items} items */
  constructor(items) {
    this.items = items;
    this.selection = new RowSet(items.size);
    this.filters = new Filters();
    this.shown = RowSet.all(items.size);
    /** Number of the last change of the filters. */
    this.turn = 0;
    /** Item under the pointer; -1 for none. */
    this.hovered = -1;
    /** Item whose picture is open; -1 for none. */
    this.opened = -1;
    /** How the next choice changes the selection.
     * @type {"replace"|"add"|"subtract"|"intersect"} */
    this.mode = "replace";
    /** @type {Array<{selection: RowSet, filters: Filters}>} */
    this.past = [];
    /** @type {Array<{selection: RowSet, filters: Filters}>} */
    this.future = [];
    /** @type {Signal<void>} */
    this.changed = new Signal();
    /** @type {Signal<number>} */
    this.hoverChanged = new Signal();
    /** Where the hovered item is in the window, when a key has gone there.
     * @type {Signal<{left: number, top: number}>} */
    this.hoverPlaced = new Signal();
    /** @type {Signal<number>} */
    this.openChanged = new Signal();
  }

  remember() {
    this.past.push({ selection: this.selection, filters: this.filters.copy() });
    this.future = [];
    const memory = () => {
      const selections = new Set(this.past.map((state) => state.selection));
      return selections.size * this.selection.bits.length;
    };
    while (this.past.length > historyLimit || this.past.length > 1 && memory() > historyBytes) {
      this.past.shift();
    }
  }

  /**
   * Changes the selection by items that were chosen.
   * @param {RowSet} chosen
   * @param {"replace"|"add"|"subtract"|"intersect"} mode
   */
  select(chosen, mode = this.mode) {
    this.remember();
    const { selection } = this;
    this.selection = mode === "add" ? selection.union(chosen)
      : mode === "subtract" ? selection.minus(chosen)
      : mode === "intersect" ? selection.intersection(chosen) : chosen;
    this.changed.send();
  }

  /** Selects all shown items that are not selected. */
  invert() {
    this.select(this.shown.minus(this.selection), "replace");
  }

  /**
   * Changes the filters.
   * @param {(filters: Filters) => void} change
   */
  async filter(change) {
    this.remember();
    const before = this.past[this.past.length - 1];
    change(this.filters);
    try {
      await this.applyFilters();
    } catch (error) {
      // Without an answer of the server the page stays as it was.
      if (this.past[this.past.length - 1] === before) {
        this.past.pop();
        this.filters = before.filters;
      }
      this.changed.send();
      throw error;
    }
  }

  async applyFilters() {
    const { items, filters } = this;
    this.turn++;
    const { turn } = this;
    const matches = await Promise.all(items.collections.map(async (collection) => {
      await collection.readColumns(filters.columns);
      return filters.query ? collection.matching(filters.query) : null;
    }));
    // A later change may have been faster.
    if (turn !== this.turn) return;
    this.shown = filters.shown(items, matches);
    this.changed.send();
  }

  async undo() {
    await this.step(this.past, this.future);
  }

  async redo() {
    await this.step(this.future, this.past);
  }

  /**
   * @param {Array<{selection: RowSet, filters: Filters}>} from
   * @param {Array<{selection: RowSet, filters: Filters}>} to
   */
  async step(from, to) {
    const state = from.pop();
    if (!state) return;
    const before = { selection: this.selection, filters: this.filters.copy() };
    to.push(before);
    this.selection = state.selection;
    this.filters = state.filters;
    try {
      await this.applyFilters();
    } catch (error) {
      // Without an answer of the server the page stays as it was.
      to.pop();
      from.push(state);
      this.selection = before.selection;
      this.filters = before.filters;
      this.changed.send();
      throw error;
    }
  }

  /** @param {number} item */
  hover(item) {
    if (item === this.hovered) return;
    this.hovered = item;
    this.hoverChanged.send(item);
  }

  /** @param {number} item */
  open(item) {
    this.opened = item;
    this.openChanged.send(item);
  }
}
