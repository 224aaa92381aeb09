import { Server } from "./server.js";

/** Memory of the server's chunks that are kept, in bytes; larger ones are kept by who uses them. */
const keptBytes = 64e6;
const largestKept = 4e6;

/**
 * Numbers and pictures of the page by name, from one of three places: elements of the page, script
 * files beside it (a page opened from a disk may load nothing else), or the server of `explore`.
 */
export class Chunks {
  /**
   * @param {"inline"|"scripts"|"server"} place
   * @param {string} folder of the script files, relative to the page
   */
  constructor(place, folder) {
    this.place = place;
    this.folder = folder;
    this.server = new Server();
    /** Sizes of the server's chunks that are kept, the one used last at the end.
     * @type {Map<string, number>} */
    this.kept = new Map();
    /** @type {Map<string, Promise<Uint8Array>>} */
    this.loading = new Map();
    /** @type {Map<string, (bytes: Uint8Array) => void>} */
    this.waiting = new Map();
    // Script files call this with their name and content.
    const receive = (/** @type {string} */ name, /** @type {string} */ text) => {
      this.waiting.get(name)?.(decoded(text));
      this.waiting.delete(name);
    };
    Reflect.set(globalThis, "vitrineChunk", receive);
  }

  /**
   * The bytes of a chunk.
   * @param {string} name
   * @returns {Promise<Uint8Array>} rejected with a sentence if the chunk cannot be had
   */
  bytes(name) {
    let loading = this.loading.get(name);
    if (!loading) {
      loading = this.load(name);
      this.loading.set(name, loading);
      if (this.isServed) this.limit(name, loading);
    } else if (this.isServed) this.keep(name, this.kept.get(name) ?? 0);
    return loading;
  }

  /** Whether the chunks come from the server of `explore`. */
  get isServed() {
    return this.place === "server";
  }

  /**
   * Keeps a chunk of the server only if it is small, and no chunk that could not be had.
   * @param {string} name
   * @param {Promise<Uint8Array>} loading
   */
  limit(name, loading) {
    loading.then((bytes) => {
      if (bytes.length > largestKept) this.loading.delete(name);
      else this.keep(name, bytes.length);
    }, () => this.loading.delete(name));
  }

  /**
   * @param {string} name
   * @param {number} size in bytes
   */
  keep(name, size) {
    this.kept.delete(name);
    this.kept.set(name, size);
    let memory = 0;
    for (const each of this.kept.values()) memory += each;
    for (const [oldest, each] of this.kept) {
      if (memory <= keptBytes) return;
      this.kept.delete(oldest);
      this.loading.delete(oldest);
      memory -= each;
    }
  }

  /**
   * @param {string} name
   * @returns {Promise<Uint8Array>}
   */
  async load(name) {
    if (this.place === "inline") {
      const holder = document.getElementById(`chunk-${name}`);
      if (!holder) throw new Error(`the page lacks its part ${name}`);
      const bytes = decoded(holder.textContent ?? "");
      holder.remove();
      return bytes;
    }
    if (this.isServed) return new Uint8Array(await this.server.bytes(`chunks/${name}`));
    const file = `${this.folder}/${name.replaceAll("/", "-")}.js`;
    return new Promise((resolve, reject) => {
      this.waiting.set(name, resolve);
      const script = document.createElement("script");
      script.src = file;
      script.onload = () => script.remove();
      script.onerror = () => {
        this.loading.delete(name);
        reject(new Error(`the file ${file} beside this page is missing or unreadable`));
      };
      document.head.append(script);
    });
  }

  /**
   * The numbers of a chunk. The bytes are copied, since they need not be aligned and may be kept.
   * @param {string} name
   * @param {"i8"|"u8"|"u16"|"i32"|"u32"|"f32"} type
   */
  async numbers(name, type) {
    const bytes = await this.bytes(name);
    return this.isServed && bytes.length > largestKept
      ? new arrayTypes[type](bytes.buffer) : numbersOf(bytes, type);
  }

  /**
   * A picture of a chunk.
   * @param {string} name
   * @param {string} type such as "image/jpeg"
   * @param {AbortSignal} [signal] ends a request to the server, which is then not kept
   */
  async bitmap(name, type, signal) {
    const bytes = signal ? await this.server.bytes(`chunks/${name}`, { signal })
      : await this.bytes(name);
    return createImageBitmap(new Blob([bytes], { type }));
  }
}

const arrayTypes = {
  i8: Int8Array, u8: Uint8Array, u16: Uint16Array, i32: Int32Array, u32: Uint32Array,
  f32: Float32Array,
};

/**
 * Little-endian numbers of bytes.
 * @param {Uint8Array} bytes
 * @param {keyof typeof arrayTypes} type
 */
export function numbersOf(bytes, type) {
  return new arrayTypes[type](bytes.slice().buffer);
}

/**
 * Bytes of a text in base64.
 * @param {string} text
 * @returns {Uint8Array}
 */
function decoded(text) {
  const fromBase64 = Reflect.get(Uint8Array, "fromBase64");
  if (fromBase64) return fromBase64.call(Uint8Array, text);
  const binary = atob(text);
  const bytes = new Uint8Array(binary.length);
  for (let place = 0; place < binary.length; place++) bytes[place] = binary.charCodeAt(place);
  return bytes;
}
