import { byId, element } from "./element.js";
import { short } from "./words.js";

/** Time between two layers while they are played, in milliseconds. */
const playTime = 1400;

/** The slider over the layers of a pane, and the curve of the layer profile that marks its place.
 */
export class Layers {
  /**
   * @param {import("./pane.js").Pane} pane
   * @param {boolean} hasCurve whether the page's curve follows this pane
   * @param {(layer: number) => void} changed
   */
  constructor(pane, hasCurve, changed) {
    this.pane = pane;
    this.changed = changed;
    this.timer = 0;
    const { layers } = pane.collection;
    const noun = pane.collection.description.layerNoun === "model" ? "Model" : "Layer";
    this.slider = /** @type {HTMLInputElement} */ (element("input.layer-slider", {
      type: "range", min: 0, max: layers.length - 1, step: 1, value: pane.layer,
      "aria-label": "Layer of the map", input: () => this.show(Number(this.slider.value)),
    }));
    this.title = element("output.layer-title", {}, layers[pane.layer].title);
    this.quality = element("span.quiet");
    this.playButton = element("button.small", {
      title: "Play the layers (p)", "aria-pressed": false, click: () => this.play(),
    }, "Play");
    this.place = element("div.layers", {}, element("span", {}, noun), this.slider, this.title,
      this.quality, this.playButton);
    this.showQuality();
    this.place.hidden = layers.length < 2;
    this.curve = hasCurve
      ? new ProfileCurve(pane.collection, (layer) => this.show(layer)) : null;
    this.curve?.mark(layers[pane.layer].name);
  }

  /** @param {number} layer */
  async show(layer) {
    const { layers } = this.pane.collection;
    if (layer < 0 || layer >= layers.length) return;
    this.mark(layer);
    try {
      await this.pane.showLayer(layer);
    } catch (error) {
      // The server has not answered.
      this.mark(this.pane.layer);
      throw error;
    }
    this.changed(layer);
  }

  /** @param {number} layer */
  mark(layer) {
    const { layers } = this.pane.collection;
    this.slider.value = String(layer);
    this.title.textContent = layers[layer].title;
    this.showQuality(layer);
    this.curve?.mark(layers[layer].name);
  }

  /** Ends the playing of the layers. */
  stop() {
    clearInterval(this.timer);
    this.timer = 0;
  }

  /**
   * Shows how well the map of a layer preserves neighbours: the first measure of its quality, the
   * others when the pointer is above it.
   * @param {number} layer
   */
  showQuality(layer = this.pane.layer) {
    const measures = this.pane.collection.layers[layer].quality.map(
      (/** @type {[string, number]} */ [name, value]) => `${name} ${short(value)}`);
    this.quality.textContent = measures[0] ?? "";
    this.quality.title = measures.join("\n");
  }

  play() {
    if (this.timer) this.stop();
    else {
      const { layers } = this.pane.collection;
      let isLoading = false;
      const next = async () => {
        if (isLoading) return;
        isLoading = true;
        try {
          await this.show((this.pane.layer + 1) % layers.length);
        } finally {
          isLoading = false;
        }
      };
      next();
      this.timer = globalThis.setInterval(next, playTime);
    }
    this.playButton.setAttribute("aria-pressed", this.timer !== 0);
    this.playButton.textContent = this.timer ? "Stop" : "Play";
  }
}

/** Accuracy of the labels (or agreement of neighbouring layers) by layer, as a small curve. */
class ProfileCurve {
  /**
   * @param {import("./collection.js").Collection} collection
   * @param {(layer: number) => void} choose called with an index into the collection's layers
   */
  constructor(collection, choose) {
    this.collection = collection;
    const rows = collection.description.profile.filter((/** @type {any} */ row) =>
      row.token === "class" || row.token === "mean");
    const token = rows.some((/** @type {any} */ row) => row.token === "class") ? "class" : "mean";
    this.rows = rows.filter((/** @type {any} */ row) => row.token === token);
    const has = (/** @type {string} */ name) => this.rows.some((/** @type {any} */ row) =>
      typeof row[name] === "number");
    this.measure = has("accuracy") ? "accuracy" : has("overlap") ? "overlap" : "";
    this.marked = "";
    this.canvas = /** @type {HTMLCanvasElement} */ (element("canvas.profile", {
      width: 440, height: 120, role: "img",
      click: (/** @type {MouseEvent} */ event) => {
        const box = this.canvas.getBoundingClientRect();
        const place = Math.round((event.clientX - box.left) / box.width * (this.rows.length - 1));
        const name = this.rows[place]?.layer;
        const layer = collection.layers.findIndex((/** @type {any} */ each) => each.name === name);
        if (layer >= 0) choose(layer);
      },
    }));
    const titles = { accuracy: "Accuracy of the labels by layer (20 neighbours)",
      overlap: "Neighbours that a layer shares with the one before" };
    const place = byId("profile");
    if (!this.measure || this.rows.length < 2) {
      place.hidden = true;
      return;
    }
    const title = titles[/** @type {"accuracy"|"overlap"} */ (this.measure)];
    this.canvas.setAttribute("aria-label", title);
    place.replaceChildren(element("h3", {}, title), this.canvas);
  }

  /** @param {string} name of the layer that is shown */
  mark(name) {
    this.marked = name;
    const context = this.canvas.getContext("2d");
    if (!context || !this.measure) return;
    const { width, height } = this.canvas;
    const style = getComputedStyle(document.documentElement);
    const values = this.rows.map((/** @type {any} */ row) => row[this.measure] ?? NaN);
    const known = values.filter((/** @type {number} */ value) => !Number.isNaN(value));
    const low = Math.min(...known), high = Math.max(...known);
    const x = (/** @type {number} */ place) => 14 + place / (values.length - 1) * (width - 28);
    const y = (/** @type {number} */ value) =>
      height - 26 - (value - low) / (high - low || 1) * (height - 56);
    context.clearRect(0, 0, width, height);
    context.strokeStyle = context.fillStyle = style.getPropertyValue("--text");
    context.lineWidth = 2;
    context.beginPath();
    values.forEach((/** @type {number} */ value, /** @type {number} */ place) => {
      if (!Number.isNaN(value)) context.lineTo(x(place), y(value));
    });
    context.stroke();
    context.font = "20px sans-serif";
    const shown = this.rows.findIndex((/** @type {any} */ row) => row.layer === name);
    values.forEach((/** @type {number} */ value, /** @type {number} */ place) => {
      context.beginPath();
      context.arc(x(place), y(value), place === shown ? 8 : 4, 0, 2 * Math.PI);
      context.fill();
    });
    context.textAlign = "center";
    if (shown >= 0 && !Number.isNaN(values[shown])) {
      context.fillText(values[shown].toFixed(3),
        Math.min(width - 30, Math.max(30, x(shown))), y(values[shown]) - 14);
    }
    context.textAlign = "left";
    context.fillText(this.rows[0].layer, 0, height - 4);
    context.textAlign = "right";
    context.fillText(this.rows[this.rows.length - 1].layer, width, height - 4);
  }
}
