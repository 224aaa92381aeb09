import { byId, element } from "./element.js";
import { download } from "./download.js";
import { baseName, counted, short } from "./words.js";

/**
 * @typedef {object} Finding a line of a list: the images it is about, and what was found
 * @property {number[]} items one or two items
 * @property {string[]} names what stands below each picture
 * @property {string} text
 * @property {string} suggestion label that is suggested; "" for none
 * @property {number} target which of the items a key decides about at first
 */

/** Lines that are shown at once; more follow with a button. */
const pageLength = 50;

/** The lists in the order of their tabs. */
const kinds = [
  { name: "conflicts", title: "Two labels", noun: ["pair", "pairs"],
    about: "The same picture under two labels: at least one of them is wrong." },
  { name: "doubtful", title: "Doubtful labels", noun: ["label", "labels"],
    about: "The neighbours of these images suggest another label, the most doubtful first." },
  { name: "duplicates", title: "Duplicates", noun: ["pair", "pairs"],
    about: "Copies: equal files first, then the most similar ones." },
  { name: "outliers", title: "Outliers", noun: ["image", "images"],
    about: "Images that lie far from all others, the farthest first." },
  { name: "leaks", title: "Leaks", noun: ["pair", "pairs"],
    about: "Copies in two splits of the data." },
];

/** The findings as lists to work through, one key a decision. */
export class Findings {
  /**
   * @param {import("./exploration.js").Exploration} exploration
   * @param {import("./thumbnails.js").Thumbnails[]} thumbnails
   * @param {import("./review.js").Review} review
   * @param {import("./decisions.js").Decisions} decisions
   * @param {number} set number of the collection whose findings are shown
   */
  constructor(exploration, thumbnails, review, decisions, set) {
    this.exploration = exploration;
    this.thumbnails = thumbnails;
    this.review = review;
    this.decisions = decisions;
    this.set = set;
    this.collection = exploration.items.collections[set];
    /** @type {Map<string, Finding[]|null>} */
    this.lists = new Map(kinds.map((kind) => [kind.name, this.read(kind.name)]));
    this.kind = kinds.find((kind) => this.lists.get(kind.name)?.length)?.name ?? "duplicates";
    this.length = pageLength;
    this.current = 0;
    this.target = 0;
    this.tabs = byId("finding-tabs");
    this.list = byId("finding-list");
    this.progress = byId("finding-progress");
    review.changed.listen(() => this.update());
    this.list.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => this.key(event));
    byId("export-review").addEventListener("click", async () =>
      download("review.csv", [await review.csv()]));
    byId("import-review").addEventListener("change",
      (/** @type {Event} */ event) => this.import(event));
    this.show(this.kind);
  }

  /**
   * @param {string} name
   * @returns {Finding[]|null}
   */
  read(name) {
    const found = this.collection.description.findings?.[name];
    if (!found) return null;
    const item = (/** @type {number} */ row) => this.exploration.items.item(row, this.set);
    return found.map((/** @type {any} */ line) => {
      if (name === "doubtful") {
        return { items: [item(line.row)], names: [line.label], target: 0,
          suggestion: line.suggested,
          text: `${line.suggestedVotes} of ${line.votes} neighbours: ${line.suggested}, `
            + `confidence ${short(line.confidence)}` };
      }
      if (name === "outliers") {
        return { items: [item(line.row)], names: [""], suggestion: "", target: 0,
          text: `distance ${short(line.distance)}, percentile ${short(line.percentile)}`
            + (line.isFar ? ", far" : "") };
      }
      const parts = [line.kind, line.transform].filter(Boolean);
      if (line.cosine !== null && line.cosine !== undefined) {
        parts.push(`cosine ${line.cosine.toFixed(4)}`);
      }
      // Of two copies the second one is the one to drop.
      return { items: [item(line.first), item(line.second)], suggestion: "", target: 1,
        names: [line.firstLabel ?? "", line.secondLabel ?? ""], text: parts.join(", ") };
    });
  }

  /** @param {string} name */
  show(name) {
    this.kind = name;
    this.length = pageLength;
    this.current = 0;
    this.target = this.lists.get(name)?.[0]?.target ?? 0;
    const hadFocus = this.tabs.contains(document.activeElement);
    this.tabs.replaceChildren(...kinds.map((kind) => {
      const count = this.lists.get(kind.name)?.length;
      return element("button", { role: "tab", "aria-selected": kind.name === name,
        disabled: count === undefined, click: () => this.show(kind.name),
      }, `${kind.title} `, element("span.count", {}, count === undefined ? "-" : String(count)));
    }));
    if (hadFocus) this.tabs.querySelector("[aria-selected=true]")?.focus();
    this.list.scrollTop = 0;
    this.build();
  }

  async build() {
    const kind = kinds.find((each) => each.name === this.kind);
    const lines = this.lists.get(this.kind) ?? null;
    await this.exploration.items.readPaths(
      (lines ?? []).slice(0, this.length).flatMap((line) => line.items));
    if (kind?.name !== this.kind) return;
    this.list.replaceChildren(element("p.quiet", {}, kind?.about ?? ""));
    if (!lines?.length) {
      const reason = lines ? "None were found."
        : this.collection.description.findings?.missing ?? "This was not searched.";
      this.list.append(element("p", {}, reason));
    }
    (lines ?? []).slice(0, this.length).forEach((line, place) =>
      this.list.append(this.card(line, place)));
    if (lines && lines.length > this.length) {
      this.list.append(element("button.wide", { click: () => {
        this.length += pageLength;
        this.build();
      } }, `Show ${Math.min(pageLength, lines.length - this.length)} more of ${lines.length}`));
    }
    this.update();
  }

  /**
   * @param {Finding} line
   * @param {number} place
   */
  card(line, place) {
    const pictures = line.items.map((item, index) => {
      const { set, row } = this.exploration.items.home(item);
      const path = this.exploration.items.path(item);
      return element("button.finding-picture", {
        "data-index": index, title: path, tabindex: -1,
        click: () => {
          this.choose(place, index);
          this.cardAt(place)?.focus({ preventScroll: true });
        },
        dblclick: () => this.exploration.open(item),
        pointerenter: () => this.exploration.hover(item),
        pointerleave: () => this.exploration.hover(-1),
      }, this.thumbnails[set].side ? this.thumbnails[set].canvas(row, 96)
        : element("span.no-picture", {}, baseName(path)),
      element("bdi.name", {}, line.names[index] || baseName(path)),
      element("span.state", {}));
    });
    const buttons = element("div.finding-buttons", {},
      element("button.keep", { tabindex: -1, click: () => this.decide(place, "keep") }, "keep"),
      element("button.drop", { tabindex: -1, click: () => this.decide(place, "drop") }, "drop"),
      element("button.relabel", { tabindex: -1, click: () => this.relabel(place) },
        line.suggestion ? `relabel: ${line.suggestion}` : "relabel"));
    return element("div.finding", { "data-place": place, tabindex: place === this.current ? 0 : -1,
      "aria-label": `${place + 1}: ${line.items.map((item) =>
        this.exploration.items.path(item)).join(", ")}. ${line.text}`,
      focus: () => this.choose(place, this.current === place ? this.target : line.target),
    }, element("div.finding-pictures", {}, ...pictures), element("p", {}, line.text), buttons);
  }

  /**
   * @param {number} place
   * @param {number} target
   */
  choose(place, target) {
    this.current = place;
    this.target = target;
    this.update();
  }

  /** Shows the present decisions on the cards. */
  update() {
    const lines = this.lists.get(this.kind) ?? [];
    for (const card of this.list.querySelectorAll(".finding")) {
      const place = Number(card.dataset.place);
      const isCurrent = place === this.current;
      card.classList.toggle("current", isCurrent);
      card.tabIndex = isCurrent ? 0 : -1;
      const pictures = /** @type {HTMLElement[]} */ (
        [...card.querySelectorAll(".finding-picture")]);
      pictures.forEach((/** @type {any} */ picture, index) => {
        const decision = this.review.of(lines[place].items[index]);
        picture.classList.toggle("target", isCurrent && index === this.target
          && lines[place].items.length > 1);
        picture.querySelector(".state").textContent = !decision ? ""
          : decision.decision === "relabel" ? `relabel: ${decision.label}` : decision.decision;
        picture.dataset.decision = decision?.decision ?? "";
      });
    }
    // Over a server not all paths have been read, but decisions have their rows.
    const rows = new Set([...this.review.decisions.values()].map((each) => each.row));
    const done = lines.filter((line) => line.items.some((item) =>
      rows.has(item) || this.review.of(item))).length;
    const kind = kinds.find((each) => each.name === this.kind);
    this.progress.textContent = lines.length
      ? `${done} of ${counted(lines.length, kind?.noun ?? ["line", "lines"])} decided · `
        + `${counted(this.review.decisions.size, ["decision", "decisions"])} in all`
        + (this.review.isStored ? "" : " (this browser stores nothing: export before you leave)")
      : `${counted(this.review.decisions.size, ["decision", "decisions"])} in all`;
  }

  /**
   * @param {number} place
   * @param {"keep"|"drop"} decision
   */
  decide(place, decision) {
    const line = this.lists.get(this.kind)?.[place];
    if (!line) return;
    if (place !== this.current) this.choose(place, line.target);
    // Keeping a pair keeps both.
    const items = decision === "keep" ? line.items : [line.items[this.target]];
    this.review.decide(items, { decision, label: "", note: "" });
    this.step(1);
  }

  /** @param {number} place */
  relabel(place) {
    const line = this.lists.get(this.kind)?.[place];
    if (!line) return;
    const label = line.suggestion
      || globalThis.prompt("New label", this.decisions.labels[0] ?? "")?.trim();
    if (!label) return;
    if (place !== this.current) this.choose(place, line.target);
    this.decisions.relabel(line.items[this.target], label);
    this.step(1);
  }

  /** @param {number} by */
  async step(by) {
    const lines = this.lists.get(this.kind) ?? [];
    const next = Math.min(Math.max(0, this.current + by), lines.length - 1);
    if (next >= this.length) {
      this.length += pageLength;
      await this.build();
    }
    this.choose(next, lines[next]?.target ?? 0);
    const card = this.cardAt(next);
    card?.scrollIntoView({ block: "nearest" });
    card?.focus({ preventScroll: true });
  }

  /**
   * @param {number} place in the list
   * @returns {HTMLElement|null}
   */
  cardAt(place) {
    return this.list.querySelector(`[data-place="${place}"]`);
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    if (event.target instanceof HTMLInputElement || event.ctrlKey || event.metaKey) return;
    const line = this.lists.get(this.kind)?.[this.current];
    if (!line) return;
    const actions = /** @type {Record<string, () => void>} */ ({
      j: () => this.step(1), ArrowDown: () => this.step(1),
      ArrowUp: () => this.step(-1),
      ArrowLeft: () => this.choose(this.current, 0),
      ArrowRight: () => this.choose(this.current, line.items.length - 1),
      k: () => this.decide(this.current, "keep"), d: () => this.decide(this.current, "drop"),
      r: () => this.relabel(this.current),
      Enter: () => this.exploration.open(line.items[this.target]),
      Backspace: () => this.review.decide(line.items, null),
    });
    const action = actions[event.key];
    if (!action) return;
    event.preventDefault();
    event.stopPropagation();
    action();
  }

  /** @param {Event} event */
  async import(event) {
    const field = /** @type {HTMLInputElement} */ (event.target);
    const file = field.files?.[0];
    if (!file) return;
    try {
      const { read, unknown } = await this.review.read(await file.text());
      this.progress.textContent = `${counted(read, ["decision", "decisions"])} read from `
        + file.name
        + (unknown ? `; ${counted(unknown, ["line", "lines"])} about other images` : "");
    } catch (error) {
      this.progress.textContent = `${file.name}: ${error instanceof Error ? error.message : error}`;
    }
    field.value = "";
  }
}
