import { byId } from "./element.js";

/** The panels at the side, of which one is shown. */
export class Tabs {
  constructor() {
    /** @type {HTMLButtonElement[]} */
    this.buttons = [...byId("side-tabs").querySelectorAll("button")];
    for (const button of this.buttons) {
      button.addEventListener("click", () => this.show(button.dataset.panel ?? ""));
    }
    byId("side-tabs").addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
      const by = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
      if (!by) return;
      const buttons = this.buttons.filter((button) => !button.hidden);
      const place = buttons.findIndex((button) => button === document.activeElement);
      const next = buttons[(place + by + buttons.length) % buttons.length];
      this.show(next.dataset.panel ?? "");
      next.focus();
    });
    this.show("legend-panel");
  }

  /** @param {string} panel id of the panel */
  show(panel) {
    this.shown = panel;
    for (const button of this.buttons) {
      const isShown = button.dataset.panel === panel;
      button.setAttribute("aria-selected", String(isShown));
      button.tabIndex = isShown ? 0 : -1;
      byId(button.dataset.panel ?? "").hidden = !isShown;
    }
  }
}
