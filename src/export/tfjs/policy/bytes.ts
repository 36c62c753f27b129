/** As much of Node's `Buffer` as reading names takes, for where there is none: in a browser. */

interface Bytes extends Uint8Array<ArrayBuffer> {
  toString(encoding?: string, start?: number, end?: number): string;
}

function readable(bytes: Uint8Array<ArrayBuffer>): Bytes {
  const toString = (_encoding?: string, start?: number, end?: number) =>
    new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes.subarray(start, end));
  return Object.assign(bytes, { toString });
}

export const Buffer = {
  /** The UTF-8 of a text, or the bytes of an array where they lie. */
  from: (given: string | ArrayBuffer): Bytes =>
    readable(typeof given === 'string' ? new TextEncoder().encode(given) : new Uint8Array(given)),
};
