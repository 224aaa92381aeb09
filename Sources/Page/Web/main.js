import { announce, byId, element } from "./element.js";
import { Chunks } from "./chunks.js";
import { Collection } from "./collection.js";
import { connectControls } from "./controls.js";
import { Explorer } from "./explorer.js";
import { shareCategories } from "./categories.js";
import { showAbout } from "./about.js";

/** Builds the page from its description. */
async function open() {
  const page = JSON.parse(byId("page-data").textContent);
  document.title = page.title;
  byId("title").textContent = page.title;
  const chunks = new Chunks(page.chunks, page.chunkFolder);
  if (chunks.isServed) {
    addEventListener("unhandledrejection", ({ reason }) =>
      announce(reason instanceof Error ? reason.message : String(reason)));
  }
  const collections = page.sets.map((/** @type {any} */ set) => new Collection(set, chunks));
  await Promise.all(collections.map((/** @type {Collection} */ each) => each.open()));
  if (collections.length > 1) {
    shareCategories(collections);
    await Promise.all(collections.map((/** @type {Collection} */ each) => each.readAllPaths()));
  }
  const explorer = new Explorer(collections);
  const state = new URLSearchParams(location.hash.slice(1));
  // Compared models stand side by side from the start.
  const sideBySide = collections[0].description.layerNoun === "model" && !state.has("layer");
  await explorer.addPane(0, sideBySide ? 0 : layerNamed(collections[0], state.get("layer")));
  if (sideBySide) {
    byId("split").setAttribute("aria-pressed", "true");
    await explorer.addPane(0, collections[0].description.mainLayer);
  } else if (state.has("layer2")) {
    const set = collections[Number(state.get("set2"))] ? Number(state.get("set2")) : 0;
    byId("split").setAttribute("aria-pressed", "true");
    await explorer.addPane(set, layerNamed(collections[set], state.get("layer2")));
  }
  connectControls(explorer);
  const color = state.has("color") ? state.get("color") : collections[0].description.color;
  await explorer.colorBy(color ?? "");
  await explorer.address.restore(state);
  explorer.panes.forEach((pane, index) => showView(pane, state.get(index ? "view2" : "view")));
  showAbout(page);
  explorer.updateSteps();
  document.body.dataset.ready = "true";
  addEventListener("hashchange", () => location.reload());
}

/**
 * @param {Collection} collection
 * @param {string|null} name
 */
function layerNamed(collection, name) {
  const found = collection.layers.findIndex((/** @type {any} */ each) => each.name === name);
  return found >= 0 ? found : undefined;
}

/**
 * Moves a pane to the view of an address.
 * @param {import("./pane.js").Pane} pane
 * @param {string|null} text centre and magnification
 */
function showView(pane, text) {
  const [x, y, zoom] = (text ?? "").split(",").map(Number);
  if (![x, y, zoom].every(Number.isFinite) || zoom <= 0) return;
  Object.assign(pane.view, { x, y, scale: pane.view.fitted * zoom });
  pane.redraw();
}

open().catch((error) => {
  document.body.prepend(element("p.failure", { role: "alert" },
    `This page cannot be shown: ${error instanceof Error ? error.message : error}`));
  throw error;
});
