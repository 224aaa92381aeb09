/**
 * Colours of categories, told apart with all common forms of colour blindness: the eight of Okabe
 * and Ito (2008, without black), then those of Paul Tol's "muted" scheme (2021).
 */
const palette = [
  "#0072b2", "#e69f00", "#009e73", "#d55e00", "#cc79a7", "#56b4e9", "#b8a800", "#882255", "#332288",
  "#44aa99", "#117733", "#999933", "#ddcc77", "#cc6677", "#aa4499", "#88ccee",
];

/** Viridis at nine places of 0...1 (Smith and van der Walt 2015). */
const viridis = [
  [68, 1, 84], [71, 44, 122], [59, 81, 139], [44, 113, 142], [33, 144, 141], [39, 173, 129],
  [92, 200, 99], [170, 220, 50], [253, 231, 37],
];

/** Colour of rows without a value. */
export const missingColor = [150, 150, 150];

/**
 * Colour of a category; -1 is a missing one. Above 16 categories hues repeat, a little lighter or
 * darker each time.
 * @param {number} code
 * @returns {number[]} red, green, blue, 0...255
 */
export function categoryColor(code) {
  if (code < 0) return missingColor;
  const base = parsed(palette[code % palette.length]);
  const turn = Math.floor(code / palette.length) % 3;
  if (turn === 0) return base;
  return base.map((part) => turn === 1 ? part + (255 - part) * 0.4 : part * 0.65);
}

/**
 * Colour of a number.
 * @param {number} share 0...1; NaN is a missing one
 */
export function numberColor(share) {
  if (Number.isNaN(share)) return missingColor;
  const place = Math.min(1, Math.max(0, share)) * (viridis.length - 1);
  const below = Math.min(viridis.length - 2, Math.floor(place));
  const weight = place - below;
  return viridis[below].map((part, index) =>
    part * (1 - weight) + viridis[below + 1][index] * weight
  );
}

/**
 * A colour for a style sheet.
 * @param {number[]} color
 */
export function css(color) {
  return `rgb(${color.map((part) => Math.round(part)).join(" ")})`;
}

/** @param {string} text such as "#0072b2" */
function parsed(text) {
  return [1, 3, 5].map((place) => parseInt(text.slice(place, place + 2), 16));
}
