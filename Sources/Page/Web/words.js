/**
 * A count with its noun: "1 image", "12,000 images".
 * @param {number} count
 * @param {string[]} noun singular and plural
 */
export function counted(count, noun) {
  return `${grouped(count)} ${count === 1 ? noun[0] : noun[1]}`;
}

/**
 * A whole number with commas: 12,000.
 * @param {number} count
 */
export function grouped(count) {
  return Math.round(count).toLocaleString("en-US");
}

/**
 * A number in at most four significant digits; "" for NaN.
 * @param {number} value
 */
export function short(value) {
  if (Number.isNaN(value)) return "";
  if (Number.isInteger(value) && Math.abs(value) < 1e15) return grouped(value);
  return String(Number(value.toPrecision(Math.abs(value) >= 0.1 ? 3 : 2)));
}

/**
 * The last part of a path.
 * @param {string} path
 */
export function baseName(path) {
  return path.slice(path.lastIndexOf("/") + 1);
}

/**
 * A path as an address relative to a folder. Bytes that are written as `\xNN` become `%NN`.
 * @param {string} root address of the folder, with a final slash
 * @param {string} path
 */
export function address(root, path) {
  const parts = path.split("/").map((part) =>
    encodeURIComponent(part).replace(/%5Cx([0-9a-f]{2})/gi, "%$1")
  );
  return root + parts.join("/");
}
