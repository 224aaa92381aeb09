import { Signal } from "./signal.js";
import { commaSeparated, parsedTable } from "./table.js";
import { grouped } from "./words.js";

/** Number of images up to which a server's images are decided about at once. */
const decidedLimit = 100000;
/** Number of paths that are read at once. */
const readAtOnce = 4096;

/**
 * @typedef {{decision: "keep"|"drop"|"relabel", label: string, note: string, row?: number}}
 *   Decision `row` is kept where a server has the paths
 */

/**
 * Decisions about images by path. They stay in the browser's storage under a key that follows from
 * the images of the page, and are exported as `review.csv`.
 */
export class Review {
  /** @param {import("./items.js").Items} items */
  constructor(items) {
    this.items = items;
    this.key = `vitrine-review-${fingerprint(items)}`;
    /** @type {Map<string, Decision>} */
    this.decisions = new Map();
    /** @type {Signal<void>} */
    this.changed = new Signal();
    this.isStored = true;
    try {
      const stored = globalThis.localStorage.getItem(this.key);
      if (stored) this.decisions = new Map(JSON.parse(stored));
    } catch {
      this.isStored = false;
    }
  }

  /**
   * The decision about an item; undefined if there is none.
   * @param {number} item
   */
  of(item) {
    return this.decisions.get(this.items.imagePath(item));
  }

  /**
   * Decides about items, or withdraws the decision.
   * @param {Iterable<number>} items
   * @param {Decision|null|((present: Decision|undefined) => Decision|null)} decision
   */
  async decide(items, decision) {
    const decided = [...items];
    if (this.isServed && decided.length > decidedLimit) {
      throw new Error(`At most ${grouped(decidedLimit)} images can be decided about at once.`);
    }
    for (let first = 0; first < decided.length; first += readAtOnce) {
      const part = decided.slice(first, first + readAtOnce);
      await this.items.readPaths(part);
      for (const item of part) {
        const path = this.items.imagePath(item);
        const made = typeof decision === "function"
          ? decision(this.decisions.get(path)) : decision;
        if (!made) this.decisions.delete(path);
        else this.decisions.set(path, this.isServed ? { ...made, row: item } : made);
      }
    }
    this.save();
  }

  /** Whether a server has the paths: they are not read as a whole then. */
  get isServed() {
    return this.items.collections[0].records !== null;
  }

  async readAllPaths() {
    await Promise.all(this.items.collections.map((collection) => collection.readAllPaths()));
  }

  save() {
    try {
      globalThis.localStorage.setItem(this.key, JSON.stringify([...this.decisions]));
      this.isStored = true;
    } catch {
      this.isStored = false;
    }
    this.changed.send();
  }

  /** The decisions as the text of `review.csv`, in the order of the rows. */
  async csv() {
    const lines = [["path", "sha256", "decision", "label", "note"]];
    if (this.isServed) {
      const [collection] = this.items.collections;
      const decisions = [...this.decisions].sort(([, first], [, second]) =>
        (first.row ?? Infinity) - (second.row ?? Infinity) || 0);
      const rows = decisions.flatMap(([, { row }]) => row === undefined ? [] : [row]);
      /** @type {Map<number, string>} */
      const digests = new Map();
      const { records } = collection;
      await records?.each(Uint32Array.from(rows), records.layer, (row, { digest }) =>
        digests.set(row, digest));
      for (const [path, { row, decision, label, note }] of decisions) {
        lines.push([path, digests.get(row ?? -1) ?? "", decision, label, note]);
      }
      return commaSeparated(lines, false);
    }
    await this.readAllPaths();
    /** @type {Set<string>} patches share the decision about their image */
    const written = new Set();
    for (let item = 0; item < this.items.size; item++) {
      const decision = this.of(item);
      const path = this.items.imagePath(item);
      if (!decision || written.has(path)) continue;
      written.add(path);
      const { collection, row } = this.items.home(item);
      lines.push([
        path, await collection.digest(row), decision.decision, decision.label, decision.note,
      ]);
    }
    return commaSeparated(lines, false);
  }

  /**
   * Reads decisions of a `review.csv`; they replace those about the same images.
   * @param {string} text
   * @returns {Promise<{read: number, unknown: number}>} lines read, and lines about other images
   */
  async read(text) {
    if (!this.isServed) await this.readAllPaths();
    const [head, ...lines] = parsedTable(text);
    const place = (/** @type {string} */ name) => head?.indexOf(name) ?? -1;
    if (place("path") < 0 || place("decision") < 0) {
      throw new Error("expected a table with the columns path and decision, found "
        + (head?.join(", ").slice(0, 80) || "nothing"));
    }
    const paths = this.isServed ? null : new Set();
    for (let item = 0; paths && item < this.items.size; item++) {
      paths.add(this.items.imagePath(item));
    }
    let read = 0, unknown = 0;
    for (const line of lines) {
      const decision = line[place("decision")];
      if (paths && !paths.has(line[place("path")])) unknown++;
      else if (decision === "keep" || decision === "drop" || decision === "relabel") {
        this.decisions.set(line[place("path")], {
          decision, label: line[place("label")] ?? "", note: line[place("note")] ?? "",
        });
        read++;
      }
    }
    this.save();
    return { read, unknown };
  }
}

/** Number of items, from the first, whose paths identify the images of a page. */
const identifyingItems = 4096;

/**
 * A short text that is the same for the same images.
 * @param {import("./items.js").Items} items
 */
function fingerprint(items) {
  // FNV-1a over the first paths.
  let hash = 0x811c9dc5;
  for (let item = 0; item < Math.min(items.size, identifyingItems); item++) {
    const path = items.path(item);
    for (let place = 0; place < path.length; place++) {
      hash = Math.imul(hash ^ path.charCodeAt(place), 0x01000193) >>> 0;
    }
    hash = Math.imul(hash ^ 0, 0x01000193) >>> 0;
  }
  return `${items.size}-${hash.toString(16)}`;
}
