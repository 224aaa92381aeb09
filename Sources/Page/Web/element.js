/**
 * Makes an HTML element. Texts become text nodes, so that no name or label is read as markup.
 *
 * @param {string} tag such as "button" or "div.row.quiet": the name of the tag, then classes
 * @param {Record<string, any>} attributes attributes; functions are listeners of the event that
 *   the key names. Null and undefined are left out. True is an attribute without value and false
 *   none, except for `aria-...`, which are "true" and "false".
 * @param {...(Node|string|null)} children
 * @returns {any}
 */
export function element(tag, attributes = {}, ...children) {
  const [name, ...classes] = tag.split(".");
  const made = document.createElement(name);
  if (classes.length) made.className = classes.join(" ");
  for (const [key, value] of Object.entries(attributes)) {
    if (typeof value === "function") made.addEventListener(key, value);
    else if (value === true && !key.startsWith("aria-")) made.setAttribute(key, "");
    else if (value !== null && value !== undefined
      && (value !== false || key.startsWith("aria-"))) {
      made.setAttribute(key, String(value));
    }
  }
  for (const child of children) if (child !== null) made.append(child);
  return made;
}

/**
 * The element of the page with an id.
 * @param {string} id
 * @returns {any}
 */
export function byId(id) {
  const found = document.getElementById(id);
  if (!found) throw new Error(`the page has no element "${id}"`);
  return found;
}

/**
 * Tells screen readers, and the status line, what has happened.
 * @param {string} text
 */
export function announce(text) {
  byId("status").textContent = text;
}
