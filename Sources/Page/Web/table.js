/**
 * Lines of cells as comma-separated text (RFC 4180).
 * @param {string[][]} lines
 * @param {boolean} isGuarded whether texts that a spreadsheet would take for a formula begin with
 *   an apostrophe; files that programs read back must have their paths as they are
 */
export function commaSeparated(lines, isGuarded) {
  const cell = (/** @type {string} */ text) => {
    const isFormula = isGuarded && /^[=+@\t]|^-(?![\d.])/.test(text);
    const guarded = isFormula ? `'${text}` : text;
    return /[",\r\n]/.test(guarded) ? `"${guarded.replaceAll('"', '""')}"` : guarded;
  };
  return lines.map((line) => line.map(cell).join(",") + "\n").join("");
}

/**
 * Cells of comma-separated text.
 * @param {string} text
 * @returns {string[][]}
 */
export function parsedTable(text) {
  /** @type {string[][]} */
  const lines = [];
  /** @type {string[]} */
  let line = [];
  let cell = "";
  let isQuoted = false;
  const body = text.replace(/^\ufeff/, "");
  for (let place = 0; place < body.length; place++) {
    const letter = body[place];
    if (isQuoted) {
      if (letter !== '"') cell += letter;
      else if (body[place + 1] === '"') {
        cell += '"';
        place++;
      } else isQuoted = false;
    } else if (letter === '"') isQuoted = true;
    else if (letter === ",") {
      line.push(cell);
      cell = "";
    } else if (letter === "\n" || letter === "\r") {
      if (letter === "\r" && body[place + 1] === "\n") place++;
      line.push(cell);
      lines.push(line);
      line = [];
      cell = "";
    } else cell += letter;
  }
  if (cell || line.length) lines.push([...line, cell]);
  return lines.filter((each) => each.length > 1 || each[0]);
}
