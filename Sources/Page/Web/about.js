import { byId, element } from "./element.js";
import { copy } from "./download.js";

/**
 * Shows where the page comes from: model, data, parameters, quality and commands of each map.
 * @param {any} page the description of Documentation/Page.md
 */
export function showAbout(page) {
  const place = byId("about");
  for (const set of page.sets) {
    if (page.sets.length > 1) place.append(element("h2", {}, set.name));
    for (const section of set.about) {
      const isCommand = section.title === "Commands";
      const list = element("dl.fields");
      for (const [name, value] of section.lines) {
        if (isCommand) {
          place.append(element("h3", {}, name), element("pre", {}, value),
            element("button.small", { click: () => copy(value, "command") }, "Copy"));
        } else list.append(element("dt", {}, name), element("dd", {}, element("bdi", {}, value)));
      }
      if (!isCommand) place.append(element("h3", {}, section.title), list);
    }
  }
  place.append(element("p.quiet", {}, `Made by ${page.tool}. This page requests `
    + (page.chunks === "server" ? "nothing but the parts that explore has." : "nothing.")));
}
