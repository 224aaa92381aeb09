import { Address } from "./address.js";
import { announce, byId, element } from "./element.js";
import { Card } from "./card.js";
import { Collection } from "./collection.js";
import { Decisions } from "./decisions.js";
import { Details } from "./details.js";
import { Exploration } from "./exploration.js";
import { Findings } from "./findings.js";
import { Gallery } from "./gallery.js";
import { Inside } from "./inside.js";
import { Items } from "./items.js";
import { Layers } from "./layers.js";
import { Legend } from "./legend.js";
import { Pane } from "./pane.js";
import { Pointer } from "./pointer.js";
import { Review } from "./review.js";
import { Search } from "./search.js";
import { Tabs } from "./tabs.js";
import { Thumbnails } from "./thumbnails.js";
import { Units } from "./units.js";
import { counted } from "./words.js";

/** The page as a whole: its parts, and what they have to do with each other. */
export class Explorer {
  /** @param {Collection[]} collections opened ones */
  constructor(collections) {
    this.items = new Items(collections);
    this.exploration = new Exploration(this.items);
    this.thumbnails = collections.map((collection) => new Thumbnails(collection));
    this.review = new Review(this.items);
    this.decisions = new Decisions(this.exploration, this.review);
    this.tools = /** @type {{tool: "pan"|"box"|"lasso"}} */ ({ tool: "pan" });
    /** @type {Pane[]} */
    this.panes = [];
    /** @type {Layers[]} */
    this.layers = [];
    this.color = "";
    this.tabs = new Tabs();
    this.gallery = new Gallery(this.exploration, this.thumbnails, this.review);
    this.gallery.connect();
    this.details = new Details(this.exploration, this.thumbnails, this.decisions,
      new Inside(this.exploration), new Search(this.exploration, this.thumbnails, this.tabs),
      new Units(this.exploration, this.thumbnails, this.tabs));
    this.legend = new Legend(this.exploration, collections[0]);
    this.card = new Card(this.exploration, this.thumbnails, () => this.color);
    this.findings = new Findings(this.exploration, this.thumbnails, this.review, this.decisions,
      Math.max(0, collections.findIndex((each) => each.description.findings)));
    this.address = new Address(this.exploration, () => this.panes, () => this.color);
    for (const name of this.decisions.labels) {
      byId("labels").append(element("option", { value: name }));
    }
    this.writing = 0;
    /** Whether a second pane is being added. */
    this.isSplitting = false;
    /** Number of selected items that was announced last. */
    this.reported = 0;
    this.exploration.changed.listen(() => {
      this.updateSteps();
      this.writeAddress();
    });
    this.exploration.openChanged.listen((item) => {
      if (item >= 0) this.tabs.show("picture-panel");
      this.writeAddress();
    });
  }

  /** Writes the address soon: browsers refuse many changes at once. */
  writeAddress() {
    if (this.writing) return;
    this.writing = globalThis.setTimeout(() => {
      this.writing = 0;
      this.address.write();
    }, 300);
  }

  updateSteps() {
    byId("undo").disabled = this.exploration.past.length === 0;
    byId("redo").disabled = this.exploration.future.length === 0;
  }

  /**
   * Adds a pane.
   * @param {number} set number of the collection
   * @param {number} [layer] index into its layers
   */
  async addPane(set, layer) {
    const { exploration } = this;
    const collection = this.items.collections[set];
    const pane = new Pane(exploration, collection, set, this.thumbnails[set],
      await collection.places(collection.description.mainLayer));
    const layers = new Layers(pane, this.panes.length === 0, () => this.writeAddress());
    const bar = element("div.pane-bar");
    if (this.panes.length > 0 && this.items.collections.length > 1) {
      bar.append(this.setMenu(set));
    }
    if (collection.layers.length > 1) bar.append(layers.place);
    pane.above.showsThumbnails = byId("pictures").getAttribute("aria-pressed") === "true";
    const frame = element("div.pane-frame", {}, pane.place, bar);
    byId("panes").append(frame);
    this.panes.push(pane);
    this.layers.push(layers);
    new Pointer(pane, exploration, this.tools);
    pane.viewChanged.listen(() => this.writeAddress());
    pane.resize();
    pane.updateMarks();
    pane.colorBy(await collection.column(this.color)
      ?? await collection.column(collection.description.color ?? ""));
    const { reference } = collection.description;
    if (reference) {
      pane.showReference(/** @type {Float32Array} */ (
        await collection.chunks.numbers(reference.chunk, "f32")));
    }
    if (layer !== undefined && layer >= 0 && layer !== pane.layer) await layers.show(layer);
    this.showTool(this.tools.tool);
    return pane;
  }

  /**
   * The menu of a second pane: which map it shows.
   * @param {number} set
   */
  setMenu(set) {
    const menu = element("select", { "aria-label": "Map of this pane", change: async () => {
      this.removeSecondPane();
      await this.addPane(Number(menu.value));
    } }, ...this.items.collections.map((collection, index) => element("option", {
      value: index, selected: index === set }, collection.description.name)));
    return menu;
  }

  removeSecondPane() {
    const pane = this.panes.pop();
    this.layers.pop()?.stop();
    pane?.place.parentElement?.remove();
    pane?.close();
  }

  /** Shows a second pane, or takes it away. */
  async split() {
    if (this.isSplitting) return;
    this.isSplitting = true;
    try {
      if (this.panes.length > 1) this.removeSecondPane();
      else await this.addOtherPane();
    } finally {
      this.isSplitting = false;
      byId("split").setAttribute("aria-pressed", String(this.panes.length > 1));
    }
    this.writeAddress();
  }

  /** Adds a pane with another map if there is one, otherwise with the layer farthest from the one
   * shown. */
  async addOtherPane() {
    if (this.items.collections.length > 1) await this.addPane(1);
    else {
      const [first] = this.panes;
      const count = first.collection.layers.length;
      await this.addPane(0, first.layer >= count / 2 ? 0 : count - 1);
    }
  }

  /** @param {string} name of a column; "" for none */
  async colorBy(name) {
    this.color = name;
    byId("color").value = name;
    for (const pane of this.panes) pane.colorBy(await pane.collection.column(name));
    this.legend.show(await this.items.collections[0].column(name));
    this.writeAddress();
  }

  /** @param {"pan"|"box"|"lasso"} tool */
  showTool(tool) {
    this.tools.tool = tool;
    for (const name of ["pan", "box", "lasso"]) {
      byId(`tool-${name}`).setAttribute("aria-pressed", String(name === tool));
      for (const pane of this.panes) pane.place.classList.toggle(name, name === tool);
    }
  }

  /** The item that keys are about: the one under the pointer, or the one that is open. */
  get keyItem() {
    return this.exploration.hovered >= 0 ? this.exploration.hovered : this.exploration.opened;
  }

  /** Announces the number of selected items if it has changed. */
  reportSelection() {
    const { count } = this.exploration.selection;
    if (count === this.reported) return;
    this.reported = count;
    announce(`${counted(this.exploration.selection.count, this.items.noun)} selected`);
  }
}
