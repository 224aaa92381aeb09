import { RowSet } from "./rowset.js";

/**
 * What the panes have in common: the images (or patches, or vectors) of all maps, each counted
 * once. Rows of different maps are one item if their paths are equal.
 */
export class Items {
  /**
   * @param {import("./collection.js").Collection[]} collections several must have all their paths
   */
  constructor(collections) {
    this.collections = collections;
    /** Item of each row, by collection; null where item and row are the same.
     * @type {Array<Int32Array|null>} */
    this.itemOfRow = [null];
    /** Row of each item, by collection; -1 where a map lacks it.
     * @type {Array<Int32Array|null>} */
    this.rowOfItem = [null];
    this.size = collections[0].size;
    if (collections.length > 1) this.unite();
  }

  unite() {
    /** @type {Map<string, number>} */
    const known = new Map();
    this.itemOfRow = this.collections.map((collection) => {
      const items = new Int32Array(collection.size);
      for (let row = 0; row < collection.size; row++) {
        const path = collection.path(row);
        const item = known.get(path) ?? known.size;
        known.set(path, item);
        items[row] = item;
      }
      return items;
    });
    this.size = known.size;
    this.rowOfItem = this.itemOfRow.map((items) => {
      const rows = new Int32Array(this.size).fill(-1);
      if (items) for (let row = 0; row < items.length; row++) rows[items[row]] = row;
      return rows;
    });
  }

  /** Whether items and rows are the same, as on a page of one map. */
  get areRows() {
    return this.collections.length === 1;
  }

  /**
   * The items of rows.
   * @param {RowSet} rows
   * @param {number} set
   */
  ofRows(rows, set) {
    return this.areRows ? rows
      : RowSet.of(this.size, Array.from(rows.rows(), (row) => this.item(row, set)));
  }

  /**
   * The row of an item in a collection; -1 if it is not there.
   * @param {number} item
   * @param {number} set
   */
  row(item, set) {
    return item < 0 ? -1 : this.rowOfItem[set]?.[item] ?? item;
  }

  /**
   * @param {number} row
   * @param {number} set
   */
  item(row, set) {
    return row < 0 ? -1 : this.itemOfRow[set]?.[row] ?? row;
  }

  /**
   * The first collection with an item, and its row there.
   * @param {number} item
   * @returns {{collection: import("./collection.js").Collection, set: number, row: number}}
   */
  home(item) {
    for (let set = 0; set < this.collections.length; set++) {
      const row = this.row(item, set);
      if (row >= 0) return { collection: this.collections[set], set, row };
    }
    throw new RangeError(`there is no item ${item}`);
  }

  /**
   * The path of an item; "" until it has been read.
   * @param {number} item
   */
  path(item) {
    const { collection, row } = this.home(item);
    return collection.path(row);
  }

  /**
   * Whether the path of an item has been read, which may be empty.
   * @param {number} item
   */
  isRead(item) {
    const { collection, row } = this.home(item);
    return collection.isRead(row);
  }

  /**
   * The path of the image of an item; "" until it has been read.
   * @param {number} item
   */
  imagePath(item) {
    const { collection, row } = this.home(item);
    return collection.imagePath(row);
  }

  /**
   * Reads the paths of items.
   * @param {Iterable<number>} items
   */
  async readPaths(items) {
    /** @type {Map<import("./collection.js").Collection, number[]>} */
    const rows = new Map();
    for (const item of items) {
      const { collection, row } = this.home(item);
      const known = rows.get(collection);
      if (known) known.push(row);
      else rows.set(collection, [row]);
    }
    await Promise.all([...rows].map(([collection, each]) => collection.readPaths(each)));
  }

  /** Singular and plural for counts of items. */
  get noun() {
    return this.collections[0].noun;
  }
}
