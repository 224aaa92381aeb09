/** The server of `explore`, from which the page comes. */
export class Server {
  /**
   * An answer of the server.
   * @param {string} address relative to the page
   * @param {RequestInit} [options]
   * @returns {Promise<Response>} rejected with a sentence if there is none
   */
  async answer(address, options) {
    const answer = await reached(fetch(address, options));
    if (answer.ok) return answer;
    let sentence = "";
    try {
      sentence = (await answer.json()).error;
    } catch {
      // The answer has no sentence.
    }
    throw new Error(sentence || `The server has no ${address.slice(0, 80)} (${answer.status}).`);
  }

  /**
   * @param {string} address
   * @param {RequestInit} [options]
   * @returns {Promise<ArrayBuffer>}
   */
  async bytes(address, options) {
    return reached((await this.answer(address, options)).arrayBuffer());
  }

  /**
   * @param {string} address
   * @param {RequestInit} [options]
   * @returns {Promise<any>}
   */
  async json(address, options) {
    return reached((await this.answer(address, options)).json());
  }

  /**
   * The bits of a set of rows.
   * @param {Record<string, string>} query "outline" and "layer", or "query"
   */
  async rows(query) {
    return new Uint8Array(await this.bytes(`rows?${parameters(query)}`));
  }
}

/**
 * What a request gives.
 * @template T
 * @param {Promise<T>} request
 * @returns {Promise<T>} rejected with a sentence if the server is not there
 */
async function reached(request) {
  try {
    return await request;
  } catch (error) {
    if (isAborted(error)) throw error;
    throw new Error("The server of explore does not answer; is it still running?");
  }
}

/**
 * The part of an address after `?`. Commas stay as they are, since lists are long.
 * @param {Record<string, string>} query
 */
export function parameters(query) {
  return new URLSearchParams(query).toString().replaceAll("%2C", ",");
}

/**
 * Whether a request has ended since the page no longer wanted it.
 * @param {unknown} error
 */
export function isAborted(error) {
  return error instanceof DOMException && error.name === "AbortError";
}
