import { announce } from "./element.js";

/**
 * Gives a text to the browser as a file to save.
 * @param {string} name
 * @param {string[]} parts of the text
 * @param {string} type
 */
export function download(name, parts, type = "text/csv") {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob(parts, { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  announce(`${name} saved`);
}

/**
 * Copies a text to the clipboard.
 * @param {string} text
 * @param {string} what for the status line
 */
export async function copy(text, what) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    // Pages without permission for the clipboard can still copy a selection.
    const field = document.createElement("textarea");
    field.value = text;
    document.body.append(field);
    field.select();
    document.execCommand("copy");
    field.remove();
  }
  announce(`${what} copied`);
}
