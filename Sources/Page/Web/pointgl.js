import { hiddenMark, pointDiameter, pointOpacity, selectedMark } from "./appearance.js";

/** @typedef {import("./wholelayout.js").Batch} Batch */

/** Places points and gives them their colour; hidden ones are moved out of the view. */
const vertexProgram = `#version 300 es
in vec2 from;
in vec2 to;
in vec4 color;
in float mark;
uniform vec2 center;
uniform vec2 scale;
uniform float moved;
uniform float diameter;
uniform float opacity;
uniform bool selectedOnes;
out vec4 shade;
void main() {
  bool isHidden = mod(mark, ${2 * hiddenMark}.0) >= ${hiddenMark}.0;
  bool isSelected = mod(mark, ${2 * selectedMark}.0) >= ${selectedMark}.0;
  shade = vec4(color.rgb, opacity);
  gl_PointSize = diameter;
  gl_Position = vec4((mix(from, to, moved) - center) * scale, 0.0, 1.0);
  if (isHidden || isSelected != selectedOnes) gl_Position = vec4(2.0, 2.0, 2.0, 1.0);
}`;

/** Draws a disc with a soft edge, its colour multiplied by its opacity. */
const discProgram = `#version 300 es
precision highp float;
in vec4 shade;
uniform float diameter;
out vec4 result;
void main() {
  float distance = length(gl_PointCoord - 0.5) * diameter;
  float cover = clamp(0.5 * diameter - distance + 0.5, 0.0, 1.0);
  float opacity = shade.a * cover;
  result = vec4(shade.rgb * opacity, opacity);
}`;

/** Covers the canvas with a triangle. */
const coverProgram = `#version 300 es
void main() {
  vec2 corner = vec2(float((gl_VertexID << 1) & 2), float(gl_VertexID & 2));
  gl_Position = vec4(corner * 2.0 - 1.0, 0.0, 1.0);
}`;

/** Shows sums of points: their mean colour, more opaque where there are more of them. */
const densityProgram = `#version 300 es
precision highp float;
uniform sampler2D sums;
uniform float strength;
out vec4 result;
void main() {
  vec4 sum = texelFetch(sums, ivec2(gl_FragCoord.xy), 0);
  if (sum.a <= 0.0) { result = vec4(0.0); return; }
  float opacity = 1.0 - exp(-strength * sum.a);
  result = vec4(sum.rgb / sum.a * opacity, opacity);
}`;

/** Number of points from which their density is shown by adding them up. */
const fewestForDensity = 20000;

/**
 * Draws points with WebGL2, a batch at a time. Where there are many, they are summed into a texture
 * of 16-bit floats first, so that a pixel shows how many share it.
 */
export class PointGL {
  /** @param {HTMLCanvasElement} canvas */
  constructor(canvas) {
    const gl = canvas.getContext("webgl2", { antialias: false, premultipliedAlpha: true });
    if (!gl) throw new Error("no WebGL2");
    this.gl = gl;
    this.canvas = canvas;
    this.points = program(gl, vertexProgram, discProgram);
    this.density = gl.getExtension("EXT_color_buffer_float") || gl.getExtension(
        "EXT_color_buffer_half_float")
      ? program(gl, coverProgram, densityProgram) : null;
    /** Where points are added up.
     * @type {{texture: WebGLTexture, frame: WebGLFramebuffer, width: number, height: number}
     *   |null} */
    this.sums = null;
    /** @type {Map<Batch, {array: WebGLVertexArrayObject|null,
     *   buffers: Record<string, WebGLBuffer|null>}>} */
    this.values = new Map();
    gl.enable(gl.BLEND);
  }

  get note() {
    return "";
  }

  /** Largest number of points of a sample. */
  get most() {
    return 1500000;
  }

  /** Gives the context back: a browser keeps about 16 and takes the oldest away beyond that. */
  close() {
    this.gl.getExtension("WEBGL_lose_context")?.loseContext();
  }

  /**
   * The buffers of a batch.
   * @param {Batch} batch
   */
  of(batch) {
    let values = this.values.get(batch);
    if (!values) {
      const { gl } = this;
      const array = gl.createVertexArray();
      gl.bindVertexArray(array);
      values = { array, buffers: {
        from: this.attribute("from", 2, gl.FLOAT, false),
        to: this.attribute("to", 2, gl.FLOAT, false),
        color: this.attribute("color", 4, gl.UNSIGNED_BYTE, true),
        mark: this.attribute("mark", 1, gl.UNSIGNED_BYTE, false),
      } };
      this.values.set(batch, values);
    }
    return values;
  }

  /**
   * A buffer for an attribute of the points.
   * @param {string} name
   * @param {number} size
   * @param {number} type
   * @param {boolean} isShare whether 255 means 1
   */
  attribute(name, size, type, isShare) {
    const { gl } = this;
    const buffer = gl.createBuffer();
    const place = gl.getAttribLocation(this.points, name);
    gl.bindBuffer(gl.ARRAY_BUFFER, buffer);
    gl.enableVertexAttribArray(place);
    gl.vertexAttribPointer(place, size, type, isShare, 0, 0);
    return buffer;
  }

  /**
   * @param {Batch} batch
   * @param {string} name of the buffer
   * @param {Float32Array|Uint8Array} values in the drawn order
   */
  fill(batch, name, values) {
    const { gl } = this;
    gl.bindBuffer(gl.ARRAY_BUFFER, this.of(batch).buffers[name]);
    gl.bufferData(gl.ARRAY_BUFFER, values, gl.DYNAMIC_DRAW);
  }

  /**
   * @param {Batch} batch
   * @param {Float32Array} from
   * @param {Float32Array} to
   */
  setPositions(batch, from, to) {
    this.fill(batch, "from", from);
    this.fill(batch, "to", to);
  }

  /**
   * @param {Batch} batch
   * @param {Uint8Array} colors
   */
  setColors(batch, colors) {
    this.fill(batch, "color", colors);
  }

  /**
   * @param {Batch} batch
   * @param {Uint8Array} marks
   */
  setMarks(batch, marks) {
    this.fill(batch, "mark", marks);
  }

  /** @param {Batch} batch which is no longer drawn */
  drop(batch) {
    const { array, buffers } = this.of(batch);
    for (const buffer of Object.values(buffers)) this.gl.deleteBuffer(buffer);
    this.gl.deleteVertexArray(array);
    this.values.delete(batch);
  }

  /**
   * @param {import("./viewport.js").Viewport} view
   * @param {number} moved
   * @param {{drawn: number, selected: number}} counts
   * @param {Batch[]} batches
   */
  draw(view, moved, counts, batches) {
    const { gl, canvas } = this;
    gl.viewport(0, 0, canvas.width, canvas.height);
    gl.bindFramebuffer(gl.FRAMEBUFFER, null);
    gl.clearColor(0, 0, 0, 0);
    gl.clear(gl.COLOR_BUFFER_BIT);
    const diameter = pointDiameter(counts.drawn, view);
    const opacity = pointOpacity(counts.drawn, diameter, view);
    const isFaint = counts.selected > 0;
    if (this.density && counts.drawn >= fewestForDensity) {
      this.drawDensity(batches, view, moved, diameter, isFaint);
    } else {
      this.drawPoints(batches, view, moved, diameter, isFaint ? opacity * 0.35 : opacity, false);
    }
    if (counts.selected > 0) this.drawPoints(batches, view, moved, diameter * 1.3, 1, true);
  }

  /**
   * @param {Batch[]} batches
   * @param {import("./viewport.js").Viewport} view
   * @param {number} moved
   * @param {number} diameter in pixels of the page
   * @param {number} opacity
   * @param {boolean} selectedOnes
   * @param {number} behind what becomes of the colour behind a point; `gl.ONE` adds
   */
  drawPoints(batches, view, moved, diameter, opacity, selectedOnes,
    behind = this.gl.ONE_MINUS_SRC_ALPHA) {
    const { gl, points } = this;
    const ratio = this.canvas.width / view.width;
    gl.useProgram(points);
    const place = (/** @type {string} */ name) => gl.getUniformLocation(points, name);
    gl.uniform2f(place("center"), view.x, view.y);
    gl.uniform2f(place("scale"), 2 * view.scale / view.width, 2 * view.scale / view.height);
    gl.uniform1f(place("moved"), moved);
    gl.uniform1f(place("diameter"), Math.max(1, diameter * ratio));
    gl.uniform1f(place("opacity"), opacity);
    gl.uniform1i(place("selectedOnes"), selectedOnes ? 1 : 0);
    gl.blendFunc(gl.ONE, behind);
    for (const batch of batches) {
      gl.bindVertexArray(this.of(batch).array);
      gl.drawArrays(gl.POINTS, 0, batch.drawn);
    }
  }

  /**
   * @param {Batch[]} batches
   * @param {import("./viewport.js").Viewport} view
   * @param {number} moved
   * @param {number} diameter
   * @param {boolean} isFaint
   */
  drawDensity(batches, view, moved, diameter, isFaint) {
    const { gl } = this;
    const sums = this.sumsTexture();
    gl.bindFramebuffer(gl.FRAMEBUFFER, sums.frame);
    gl.clear(gl.COLOR_BUFFER_BIT);
    // Each point adds 1/64, so that sums of thousands are exact enough in 16 bits.
    const each = 1 / 64;
    this.drawPoints(batches, view, moved, diameter, each, false, gl.ONE);
    gl.bindFramebuffer(gl.FRAMEBUFFER, null);
    gl.useProgram(this.density);
    gl.activeTexture(gl.TEXTURE0);
    gl.bindTexture(gl.TEXTURE_2D, sums.texture);
    const place = (/** @type {string} */ name) =>
      gl.getUniformLocation(/** @type {WebGLProgram} */ (this.density), name);
    gl.uniform1i(place("sums"), 0);
    // One point alone is half opaque.
    gl.uniform1f(place("strength"), (isFaint ? 0.25 : 0.7) / each);
    gl.blendFunc(gl.ONE, gl.ONE_MINUS_SRC_ALPHA);
    gl.drawArrays(gl.TRIANGLES, 0, 3);
  }

  /** The texture of sums, as large as the canvas. */
  sumsTexture() {
    const { gl, canvas } = this;
    if (this.sums && this.sums.width === canvas.width && this.sums.height === canvas.height) {
      return this.sums;
    }
    if (this.sums) {
      gl.deleteTexture(this.sums.texture);
      gl.deleteFramebuffer(this.sums.frame);
    }
    const texture = /** @type {WebGLTexture} */ (gl.createTexture());
    const frame = /** @type {WebGLFramebuffer} */ (gl.createFramebuffer());
    gl.bindTexture(gl.TEXTURE_2D, texture);
    gl.texStorage2D(gl.TEXTURE_2D, 1, gl.RGBA16F, canvas.width, canvas.height);
    gl.bindFramebuffer(gl.FRAMEBUFFER, frame);
    gl.framebufferTexture2D(gl.FRAMEBUFFER, gl.COLOR_ATTACHMENT0, gl.TEXTURE_2D, texture, 0);
    this.sums = { texture, frame, width: canvas.width, height: canvas.height };
    return this.sums;
  }
}

/**
 * @param {WebGL2RenderingContext} gl
 * @param {string} vertex
 * @param {string} fragment
 * @returns {WebGLProgram}
 */
function program(gl, vertex, fragment) {
  const made = /** @type {WebGLProgram} */ (gl.createProgram());
  for (const [type, source] of /** @type {Array<[number, string]>} */ (
    [[gl.VERTEX_SHADER, vertex], [gl.FRAGMENT_SHADER, fragment]])) {
    const shader = /** @type {WebGLShader} */ (gl.createShader(type));
    gl.shaderSource(shader, source);
    gl.compileShader(shader);
    gl.attachShader(made, shader);
  }
  gl.linkProgram(made);
  if (!gl.getProgramParameter(made, gl.LINK_STATUS)) {
    throw new Error(`WebGL2 program: ${gl.getProgramInfoLog(made)}`);
  }
  return made;
}
