import { announce, byId, element } from "./element.js";
import { copy } from "./download.js";
import { paneKey } from "./keys.js";
import { RowSet } from "./rowset.js";
import { counted } from "./words.js";

/** Time after the last letter until a search is carried out, in milliseconds. */
const searchDelay = 200;
/** Keys that act on the findings from anywhere on the page while they are shown. */
const findingKeys = ["k", "d", "r", "j"];

/**
 * Connects the fields, buttons and keys of the page.
 * @param {import("./explorer.js").Explorer} explorer
 */
export function connectControls(explorer) {
  connectHead(explorer);
  connectSelection(explorer);
  document.addEventListener("keydown", (event) => pageKey(event, explorer));
}

/** @param {import("./explorer.js").Explorer} explorer */
function connectHead(explorer) {
  const { exploration, panes } = explorer;
  const columns = explorer.items.collections[0].description.columns;
  byId("color").append(...columns.map((/** @type {any} */ column) =>
    element("option", { value: column.name }, column.title)),
  element("option", { value: "" }, "nothing"));
  byId("color").addEventListener("change", () => explorer.colorBy(byId("color").value));
  const find = byId("find");
  let waiting = 0;
  find.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = globalThis.setTimeout(async () => {
      await exploration.filter((filters) => {
        filters.query = find.value.trim();
      });
      announce(`${counted(exploration.shown.count, explorer.items.noun)} shown`);
    }, searchDelay);
  });
  exploration.changed.listen(() => {
    if (document.activeElement !== find) find.value = exploration.filters.query;
  });
  const on = (/** @type {string} */ id, /** @type {() => void} */ action) =>
    byId(id).addEventListener("click", action);
  const each = (/** @type {(pane: import("./pane.js").Pane) => void} */ action) => () =>
    panes.forEach(action);
  on("tool-pan", () => explorer.showTool("pan"));
  on("tool-box", () => explorer.showTool("box"));
  on("tool-lasso", () => explorer.showTool("lasso"));
  on("zoom-in", each((pane) => {
    pane.view.magnify(1.5);
    pane.changeView();
  }));
  on("zoom-out", each((pane) => {
    pane.view.magnify(1 / 1.5);
    pane.changeView();
  }));
  on("fit", each((pane) => pane.fit()));
  on("fit-selection", each((pane) => pane.fit(true)));
  on("pictures", () => togglePictures(explorer));
  on("split", () => explorer.split());
  on("undo", () => exploration.undo());
  on("redo", () => exploration.redo());
  on("copy-address", () => {
    explorer.address.write();
    copy(location.href, explorer.address.leavesOutSelection
      ? "address (the selection is too large for it: export it as a list)" : "address");
  });
}

/** @param {import("./explorer.js").Explorer} explorer */
function togglePictures(explorer) {
  const isShown = byId("pictures").getAttribute("aria-pressed") !== "true";
  byId("pictures").setAttribute("aria-pressed", String(isShown));
  for (const pane of explorer.panes) {
    pane.above.showsThumbnails = isShown;
    pane.redraw();
  }
}

/** @param {import("./explorer.js").Explorer} explorer */
function connectSelection(explorer) {
  const { exploration, review, decisions } = explorer;
  const on = (/** @type {string} */ id, /** @type {() => void} */ action) =>
    byId(id).addEventListener("click", action);
  byId("mode").addEventListener("change", () => {
    exploration.mode = byId("mode").value;
  });
  on("select-shown", () => exploration.select(exploration.shown, "replace"));
  on("invert", () => exploration.invert());
  on("clear", () => exploration.select(new RowSet(explorer.items.size), "replace"));
  for (const decision of /** @type {Array<"keep"|"drop">} */ (["keep", "drop"])) {
    on(`${decision}-selection`, async () => {
      await review.decide(exploration.selection.rows(), { decision, label: "", note: "" });
      announce(`${counted(exploration.selection.count, explorer.items.noun)}: ${decision}`);
    });
  }
  byId("relabel-selection").addEventListener("change", () => {
    const label = byId("relabel-selection").value.trim();
    decisions.relabelAll(exploration.selection.rows(), label);
    byId("relabel-selection").value = "";
  });
  exploration.changed.listen(() => explorer.reportSelection());
}

/**
 * @param {KeyboardEvent} event
 * @param {import("./explorer.js").Explorer} explorer
 */
function pageKey(event, explorer) {
  const target = /** @type {HTMLElement} */ (event.target);
  if (event.key === "Escape") {
    target.blur();
    if (explorer.exploration.selection.count > 0 && !isField(target)) {
      explorer.exploration.select(new RowSet(explorer.items.size), "replace");
    }
    return;
  }
  if (isField(target) || isPressed(target, event.key)) return;
  const pane = explorer.panes.find((each) => each.place === document.activeElement);
  if (pane && !event.ctrlKey && !event.metaKey && paneKey(event, pane, explorer.exploration)) {
    event.preventDefault();
    return;
  }
  if (event.ctrlKey || event.metaKey) {
    if (event.key.toLowerCase() !== "z" && event.key.toLowerCase() !== "y") return;
    event.preventDefault();
    if (event.shiftKey || event.key.toLowerCase() === "y") explorer.exploration.redo();
    else explorer.exploration.undo();
    return;
  }
  if (event.altKey) return;
  // What the list of findings marks is decided without a click into the list.
  if (explorer.tabs.shown === "findings-panel" && explorer.exploration.hovered < 0
    && findingKeys.includes(event.key)) {
    explorer.findings.key(event);
    return;
  }
  const action = pageActions(explorer)[event.key];
  if (!action) return;
  event.preventDefault();
  action();
}

/**
 * Whether a key presses what has the focus.
 * @param {HTMLElement} target
 * @param {string} key
 */
function isPressed(target, key) {
  return (key === "Enter" || key === " ") && target.closest("button, a, summary, label") !== null;
}

/** @param {HTMLElement} target */
function isField(target) {
  return target instanceof HTMLInputElement && target.type !== "range"
    || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement;
}

/**
 * What single keys do anywhere on the page.
 * @param {import("./explorer.js").Explorer} explorer
 * @returns {Record<string, () => void>}
 */
function pageActions(explorer) {
  const { exploration, decisions, keyItem, items } = explorer;
  const about = (/** @type {(item: number) => void} */ action) => () => {
    if (keyItem >= 0) action(keyItem);
  };
  return {
    "v": () => explorer.showTool("pan"),
    "b": () => explorer.showTool("box"),
    "l": () => explorer.showTool("lasso"),
    "0": () => explorer.panes.forEach((pane) => pane.fit()),
    "s": () => explorer.panes.forEach((pane) => pane.fit(true)),
    "t": () => togglePictures(explorer),
    "2": () => void explorer.split(),
    "i": () => exploration.invert(),
    "p": () => explorer.layers[0].play(),
    "[": () => void explorer.layers[0].show(explorer.panes[0].layer - 1),
    "]": () => void explorer.layers[0].show(explorer.panes[0].layer + 1),
    "/": () => byId("find").focus(),
    "Enter": about((item) => exploration.open(item)),
    "x": about((item) => exploration.select(RowSet.of(items.size, [item]),
      exploration.selection.has(item) ? "subtract" : "add")),
    "k": about((item) => decisions.toggle(item, "keep")),
    "d": about((item) => decisions.toggle(item, "drop")),
  };
}
