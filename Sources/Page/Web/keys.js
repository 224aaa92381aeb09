/** Number of pixels that an arrow key moves the map by. */
const step = 60;

/**
 * What keys do on a pane: the map can be used without a pointer.
 *
 * @param {KeyboardEvent} event
 * @param {import("./pane.js").Pane} pane
 * @param {import("./exploration.js").Exploration} exploration
 * @returns {boolean} whether the key meant something
 */
export function paneKey(event, pane, exploration) {
  const { view } = pane;
  const arrows = /** @type {Record<string, [number, number]>} */ ({
    ArrowLeft: [1, 0], ArrowRight: [-1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1],
  });
  const arrow = arrows[event.key];
  if (arrow && event.altKey) return goToPoint(pane, exploration, -arrow[0], arrow[1]);
  if (arrow) view.pan(arrow[0] * step, arrow[1] * step);
  else if (event.key === "+" || event.key === "=") view.magnify(1.5);
  else if (event.key === "-") view.magnify(1 / 1.5);
  else if (event.key === " ") return goToPoint(pane, exploration, 0, 0);
  else return false;
  pane.changeView();
  return true;
}

/**
 * Moves the mark of the hovered item: to the point nearest to the middle of the pane, or to the
 * nearest one in a direction.
 * @param {import("./pane.js").Pane} pane
 * @param {import("./exploration.js").Exploration} exploration
 * @param {number} right -1, 0 or 1
 * @param {number} up -1, 0 or 1
 */
function goToPoint(pane, exploration, right, up) {
  const { view, places } = pane;
  const { items } = exploration;
  const row = items.row(exploration.hovered, pane.set);
  const start = row >= 0 && (right !== 0 || up !== 0) ? places.position(row) : null;
  const [x, y] = start ?? [view.x, view.y];
  let best = -1, least = Infinity;
  /** @type {[number, number]} */
  let found = [x, y];
  places.visitAll((other, left, height) => {
    if (other === row || !pane.isShown(other)) return;
    const [across, above] = [left - x, height - y];
    const along = across * right + above * up;
    const aside = Math.abs(across * up) + Math.abs(above * right);
    if (start && along <= aside) return;
    const distance = Math.hypot(across, above);
    if (distance < least) {
      least = distance;
      best = other;
      found = [left, height];
    }
  });
  if (best < 0) return true;
  places.keep(best, found);
  exploration.hover(items.item(best, pane.set));
  const [left, top] = [view.screenX(found[0]), view.screenY(found[1])];
  if (left < 0 || top < 0 || left > view.width || top > view.height) {
    [view.x, view.y] = found;
    pane.changeView();
  }
  const box = pane.place.getBoundingClientRect();
  exploration.hoverPlaced.send({
    left: box.left + view.screenX(found[0]), top: box.top + view.screenY(found[1]) });
  return true;
}
