import { byId, element } from "./element.js";
import { Hits } from "./hits.js";

/**
 * @typedef {object} Unit
 * @property {string} name "7:112", "7:attention2"
 * @property {string} label that it separates best; "" without labels
 * @property {number|null} auroc
 * @property {number|null} low
 * @property {number|null} high
 * @property {number} active share of patches
 * @property {string} words
 * @property {string} correlated
 * @property {number[][]} patches the strongest first: row, patch, and the place of the patch in the
 *   picture as left, top, width and height, 0 to 1
 */

/** Patches of a unit that are shown. */
const patchesShown = 12;
/** Side of a picture in `Hits.strip`, in pixels. */
const stripSide = 64;

/** The most selective units of the model with their strongest patches. */
export class Units {
  /**
   * @param {import("./exploration.js").Exploration} exploration
   * @param {import("./thumbnails.js").Thumbnails[]} thumbnails
   * @param {import("./tabs.js").Tabs} tabs
   */
  constructor(exploration, thumbnails, tabs) {
    this.exploration = exploration;
    this.tabs = tabs;
    const { collections } = exploration.items;
    this.set = Math.max(0, collections.findIndex((each) => each.description.units?.length));
    this.collection = collections[this.set];
    /** @type {Unit[]} */
    this.units = this.collection.description.units ?? [];
    this.hits = new Hits(exploration, thumbnails, this.set);
    this.list = byId("unit-list");
    this.filter = byId("unit-label");
    const tab = tabs.buttons.find((button) => button.dataset.panel === "units-panel");
    if (tab) tab.hidden = !this.units.length;
    if (!this.units.length) return;
    const labels = [...new Set(this.units.map((unit) => unit.label))].filter(Boolean).sort();
    this.filter.append(element("option", { value: "" }, "all labels"),
      ...labels.map((label) => element("option", { value: label }, label)));
    this.filter.parentElement.hidden = labels.length < 2;
    this.filter.addEventListener("change", () => this.build());
    this.build();
  }

  async build() {
    const wanted = this.filter.value;
    const shown = this.units.filter((unit) => !wanted || unit.label === wanted);
    const rows = shown.flatMap((unit) =>
      unit.patches.slice(0, patchesShown).map(([row]) => row));
    await this.collection.readPaths([...new Set(rows)]);
    this.list.replaceChildren(...shown.map((unit) => this.card(unit)));
  }

  /** @param {Unit} unit */
  card(unit) {
    const patches = unit.patches.slice(0, patchesShown);
    const strip = this.hits.strip(patches.map(([row, patch]) => ({ row, text: "",
      title: `patch ${patch}` })));
    [...strip.children].forEach((picture, index) => {
      const frame = element("span.frame");
      ["left", "top", "width", "height"].forEach((side, place) => {
        // Behind the padding of 2 pixels.
        const start = place < 2 ? 2 : 0;
        frame.style[side] = `${start + stripSide * patches[index][2 + place]}px`;
      });
      picture.classList.add("framed");
      picture.append(frame);
    });
    const number = (/** @type {number|null} */ value) => value === null ? "-" : value.toFixed(2);
    const facts = [`active in ${(100 * unit.active).toFixed(1)} % of patches`];
    if (unit.words) facts.push(unit.words);
    if (unit.correlated) facts.push(`correlates with ${unit.correlated}`);
    return element("section.unit", { "data-unit": unit.name },
      element("h3", {}, `unit ${unit.name}`, unit.auroc === null ? "" : ` · ${unit.label} `
        + `${number(unit.auroc)} (${number(unit.low)} to ${number(unit.high)})`),
      strip, element("p.quiet", {}, facts.join("; ")),
      this.hits.selectButton([...new Set(unit.patches.map(([row]) => row))],
        "Select these images"));
  }

  /**
   * The units that have a strongest patch in an image, as buttons; null for none.
   * @param {import("./collection.js").Collection} collection
   * @param {number} row
   */
  of(collection, row) {
    if (collection !== this.collection) return null;
    const found = this.units.flatMap((unit) => {
      const patches = unit.patches.filter(([each]) => each === row).map(([, patch]) => patch);
      return patches.length ? [{ unit, patches }] : [];
    });
    if (!found.length) return null;
    return element("div.of-units", {}, element("h3", {}, "Units with a strongest patch here"),
      ...found.map(({ unit, patches }) => element("button.small", {
        title: `${unit.label} ${unit.auroc?.toFixed(2) ?? ""}, patch ${patches.join(", ")}`,
        click: () => this.show(unit),
      }, `${unit.name} ${unit.label}`)));
  }

  /** @param {Unit} unit */
  async show(unit) {
    this.filter.value = "";
    await this.build();
    this.tabs.show("units-panel");
    const card = this.list.querySelector(`[data-unit="${unit.name}"]`);
    card?.scrollIntoView({ block: "start" });
  }
}
