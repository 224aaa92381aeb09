import { element } from "./element.js";

/** Buttons and keys that decide about images: keep, drop, relabel. */
export class Decisions {
  /**
   * @param {import("./exploration.js").Exploration} exploration
   * @param {import("./review.js").Review} review
   */
  constructor(exploration, review) {
    this.exploration = exploration;
    this.review = review;
    /** Ends the updates of the buttons that were made last. */
    this.endFilling = () => {};
  }

  /** Names of all labels of the maps. */
  get labels() {
    const names = this.exploration.items.collections.flatMap((collection) =>
      collection.description.columns.find((/** @type {any} */ each) => each.name === "label")
        ?.names ?? []);
    return [...new Set(names)].sort();
  }

  /**
   * The buttons for an item, which show the present decision.
   * @param {number} item
   * @returns {HTMLElement}
   */
  controls(item) {
    const made = element("div.decide", { role: "group", "aria-label": "Decision" });
    this.fill(made, item);
    this.endFilling();
    this.endFilling = this.review.changed.listen(() => this.fill(made, item));
    return made;
  }

  /**
   * @param {HTMLElement} place
   * @param {number} item
   */
  fill(place, item) {
    const present = this.review.of(item);
    const decide = (/** @type {"keep"|"drop"} */ decision) => () => this.toggle(item, decision);
    const button = (/** @type {"keep"|"drop"} */ decision, /** @type {string} */ key) =>
      element(`button.${decision}`, {
        "aria-pressed": present?.decision === decision, title: `${decision} (${key})`,
        click: decide(decision),
      }, decision);
    const field = /** @type {HTMLInputElement} */ (element("input", {
      list: "labels", placeholder: "relabel", "aria-label": "New label",
      value: present?.decision === "relabel" ? present.label : "",
      change: () => this.relabel(item, field.value.trim()),
    }));
    const note = /** @type {HTMLInputElement} */ (element("input.note", {
      placeholder: "note", "aria-label": "Note", value: present?.note ?? "",
      change: () => {
        const now = this.review.of(item);
        if (now) this.review.decide([item], { ...now, note: note.value });
      },
    }));
    place.replaceChildren(button("keep", "k"), button("drop", "d"), field);
    if (present) place.append(note);
  }

  /**
   * Decides, or withdraws an equal decision.
   * @param {number} item
   * @param {"keep"|"drop"} decision
   */
  toggle(item, decision) {
    return this.review.decide([item], (present) => present?.decision === decision
      ? null : { decision, label: "", note: present?.note ?? "" });
  }

  /**
   * @param {number} item
   * @param {string} label "" withdraws the decision
   */
  relabel(item, label) {
    return this.relabelAll([item], label);
  }

  /**
   * @param {Iterable<number>} items
   * @param {string} label "" withdraws the decisions
   */
  relabelAll(items, label) {
    return this.review.decide(items, (present) => label
      ? { decision: "relabel", label, note: present?.note ?? "" } : null);
  }
}
