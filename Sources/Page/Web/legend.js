import { categoryColor, css, missingColor, numberColor } from "./colors.js";
import { histogramBins } from "./column.js";
import { byId, element } from "./element.js";
import { counted, grouped, short } from "./words.js";

/** Number of categories that are listed at once. */
const listLimit = 300;

/**
 * The legend of the column that colours the points: categories with their counts, which hide and
 * isolate them, or the scale and the histogram of a number with the range that is shown.
 */
export class Legend {
  /**
   * @param {import("./exploration.js").Exploration} exploration
   * @param {import("./collection.js").Collection} collection
   */
  constructor(exploration, collection) {
    this.exploration = exploration;
    this.collection = collection;
    /** @type {import("./column.js").Column|null} */
    this.column = null;
    this.place = byId("legend");
    this.query = "";
    exploration.changed.listen(() => this.update());
  }

  /** @param {import("./column.js").Column|null} column */
  show(column) {
    this.column = column;
    this.query = "";
    this.update();
  }

  update() {
    const { column } = this;
    if (!column) {
      this.place.replaceChildren(element("p.quiet", {}, "No column colours the points."));
    } else if (column.isCategory) this.showCategories(column);
    else this.showScale(column);
  }

  /** @param {import("./column.js").Column} column */
  showCategories(column) {
    const focused = /** @type {HTMLElement|null} */ (document.activeElement)?.dataset?.code;
    const { exploration } = this;
    const { counts } = column;
    const hidden = exploration.filters.hidden.get(column.name);
    const codes = [...column.names.keys(), -1].filter((code) =>
      counts[code < 0 ? column.names.length : code] > 0);
    const query = this.query.toLowerCase();
    const found = codes.filter((code) => !query
      || (code < 0 ? column.none : column.names[code]).toLowerCase().includes(query));
    if (codes.length > 20) {
      // Many categories: the most frequent first.
      found.sort((first, second) => counts[second < 0 ? column.names.length : second]
        - counts[first < 0 ? column.names.length : first]);
    }
    const list = element("ul.legend-list");
    for (const code of found.slice(0, listLimit)) {
      const name = code < 0 ? column.none : column.names[code];
      const count = counts[code < 0 ? column.names.length : code];
      const isHidden = hidden?.has(code) ?? false;
      list.append(element("li", {}, element("button.legend-item", {
        "data-code": code, "aria-pressed": !isHidden,
        title: `${name}: click hides or shows, Shift-click shows alone, Alt-click selects`,
        click: (/** @type {MouseEvent} */ event) => this.choose(column, code, event),
      }, dot(categoryColor(code)), element("bdi.name", {}, name),
        element("span.count", {}, grouped(count)))));
    }
    const head = [];
    if (codes.length > 20) {
      const field = element("input", {
        type: "search", placeholder: `Find among ${counted(codes.length, ["value", "values"])}`,
        "aria-label": "Find in the legend", value: this.query,
        input: (/** @type {Event} */ event) => {
          this.query = /** @type {HTMLInputElement} */ (event.target).value;
          this.showCategories(column);
          const again = this.place.querySelector("input");
          again?.focus();
          again?.setSelectionRange(this.query.length, this.query.length);
        },
      });
      head.push(field);
    }
    this.place.replaceChildren(...head, list);
    if (found.length > listLimit) {
      this.place.append(element("p.quiet", {},
        `${grouped(found.length - listLimit)} more; use the field above.`));
    }
    this.place.append(element("p.quiet", {},
      "Click hides or shows, Shift-click shows alone, Alt-click selects."));
    this.addReset(column);
    if (focused !== undefined) {
      /** @type {HTMLElement|null} */ (
        this.place.querySelector(`[data-code="${focused}"]`))?.focus();
    }
  }

  /**
   * @param {import("./column.js").Column} column
   * @param {number} code
   * @param {MouseEvent} event
   */
  choose(column, code, event) {
    const { exploration } = this;
    if (event.altKey) {
      this.select(column.rowsOf((each) => each === code));
    } else if (event.shiftKey) {
      exploration.filter((filters) => filters.isolate(column.name, code, column.names.length));
    } else exploration.filter((filters) => filters.toggle(column.name, code));
  }

  /** @param {import("./rowset.js").RowSet} rows of which those shown are selected */
  select(rows) {
    const { exploration, collection } = this;
    const { items, shown } = exploration;
    const set = items.collections.indexOf(collection);
    exploration.select(items.ofRows(rows, set).intersection(shown));
  }

  /** @param {import("./column.js").Column} column */
  showScale(column) {
    const range = this.exploration.filters.ranges.get(column.name)
      ?? { low: column.low, high: column.high };
    const bar = /** @type {HTMLCanvasElement} */ (element("canvas.histogram", {
      width: 512, height: 120, role: "img", "aria-label": `Histogram of ${column.title}`,
    }));
    drawHistogram(bar, column, range);
    const field = (/** @type {"low"|"high"} */ end) => element("input", {
      type: "number", step: "any", value: Number(range[end].toPrecision(4)),
      "aria-label": `${end === "low" ? "Smallest" : "Largest"} ${column.title} shown`,
      change: (/** @type {Event} */ event) => {
        const { value } = /** @type {HTMLInputElement} */ (event.target);
        // A cleared field means the end of the scale.
        const limit = value === "" ? column[end] : Number(value);
        this.exploration.filter((filters) =>
          filters.ranges.set(column.name, { ...range, [end]: limit }));
      },
    });
    const { missing } = column.histogram;
    this.place.replaceChildren(bar,
      element("div.range", {}, field("low"), element("span", {}, "to"), field("high")));
    if (missing > 0) {
      this.place.append(element("p.quiet", {}, dot(missingColor),
        ` ${counted(missing, this.collection.noun)} without a value`));
    }
    this.addReset(column);
  }

  /** @param {import("./column.js").Column} column */
  addReset(column) {
    const { filters } = this.exploration;
    if (!filters.hidden.has(column.name) && !filters.ranges.has(column.name)) return;
    this.place.append(element("button.wide", {
      click: () => this.exploration.filter((each) => {
        each.hidden.delete(column.name);
        each.ranges.delete(column.name);
      }),
    }, "Show all values"));
  }
}

/** @param {number[]} color */
function dot(color) {
  const made = element("span.dot");
  made.style.background = css(color);
  return made;
}

/**
 * Draws how many rows have which value, in the colours of the points.
 * @param {HTMLCanvasElement} canvas
 * @param {import("./column.js").Column} column
 * @param {{low: number, high: number}} range what is shown; the rest is pale
 */
function drawHistogram(canvas, column, range) {
  const context = canvas.getContext("2d");
  if (!context) return;
  const { bins } = column.histogram;
  const span = column.high - column.low || 1;
  const most = Math.max(1, ...bins);
  const width = canvas.width / histogramBins;
  bins.forEach((count, bin) => {
    const value = column.low + (bin + 0.5) / histogramBins * span;
    context.globalAlpha = value >= range.low && value <= range.high ? 1 : 0.25;
    context.fillStyle = css(numberColor((bin + 0.5) / histogramBins));
    // Square roots keep rare values visible.
    const height = Math.sqrt(count / most) * (canvas.height - 26);
    context.fillRect(bin * width, canvas.height - 20 - height, width - 1, height);
    context.fillRect(bin * width, canvas.height - 18, width, 6);
  });
  context.globalAlpha = 1;
  canvas.title = `${short(column.low)} to ${short(column.high)}`;
}
