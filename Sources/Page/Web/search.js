import { announce, byId, element } from "./element.js";
import { Hits } from "./hits.js";
import { counted } from "./words.js";

/** Number of hits of a search. */
const hitCount = 50;
/** Largest size of a file that is searched for, in bytes. */
const largestFile = 64 * 1024 * 1024;

/**
 * Nearest images in the space of the model, from the server of `explore`: those of an image of the
 * map, or of an image file that is dropped on the page.
 */
export class Search {
  /**
   * @param {import("./exploration.js").Exploration} exploration
   * @param {import("./thumbnails.js").Thumbnails[]} thumbnails
   * @param {import("./tabs.js").Tabs} tabs
   */
  constructor(exploration, thumbnails, tabs) {
    const set = exploration.items.collections.findIndex((each) => each.description.search);
    this.isPossible = set >= 0;
    this.tabs = tabs;
    this.hits = new Hits(exploration, thumbnails, Math.max(0, set));
    this.collection = exploration.items.collections[Math.max(0, set)];
    /** @type {{space: string, files: boolean}|null} */
    this.description = this.collection.description.search ?? null;
    this.place = byId("search-results");
    this.note = byId("search-note");
    /** Number of the last search with a file. */
    this.turn = 0;
    if (this.description?.files) this.acceptFiles();
  }

  /** Accepts image files from the file field and dropped on the page. */
  acceptFiles() {
    const tab = byId("side-tabs").querySelector("[data-panel=search-panel]");
    if (tab) tab.hidden = false;
    const field = byId("search-file");
    field.addEventListener("change", () => {
      if (field.files?.[0]) this.showFile(field.files[0]);
      field.value = "";
    });
    const isFile = (/** @type {DragEvent} */ event) =>
      event.dataTransfer?.types.includes("Files") ?? false;
    const mark = (/** @type {boolean} */ isAbove) =>
      document.body.classList.toggle("dropping", isAbove);
    document.addEventListener("dragover", (event) => {
      if (!isFile(event)) return;
      event.preventDefault();
      mark(true);
    });
    document.addEventListener("dragleave", (event) => {
      if (event.relatedTarget === null) mark(false);
    });
    document.addEventListener("drop", (event) => {
      mark(false);
      if (!isFile(event)) return;
      event.preventDefault();
      const file = event.dataTransfer?.files[0];
      if (file) this.showFile(file);
    });
  }

  /**
   * Shows an image file and the images nearest to it.
   * @param {File} file
   */
  async showFile(file) {
    this.turn++;
    const { turn } = this;
    this.tabs.show("search-panel");
    this.note.textContent = `Searching for ${file.name}`;
    const shown = URL.createObjectURL(file);
    const image = element("img", { alt: file.name, src: shown,
      load: () => URL.revokeObjectURL(shown), error: () => URL.revokeObjectURL(shown) });
    const frame = element("div.picture", {}, image);
    this.place.replaceChildren(frame);
    try {
      if (file.size > largestFile) throw new Error(`${file.name} has more than 64 MiB.`);
      const { hits } = await this.collection.chunks.server.json(`search?count=${hitCount}`,
        { method: "POST", body: file });
      const shownHits = await this.shown(hits);
      if (turn !== this.turn) return;
      this.note.textContent = `${file.name}: ${this.description?.space ?? ""}`;
      this.place.append(shownHits);
      announce(`${counted(hits.length, this.collection.noun)} found`);
    } catch (error) {
      if (turn === this.turn) this.note.textContent = sentence(error);
    }
  }

  /**
   * The part of an open picture that searches for its nearest images.
   * @param {number} row
   * @returns {HTMLElement}
   */
  nearest(row) {
    const place = element("div.search");
    const button = element("button.wide", { id: "search-nearest", click: async () => {
      button.disabled = true;
      try {
        const { hits } = await this.collection.chunks.server.json(
          `search?row=${row}&count=${hitCount}`);
        place.replaceChildren(element("h3", {}, "Nearest in the store"),
          element("p.quiet", {}, this.description?.space ?? ""), await this.shown(hits));
        place.querySelector("button")?.focus({ preventScroll: true });
      } catch (error) {
        place.replaceChildren(button, element("p", { role: "alert" }, sentence(error)));
      }
      button.disabled = false;
    } }, "Nearest in the store");
    place.append(button);
    return place;
  }

  /**
   * Hits with their cosines, and the button that selects them.
   * @param {Array<[number, number]>} hits row and cosine, the nearest first
   */
  async shown(hits) {
    await this.collection.readPaths(hits.map(([row]) => row));
    return element("div", {}, this.hits.strip(hits.map(([row, cosine]) => ({
      row, text: cosine.toFixed(3), title: `cosine ${cosine.toFixed(4)}` }))),
    this.hits.selectButton(hits.map(([row]) => row),
      `Select ${counted(hits.length, this.collection.noun)}`));
  }
}

/** @param {unknown} error */
function sentence(error) {
  return error instanceof Error ? error.message : String(error);
}
