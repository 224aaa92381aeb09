import { byId, element } from "./element.js";
import { copy, download } from "./download.js";
import { commaSeparated } from "./table.js";
import { baseName, counted, grouped } from "./words.js";

/** Side of a thumbnail of the gallery in pixels. */
const thumbnailSide = 72;
/** Side of its cell. */
const cell = 80;
/** Number of items up to which the grid shows them: browsers limit the height of an element. */
const gridLimit = 500000;
/** Number of rows up to which the server of `explore` makes a table of them. */
const tableLimit = 200000;

/**
 * The selection as a grid of thumbnails. Only the cells in view exist, so that ten thousand scroll
 * as smoothly as ten.
 */
export class Gallery {
  /**
   * @param {import("./exploration.js").Exploration} exploration
   * @param {import("./thumbnails.js").Thumbnails[]} thumbnails by collection
   * @param {import("./review.js").Review} review
   */
  constructor(exploration, thumbnails, review) {
    this.exploration = exploration;
    this.thumbnails = thumbnails;
    this.review = review;
    this.items = new Uint32Array(0);
    /** @type {Map<number, HTMLElement>} cells by place in the list */
    this.cells = new Map();
    this.scroller = byId("gallery");
    this.space = element("div.gallery-space");
    this.scroller.replaceChildren(this.space);
    this.scroller.addEventListener("scroll", () => this.layOut(), { passive: true });
    new ResizeObserver(() => this.layOut()).observe(this.scroller);
    this.bar = byId("selection-bar");
    exploration.changed.listen(() => this.update());
    review.changed.listen(() => this.refresh());
    exploration.hoverChanged.listen(() => this.markHovered());
  }

  /** Takes over the selection. */
  update() {
    const { selection, items } = this.exploration;
    this.items = selection.rows(gridLimit);
    byId("selection-count").textContent = `${counted(selection.count, items.noun)} selected`
      + (selection.count > gridLimit ? `; the first ${grouped(gridLimit)} are below` : "");
    this.bar.classList.toggle("empty", this.items.length === 0);
    this.refresh();
  }

  refresh() {
    // A cell that goes away under the pointer does not report that the pointer has left it.
    if (this.space.querySelector(":hover")) this.exploration.hover(-1);
    for (const made of this.cells.values()) made.remove();
    this.cells.clear();
    this.layOut();
  }

  layOut() {
    const columns = Math.max(1, Math.floor(this.scroller.clientWidth / cell));
    const lines = Math.ceil(this.items.length / columns);
    this.space.style.height = `${lines * cell}px`;
    const first = Math.max(0, Math.floor(this.scroller.scrollTop / cell) - 2) * columns;
    const last = Math.min(this.items.length,
      (Math.ceil((this.scroller.scrollTop + this.scroller.clientHeight) / cell) + 2) * columns);
    for (const [place, made] of this.cells) {
      if (place < first || place >= last || Number(made.dataset.columns) !== columns) {
        made.remove();
        this.cells.delete(place);
      }
    }
    const { items } = this.exploration;
    const inView = this.items.subarray(first, last);
    if (inView.some((item) => !items.isRead(item))) {
      items.readPaths(inView).then(() => this.layOut());
      return;
    }
    for (let place = first; place < last; place++) {
      if (!this.cells.has(place)) this.addCell(place, columns);
    }
  }

  /**
   * @param {number} place in the list
   * @param {number} columns
   */
  addCell(place, columns) {
    const { exploration, review } = this;
    const item = this.items[place];
    const { set, row } = exploration.items.home(item);
    const path = exploration.items.path(item);
    const decision = review.of(item);
    const made = element("button.cell", {
      "data-columns": columns, "data-item": item, title: path,
      "aria-label": path + (decision ? `, ${decision.decision}` : ""),
      click: () => exploration.open(item),
      pointerenter: () => exploration.hover(item),
      pointerleave: () => exploration.hover(-1),
    }, this.thumbnails[set].side ? this.thumbnails[set].canvas(row, thumbnailSide)
      : element("span.no-picture", {}, baseName(path)));
    if (decision) made.append(element(`span.mark.${decision.decision}`, {}, decision.decision));
    made.style.left = `${place % columns * cell}px`;
    made.style.top = `${Math.floor(place / columns) * cell}px`;
    this.space.append(made);
    this.cells.set(place, made);
  }

  markHovered() {
    for (const made of this.cells.values()) {
      made.classList.toggle("hovered",
        Number(made.dataset.item) === this.exploration.hovered);
    }
  }

  /** Paths of the selection, one a line: a list for `--only` and `--except`. */
  async paths() {
    const { items, selection } = this.exploration;
    const rows = selection.rows();
    if (!items.areRows) {
      return [Array.from(rows, (item) => `${items.path(item)}\n`).join("")];
    }
    const parts = [];
    for await (const paths of items.collections[0].listedPaths(rows)) {
      parts.push(paths.map((path) => `${path}\n`).join(""));
    }
    return parts;
  }

  /** The selection as a table with all columns and the coordinates. */
  async table() {
    const { items, selection } = this.exploration;
    if (items.collections[0].records) return this.servedTable(items.collections[0]);
    await items.readPaths(selection.rows());
    const layouts = await Promise.all(items.collections.map((each) =>
      each.places(each.description.mainLayer)));
    const columns = await Promise.all(items.collections.map((each) => each.allColumns()));
    const names = [...new Set(columns.flat().map((column) => column.name))];
    const lines = [["path", "sha256", "x", "y", ...names]];
    for (const item of selection.rows()) {
      const { collection, set, row } = items.home(item);
      const [x, y] = layouts[set].position(row) ?? [NaN, NaN];
      const values = names.map((name) =>
        columns[set].find((column) => column.name === name)?.exported(row) ?? "");
      lines.push([collection.path(row), await collection.digest(row), String(x), String(y),
        ...values]);
    }
    return commaSeparated(lines, true);
  }

  /**
   * The same from what a server knows about each row.
   * @param {import("./collection.js").Collection} collection
   */
  async servedTable(collection) {
    const rows = this.exploration.selection.rows();
    if (rows.length > tableLimit) {
      throw new Error(
        `A table has at most ${grouped(tableLimit)} rows here; "Paths" has no limit.`);
    }
    const columns = collection.describedColumns();
    const lines = [["path", "sha256", "x", "y", ...columns.map((column) => column.name)]];
    const layer = collection.layers[collection.description.mainLayer].name;
    await collection.records?.each(rows, layer, (_row, record) => {
      const values = columns.map((column, place) =>
        column.exportedOf(record.values[place] ?? NaN));
      lines.push([record.path, record.digest, ...(record.places.get(layer) ?? []).map(String),
        ...values]);
    });
    return commaSeparated(lines, true);
  }

  /** Connects the buttons above the grid. */
  connect() {
    byId("export-csv").addEventListener("click", async () =>
      download("selection.csv", [await this.table()]));
    byId("export-paths").addEventListener("click", async () =>
      download("selection.txt", await this.paths(), "text/plain"));
    byId("copy-paths").addEventListener("click", async () =>
      copy((await this.paths()).join(""),
        counted(this.exploration.selection.count, ["path", "paths"])));
  }
}
