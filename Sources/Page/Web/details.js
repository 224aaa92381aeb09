import { byId, element } from "./element.js";
import { copy } from "./download.js";
import { Hits } from "./hits.js";
import { address, short } from "./words.js";

/** Number of nearest images that are shown. */
const nearestShown = 12;

/**
 * The picture that is open: the original where the browser can reach it, otherwise its preview,
 * with all that is known about it and its nearest images in the space of the model.
 */
export class Details {
  /**
   * @param {import("./exploration.js").Exploration} exploration
   * @param {import("./thumbnails.js").Thumbnails[]} thumbnails
   * @param {import("./decisions.js").Decisions} decisions
   * @param {import("./inside.js").Inside} inside
   * @param {import("./search.js").Search} search
   * @param {import("./units.js").Units} units
   */
  constructor(exploration, thumbnails, decisions, inside, search, units) {
    this.exploration = exploration;
    this.thumbnails = thumbnails;
    this.decisions = decisions;
    this.inside = inside;
    this.search = search;
    this.units = units;
    this.place = byId("details");
    /** Frames the selected patches of the open image. */
    this.lightPatches = () => {};
    exploration.openChanged.listen((item) => this.show(item));
    exploration.changed.listen(() => this.lightPatches());
  }

  /** @param {number} item */
  async show(item) {
    if (item < 0) {
      this.place.replaceChildren(element("p.quiet", {}, "Click a point to see its picture."));
      return;
    }
    const { collection, set, row } = this.exploration.items.home(item);
    this.lightPatches = () => {};
    await collection.readPaths([row]);
    const values = await collection.fields(row);
    // Another picture may have been opened meanwhile.
    if (item !== this.exploration.opened) return;
    const path = collection.path(row);
    const fields = element("dl.fields");
    for (const { title, text } of values) {
      fields.append(element("dt", {}, title), element("dd", {}, element("bdi", {}, text)));
    }
    const neighbors = element("div.neighbors");
    this.place.replaceChildren(
      this.picture(collection, set, row),
      element("div.path", {}, element("bdi", {}, path), element("button.small", {
        title: "Copy the path", click: () => copy(path, "path"),
      }, "Copy")),
      this.decisions.controls(item),
      fields, this.inside.view(collection, row), this.units.of(collection, row) ?? "", neighbors);
    if (this.search.isPossible) this.place.append(this.search.nearest(row));
    await this.showNeighbors(neighbors, collection, set, row);
  }

  /**
   * @param {import("./collection.js").Collection} collection
   * @param {number} set
   * @param {number} row
   */
  picture(collection, set, row) {
    const frame = element("div.picture");
    const preview = this.thumbnails[set].side
      ? this.thumbnails[set].canvas(row, 224) : element("p.quiet", {}, "no preview in this page");
    frame.append(preview);
    if (collection.patches) this.showSelectedPatches(collection, set, row, preview);
    const { root, originals, previews } = collection.description;
    const path = collection.imagePath(row);
    // A patch is shown in the picture as the model saw it.
    if (collection.patches) return frame;
    const small = previews ? `chunks/${previews}/${row}` : "";
    const original = originals ? `${originals}/${row}` : root ? address(root, path) : "";
    if (original) {
      this.load(frame, original, path, "Open the original", () => {
        frame.append(element("p.quiet", {}, "The original cannot be reached from here; this is its "
          + "preview."));
        if (small) this.load(frame, small, path, "Open the preview", () => {});
      });
    } else if (small) this.load(frame, small, path, "Open the preview", () => {});
    return frame;
  }

  /**
   * Replaces the first picture of a frame by another one as soon as that is there.
   * @param {HTMLElement} frame
   * @param {string} link
   * @param {string} path
   * @param {string} title of the link to the picture alone
   * @param {() => void} fail called if it is not there
   */
  load(frame, link, path, title, fail) {
    const image = /** @type {HTMLImageElement} */ (element("img.original", { alt: path }));
    image.addEventListener("load", () => {
      if (image.naturalWidth === 0) return;
      frame.firstElementChild?.replaceWith(
        element("a", { href: link, target: "_blank", title }, image));
    });
    image.addEventListener("error", fail);
    image.src = link;
  }

  /**
   * Frames the selected patches of the open image, now and when the selection changes.
   * @param {import("./collection.js").Collection} collection
   * @param {number} set
   * @param {number} row
   * @param {HTMLCanvasElement} preview
   */
  showSelectedPatches(collection, set, row, preview) {
    const image = collection.image(row);
    this.lightPatches = () => {
      const { selection, items } = this.exploration;
      const rows = [];
      for (let other = 0; other < collection.size; other++) {
        if (collection.image(other) === image && selection.has(items.item(other, set))) {
          rows.push(other);
        }
      }
      this.thumbnails[set].fill(preview, row);
      this.thumbnails[set].framePatches(preview, rows);
    };
    this.thumbnails[set].whenLoaded(row, this.lightPatches);
    this.lightPatches();
  }

  /**
   * @param {HTMLElement} place
   * @param {import("./collection.js").Collection} collection
   * @param {number} set
   * @param {number} row
   */
  async showNeighbors(place, collection, set, row) {
    const nearest = await collection.neighbors(row);
    if (!nearest.length) return;
    await collection.readPaths(nearest.slice(0, nearestShown).map((each) => each.row));
    const hits = new Hits(this.exploration, this.thumbnails, set);
    const selected = nearest.slice(0, 50).map((each) => each.row);
    place.append(element("h3", {}, "Nearest"), element("p.quiet", {},
      collection.description.neighbors.space),
    hits.strip(nearest.slice(0, nearestShown).map((each) => ({ row: each.row,
      text: short(each.distance), title: `distance ${short(each.distance)}` }))),
    hits.selectButton([row, ...selected], `Select it and its ${selected.length} nearest`,
      "select-nearest"));
  }
}
