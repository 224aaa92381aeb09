/**
 * A fixed shuffle of the rows, so that no group of rows hides another only because it comes last.
 * The same number of rows always has the same order.
 * @param {number} count
 * @returns {Uint32Array} rows in the order in which they are drawn
 */
export function drawnOrder(count) {
  const order = new Uint32Array(count);
  for (let row = 0; row < count; row++) order[row] = row;
  // A linear congruential generator (Numerical Recipes) is enough for a shuffle.
  let state = 12345;
  for (let place = count - 1; place > 0; place--) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    const other = Math.floor(state / 4294967296 * (place + 1));
    const row = order[place];
    order[place] = order[other];
    order[other] = row;
  }
  return order;
}
