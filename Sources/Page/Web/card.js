import { byId, element } from "./element.js";

/** Longest text on the card. */
const cardLetters = 80;

/** The card beside the pointer: the picture under it, its path and its value. */
export class Card {
  /**
   * @param {import("./exploration.js").Exploration} exploration
   * @param {import("./thumbnails.js").Thumbnails[]} thumbnails
   * @param {() => string} color name of the column that colours the points
   */
  constructor(exploration, thumbnails, color) {
    this.exploration = exploration;
    this.thumbnails = thumbnails;
    this.color = color;
    this.place = byId("card");
    exploration.hoverChanged.listen((item) => this.show(item));
    exploration.hoverPlaced.listen(({ left, top }) => this.follow(left, top));
    document.addEventListener("pointermove", (event) => this.follow(event.clientX, event.clientY));
  }

  /** @param {number} item */
  async show(item) {
    this.place.hidden = item < 0;
    if (item < 0) return;
    const { collection, set, row } = this.exploration.items.home(item);
    if (!collection.path(row)) await collection.readPaths([row]);
    const column = await collection.column(this.color());
    if (item !== this.exploration.hovered) return;
    const path = collection.path(row);
    const thumbnails = this.thumbnails[set];
    this.place.replaceChildren(
      ...(thumbnails.side ? [thumbnails.canvas(row, 128)] : []),
      element("bdi.card-path", {},
        path.length > cardLetters ? `…${path.slice(-cardLetters)}` : path),
      element("bdi", {},
        column ? `${column.title}: ${column.text(row)}`.slice(0, cardLetters) : ""));
  }

  /**
   * Stays beside the pointer and within the window.
   * @param {number} left
   * @param {number} top
   */
  follow(left, top) {
    const { offsetWidth, offsetHeight } = this.place;
    const x = left + 18 + offsetWidth > innerWidth ? left - 18 - offsetWidth : left + 18;
    const y = Math.min(top + 12, innerHeight - offsetHeight - 8);
    this.place.style.transform = `translate(${Math.max(4, x)}px, ${Math.max(4, y)}px)`;
  }
}
