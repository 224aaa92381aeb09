import { byId, element } from "./element.js";
import { copy } from "./download.js";
import { RowSet } from "./rowset.js";
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
   */
  constructor(exploration, thumbnails, decisions, inside) {
    this.exploration = exploration;
    this.thumbnails = thumbnails;
    this.decisions = decisions;
    this.inside = inside;
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
    const path = collection.path(row);
    const columns = await collection.allColumns();
    const fields = element("dl.fields");
    for (const column of columns) {
      const text = column.text(row);
      if (text) fields.append(element("dt", {}, column.title), element("dd", {},
        element("bdi", {}, text)));
    }
    const neighbors = element("div.neighbors");
    this.place.replaceChildren(
      this.picture(collection, set, row),
      element("div.path", {}, element("bdi", {}, path), element("button.small", {
        title: "Copy the path", click: () => copy(path, "path"),
      }, "Copy")),
      this.decisions.controls(item),
      fields, this.inside.view(collection, set, row), neighbors);
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
    const { root } = collection.description;
    const path = collection.imagePath(row);
    // A patch is shown in the picture as the model saw it.
    if (!root || collection.patches) return frame;
    const link = address(root, path);
    const original = /** @type {HTMLImageElement} */ (element("img.original", { alt: path }));
    original.addEventListener("load", () => {
      if (original.naturalWidth > 0) {
        frame.replaceChildren(element("a", { href: link, target: "_blank",
          title: "Open the original" }, original));
      }
    });
    original.addEventListener("error", () => {
      frame.append(element("p.quiet", {}, "The original cannot be reached from here; this is its "
        + "preview."));
    });
    original.src = link;
    return frame;
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
    const { items } = this.exploration;
    const nearest = await collection.neighbors(row);
    if (!nearest.length) return;
    await collection.readPaths(nearest.slice(0, nearestShown).map((each) => each.row));
    place.append(element("h3", {}, "Nearest"), element("p.quiet", {},
      collection.description.neighbors.space));
    const list = element("div.strip");
    for (const each of nearest.slice(0, nearestShown)) {
      const item = items.item(each.row, set);
      list.append(element("button.near", {
        title: `${collection.path(each.row)}, distance ${short(each.distance)}`,
        click: () => this.exploration.open(item),
        pointerenter: () => this.exploration.hover(item),
        pointerleave: () => this.exploration.hover(-1),
      }, this.thumbnails[set].canvas(each.row, 64), element("span", {}, short(each.distance))));
    }
    place.append(list, element("button.wide", {
      id: "select-nearest",
      click: () => this.exploration.select(RowSet.of(items.size,
        [row, ...nearest.slice(0, 50).map((each) => each.row)].map((each) =>
          items.item(each, set)))),
    }, `Select it and its ${Math.min(50, nearest.length)} nearest`));
  }
}
