import { Signal } from "./signal.js";
import { commaSeparated, parsedTable } from "./table.js";

/**
 * @typedef {{decision: "keep"|"drop"|"relabel", label: string, note: string}} Decision
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
   * @param {Decision|null} decision
   */
  async decide(items, decision) {
    const decided = [...items];
    await this.items.readPaths(decided);
    for (const item of decided) {
      const path = this.items.imagePath(item);
      if (decision) this.decisions.set(path, decision);
      else this.decisions.delete(path);
    }
    this.save();
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
    await this.readAllPaths();
    const lines = [["path", "sha256", "decision", "label", "note"]];
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
    await this.readAllPaths();
    const [head, ...lines] = parsedTable(text);
    const place = (/** @type {string} */ name) => head?.indexOf(name) ?? -1;
    if (place("path") < 0 || place("decision") < 0) {
      throw new Error("expected a table with the columns path and decision, found "
        + (head?.join(", ").slice(0, 80) || "nothing"));
    }
    const paths = new Set();
    for (let item = 0; item < this.items.size; item++) paths.add(this.items.imagePath(item));
    let read = 0, unknown = 0;
    for (const line of lines) {
      const decision = line[place("decision")];
      if (!paths.has(line[place("path")])) unknown++;
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
