import { css, numberColor } from "./colors.js";
import { element } from "./element.js";
import { short } from "./words.js";

/** Side of the large picture in pixels of the page. */
const pictureSide = 256;

/**
 * What the model sees inside an image that is stored in full, or over a server inside any: which
 * patches its class token (or the mean of its patches) attends to, block by block and head by head,
 * and which patches of this image and of the others are like a patch that was clicked.
 */
export class Inside {
  /** @param {import("./exploration.js").Exploration} exploration */
  constructor(exploration) {
    this.exploration = exploration;
    this.block = -1;
    /** @type {"rollout"|"heads"|"similarity"|"picture"} */
    this.shown = "rollout";
  }

  /**
   * The view of an image; empty if nothing is known of its inside.
   * @param {import("./collection.js").Collection} collection
   * @param {number} row
   * @returns {HTMLElement}
   */
  view(collection, row) {
    const made = element("div.inside");
    this.fill(made, collection, row).catch((error) => made.append(element("p.quiet", {},
      error instanceof Error ? error.message : String(error))));
    return made;
  }

  /**
   * @param {HTMLElement} made
   * @param {import("./collection.js").Collection} collection
   * @param {number} row
   */
  async fill(made, collection, row) {
    const found = await collection.inside(collection.image(row));
    if (!found) return;
    const panel = new InsidePanel(this, collection, row, found);
    made.append(element("h3", {}, "Inside the image"), panel.place);
    const patches = collection.patches;
    if (patches) {
      const [firstRow, firstColumn] = found.origin;
      panel.patch = (patches.row[row] - firstRow) * found.grid[1]
        + patches.column[row] - firstColumn;
    }
    await panel.open();
  }
}

/** One explained image and its controls. */
class InsidePanel {
  /**
   * @param {Inside} inside
   * @param {import("./collection.js").Collection} collection
   * @param {number} row
   * @param {any} image an EXPLAINED of Documentation/Page.md
   */
  constructor(inside, collection, row, image) {
    this.inside = inside;
    this.collection = collection;
    this.row = row;
    this.image = image;
    this.patch = -1;
    /** Number of the last drawing. */
    this.turn = 0;
    if (inside.block < 0 || inside.block >= image.depth) inside.block = image.depth - 1;
    /** @type {Map<string, ImageBitmap>} */
    this.pictures = new Map();
    this.canvas = /** @type {HTMLCanvasElement} */ (element("canvas.inside-picture", {
      ...canvasSize(image, 2 * pictureSide), role: "img", tabindex: 0,
      "aria-label": `${image.path}: patches and attention`,
      click: (/** @type {MouseEvent} */ event) => this.click(event),
    }));
    this.others = element("div.strip");
    this.note = element("p.quiet");
    this.slider = /** @type {HTMLInputElement} */ (element("input", {
      type: "range", min: 0, max: image.depth - 1, value: inside.block,
      "aria-label": "Block", input: () => {
        inside.block = Number(this.slider.value);
        this.draw();
      },
    }));
    const choices = /** @type {Array<[string, string]>} */ ([
      ["rollout", image.rollout ? "Attention rollout" : ""],
      ["heads", image.attention ? "Heads" : ""], ["picture", "Picture"],
    ]).filter(([, title]) => title);
    this.buttons = choices.map(([name, title]) => element("button", {
      "data-shown": name, click: () => {
        this.inside.shown = /** @type {any} */ (name);
        this.patch = -1;
        this.draw();
      },
    }, title));
    this.place = element("div", {}, element("div.buttons", {}, ...this.buttons), this.canvas,
      element("label.block", {}, "block", this.slider), this.note, this.others);
  }

  async open() {
    if (!this.image.rollout && this.inside.shown === "rollout") this.inside.shown = "picture";
    await this.picture(this.image);
    await this.draw();
  }

  /**
   * The decoded picture of an explained image.
   * @param {any} image
   */
  async picture(image) {
    let bitmap = this.pictures.get(image.picture);
    if (!bitmap) {
      bitmap = await this.collection.chunks.bitmap(image.picture, image.type);
      this.pictures.set(image.picture, bitmap);
    }
    return bitmap;
  }

  /** @param {MouseEvent} event */
  click(event) {
    if (!this.image.tokens) return;
    const box = this.canvas.getBoundingClientRect();
    const [rows, columns] = this.image.grid;
    const line = Math.floor((event.clientY - box.top) / box.height * rows);
    const column = Math.floor((event.clientX - box.left) / box.width * columns);
    this.patch = Math.min(rows - 1, line) * columns + Math.min(columns - 1, column);
    this.draw();
  }

  async draw() {
    this.turn++;
    const { image, inside, patch } = this;
    for (const button of this.buttons) {
      button.setAttribute("aria-pressed", patch < 0 && button.dataset.shown === inside.shown);
    }
    this.others.replaceChildren();
    const block = inside.block;
    if (patch >= 0 && image.tokens) {
      await this.drawSimilarity(block);
      return;
    }
    if (inside.shown === "heads" && image.attention) {
      await this.drawHeads(block);
      return;
    }
    const context = await this.base(this.canvas, image);
    if (inside.shown === "rollout" && image.rollout) {
      const values = await this.collection.chunks.numbers(image.rollout, "u8");
      const count = image.grid[0] * image.grid[1];
      shade(context, image.grid, (place) => values[block * count + place] / 255, true);
    }
    await this.drawObjects(context);
    this.note.textContent = (inside.shown === "rollout"
      ? `Attention rollout ${image.attentionSource}, after block ${block}; bright patches `
        + `receive the most (${short(100 * (image.rolloutMax[block] ?? 0))} %). ` : "")
      + (image.tokens ? "Click a patch to see which patches are like it." : "");
  }

  /**
   * Draws the picture alone.
   * @param {HTMLCanvasElement} canvas
   * @param {any} image
   */
  async base(canvas, image) {
    const bitmap = await this.picture(image);
    const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
    context.globalAlpha = 1;
    context.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
    return context;
  }

  /**
   * Outlines objects.
   * @param {CanvasRenderingContext2D} context
   */
  async drawObjects(context) {
    const { image } = this;
    if (!image.objects) return;
    const objects = await this.collection.chunks.numbers(image.objects, "u8");
    const [rows, columns] = image.grid;
    const { width, height } = context.canvas;
    const at = (/** @type {number} */ line, /** @type {number} */ column) =>
      line < 0 || column < 0 || line >= rows || column >= columns
        ? 0 : objects[line * columns + column];
    const path = new Path2D();
    for (let line = 0; line <= rows; line++) {
      for (let column = 0; column <= columns; column++) {
        const [x, y] = [column / columns * width, line / rows * height];
        if (at(line, column) !== at(line - 1, column)) {
          path.moveTo(x, y);
          path.lineTo(x + width / columns, y);
        }
        if (at(line, column) !== at(line, column - 1)) {
          path.moveTo(x, y);
          path.lineTo(x, y + height / rows);
        }
      }
    }
    for (const [color, thickness] of /** @type {Array<[string, number]>} */ (
      [["#000", 5], ["#fff", 2.5]])) {
      context.strokeStyle = color;
      context.lineWidth = thickness;
      context.stroke(path);
    }
  }

  /** @param {number} block */
  async drawHeads(block) {
    const { image, canvas } = this;
    const values = await this.collection.chunks.numbers(image.attention, "u8");
    const count = image.grid[0] * image.grid[1];
    const across = Math.ceil(Math.sqrt(image.heads));
    const [width, height] = [canvas.width / across, canvas.height / across];
    const bitmap = await this.picture(image);
    const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
    context.clearRect(0, 0, canvas.width, canvas.height);
    for (let head = 0; head < image.heads; head++) {
      context.save();
      context.translate(head % across * width, Math.floor(head / across) * height);
      context.beginPath();
      context.rect(0, 0, width - 4, height - 4);
      context.clip();
      context.drawImage(bitmap, 0, 0, width - 4, height - 4);
      const first = (block * image.heads + head) * count;
      let most = 1;
      for (let place = 0; place < count; place++) most = Math.max(most, values[first + place]);
      shade(context, image.grid, (place) => values[first + place] / most, true, width - 4,
        height - 4);
      context.restore();
    }
    this.note.textContent = `Attention ${image.attentionSource}, block ${block}, heads 0 to `
      + `${image.heads - 1}; each scaled to its largest value.`;
  }

  /** @param {number} block */
  async drawSimilarity(block) {
    const { image, patch, canvas, turn } = this;
    const layer = Math.max(0, image.tokens.layers.indexOf(String(block)));
    const query = vector(await this.tokens(image), image, layer, patch);
    if (turn !== this.turn) return;
    const context = await this.base(canvas, image);
    await this.drawCosines(context, image, query, layer);
    const [rows, columns] = image.grid;
    const [width, height] = [canvas.width / columns, canvas.height / rows];
    context.strokeStyle = "#fff";
    context.lineWidth = 4;
    const [x, y] = [patch % columns * width, Math.floor(patch / columns) * height];
    context.strokeRect(x, y, width, height);
    const shown = image.tokens.layers[layer];
    this.note.textContent = `Cosine of every patch to the framed one after block ${shown}: yellow `
      + "is 1, dark violet 0 or less. The other images below use the same patch.";
    for (const other of await this.collection.compared(this.row)) {
      if (turn !== this.turn) return;
      if (other.row === image.row || !other.tokens) continue;
      const small = /** @type {HTMLCanvasElement} */ (element("canvas.thumbnail", {
        ...canvasSize(other, 192), title: other.path }));
      small.style.width = `${small.width / 2}px`;
      small.style.height = `${small.height / 2}px`;
      this.others.append(element("button.near", {
        click: () => this.inside.exploration.open(this.itemOf(other)),
      }, small));
      await this.drawCosines(await this.base(small, other), other, query, layer);
    }
  }

  /** @param {any} image */
  itemOf(image) {
    const { items } = this.inside.exploration;
    const set = items.collections.indexOf(this.collection);
    const { patches } = this.collection;
    const row = patches ? patches.image.indexOf(image.row) : image.row;
    return items.item(row, set);
  }

  /** @param {any} image */
  async tokens(image) {
    return /** @type {Promise<Int8Array>} */ (
      this.collection.chunks.numbers(image.tokens.chunk, "i8"));
  }

  /**
   * @param {CanvasRenderingContext2D} context
   * @param {any} image
   * @param {Int8Array} query
   * @param {number} layer
   */
  async drawCosines(context, image, query, layer) {
    const tokens = await this.tokens(image);
    shade(context, image.grid, (place) =>
      Math.max(0, cosine(query, vector(tokens, image, layer, place))), false);
  }
}

/**
 * The size of a canvas with the proportions of an image.
 * @param {any} image
 * @param {number} longest side
 */
function canvasSize(image, longest) {
  const [rows, columns] = image.grid;
  const each = longest / Math.max(rows, columns);
  return { width: Math.round(each * columns), height: Math.round(each * rows) };
}

/**
 * Coordinates of a patch at a layer.
 * @param {Int8Array} tokens
 * @param {any} image
 * @param {number} layer
 * @param {number} patch
 */
function vector(tokens, image, layer, patch) {
  const { size } = image.tokens;
  const first = (layer * image.grid[0] * image.grid[1] + patch) * size;
  return tokens.subarray(first, first + size);
}

/**
 * @param {Int8Array} first
 * @param {Int8Array} second
 */
function cosine(first, second) {
  let product = 0, lengths = [0, 0];
  for (let place = 0; place < first.length; place++) {
    product += first[place] * second[place];
    lengths[0] += first[place] ** 2;
    lengths[1] += second[place] ** 2;
  }
  return product / (Math.sqrt(lengths[0] * lengths[1]) || 1);
}

/**
 * Lays a grid of values over a picture: as darkness where little is, or as colours.
 * @param {CanvasRenderingContext2D} context
 * @param {number[]} grid rows and columns
 * @param {(place: number) => number} value 0...1
 * @param {boolean} isDarkness
 * @param {number} width of the picture
 * @param {number} height of the picture
 */
function shade(context, grid, value, isDarkness, width = context.canvas.width,
  height = context.canvas.height) {
  const [rows, columns] = grid;
  const [across, down] = [width / columns, height / rows];
  for (let place = 0; place < rows * columns; place++) {
    const share = value(place);
    context.globalAlpha = isDarkness ? 0.8 * (1 - Math.sqrt(share)) : 0.75;
    context.fillStyle = isDarkness ? "#000" : css(numberColor(share));
    context.fillRect(place % columns * across, Math.floor(place / columns) * down,
      across + 0.5, down + 0.5);
  }
  context.globalAlpha = 1;
}
