import { element } from "./element.js";
import { RowSet } from "./rowset.js";

/**
 * Pictures in a row, each with a number below: they are hovered, opened and selected together.
 */
export class Hits {
  /**
   * @param {import("./exploration.js").Exploration} exploration
   * @param {import("./thumbnails.js").Thumbnails[]} thumbnails
   * @param {number} set number of the collection
   */
  constructor(exploration, thumbnails, set) {
    this.exploration = exploration;
    this.thumbnails = thumbnails[set];
    this.set = set;
  }

  /**
   * The pictures of rows, whose paths must have been read.
   * @param {Array<{row: number, text: string, title: string}>} hits `title` stands after the path
   */
  strip(hits) {
    const { items } = this.exploration;
    const { collection } = this.thumbnails;
    return element("div.strip", {}, ...hits.map(({ row, text, title }) => {
      const item = items.item(row, this.set);
      const hover = () => this.exploration.hover(item);
      const leave = () => this.exploration.hover(-1);
      return element("button.near", {
        title: `${collection.path(row)}, ${title}`, "data-row": row,
        click: () => this.exploration.open(item),
        pointerenter: hover, pointerleave: leave,
      }, this.thumbnails.side ? this.thumbnails.canvas(row, 64) : null,
      element("span", {}, text));
    }));
  }

  /**
   * A button that selects rows.
   * @param {number[]} rows
   * @param {string} text
   * @param {string|null} id
   */
  selectButton(rows, text, id = null) {
    const { items } = this.exploration;
    return element("button.wide", {
      id,
      click: () => this.exploration.select(RowSet.of(items.size,
        rows.map((row) => items.item(row, this.set)))),
    }, text);
  }
}
