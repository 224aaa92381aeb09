import { RowSet } from "./rowset.js";

/** Longest text of a selection that is written into an address. */
const selectionLimit = 4000;

/**
 * The state of the page as the part of its address after `#`: `layer=6&color=cluster&view=...`.
 */
export class Address {
  /**
   * @param {import("./exploration.js").Exploration} exploration
   * @param {() => import("./pane.js").Pane[]} panes
   * @param {() => string} color name of the column that colours the points
   */
  constructor(exploration, panes, color) {
    this.exploration = exploration;
    this.panes = panes;
    this.color = color;
  }

  /** The present state. */
  text() {
    const { exploration } = this;
    const state = new URLSearchParams();
    this.panes().forEach((pane, index) => {
      const { view } = pane;
      const suffix = index ? String(index + 1) : "";
      state.set(`layer${suffix}`, pane.collection.layers[pane.layer].name);
      if (index) state.set(`set${suffix}`, String(pane.set));
      state.set(`view${suffix}`, [view.x, view.y, view.zoom].map((part) =>
        Number(part.toPrecision(6))).join(","));
    });
    if (this.color()) state.set("color", this.color());
    if (exploration.filters.query) state.set("find", exploration.filters.query);
    for (const [name, codes] of exploration.filters.hidden) {
      state.append("hide", `${[...codes].join(",")}:${name}`);
    }
    for (const [name, { low, high }] of exploration.filters.ranges) {
      state.append("range", `${low},${high}:${name}`);
    }
    if (exploration.opened >= 0) state.set("open", String(exploration.opened));
    const selection = ranges(exploration.selection);
    if (selection) state.set("select", selection);
    return state.toString();
  }

  /** Whether the selection is too long for an address. */
  get leavesOutSelection() {
    return ranges(this.exploration.selection) === null;
  }

  /** Writes the state into the address, without a new entry in the browser's history. */
  write() {
    history.replaceState(null, "", `#${this.text()}`);
  }

  /**
   * Restores filters, selection and the open image of an address. Panes and colours are restored by
   * the page, which makes them.
   * @param {URLSearchParams} state
   */
  async restore(state) {
    const { exploration } = this;
    const { items } = exploration;
    for (const text of state.getAll("hide")) {
      const { first, name } = split(text);
      exploration.filters.hidden.set(name, new Set(first.split(",").map(Number)));
    }
    for (const text of state.getAll("range")) {
      const { first, name } = split(text);
      const [low, high] = first.split(",").map(Number);
      if (Number.isFinite(low) && Number.isFinite(high)) {
        exploration.filters.ranges.set(name, { low, high });
      }
    }
    exploration.filters.query = state.get("find") ?? "";
    const chosen = new RowSet(items.size);
    for (const part of (state.get("select") ?? "").split(".")) {
      const [first, count] = part.split("-").map((text) => parseInt(text, 36));
      const end = Math.min(first + (count || 1), items.size);
      for (let item = first; item < end; item++) chosen.add(item);
    }
    exploration.selection = chosen;
    await exploration.applyFilters();
    const opened = Number(state.get("open") ?? -1);
    if (Number.isInteger(opened) && opened >= 0 && opened < items.size) exploration.open(opened);
  }
}

/**
 * Rows as runs in base 36: "a-3.1k" stands for 10, 11, 12 and 56.
 * @param {RowSet} rows
 * @returns {string|null} null if it would be too long
 */
function ranges(rows) {
  let text = "";
  for (const { first, count } of rows.runs()) {
    if (text) text += ".";
    text += first.toString(36) + (count > 1 ? `-${count.toString(36)}` : "");
    if (text.length > selectionLimit) return null;
  }
  return text;
}

/**
 * "1,2:label" in its two parts.
 * @param {string} text
 */
function split(text) {
  const colon = text.indexOf(":");
  return { first: text.slice(0, colon), name: text.slice(colon + 1) };
}
