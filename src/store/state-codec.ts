/** A saved state as JSON and typed arrays apart, without loss of a bit. */
import type { SavedState, SavedValue, StateArray } from '../core/saved-state';

const KINDS = { Float32Array, Float64Array, Int32Array, Uint8Array, Uint32Array } as const;
type Kind = keyof typeof KINDS;

/** Numbers that JSON has no text for, by the text we give them. */
const SPECIAL_NUMBERS: Readonly<Record<string, number>> = {
  NaN,
  Infinity,
  '-Infinity': -Infinity,
  '-0': -0,
};

/** Stands in the JSON for `length` elements that begin `offset` bytes into the binary file. */
interface ArrayPlace {
  readonly kind: Kind;
  readonly offset: number;
  readonly length: number;
}

export interface EncodedState {
  /** JSON. `{"$array": …}` and `{"$number": …}` stand for what JSON cannot hold; a key's own leading $ is doubled. */
  readonly tree: unknown;
  /** The state's own arrays, in the order in which their bytes follow each other; not copied. */
  readonly arrays: readonly StateArray[];
}

/** @throws TypeError naming the key that holds something a saved state must not hold */
export function encodeState(state: SavedState): EncodedState {
  const arrays: StateArray[] = [];
  let offset = 0;
  const encode = (value: SavedValue, path: string): unknown => {
    if (typeof value === 'number') return encodeNumber(value);
    if (typeof value === 'string' || typeof value === 'boolean' || value === null) return value;
    if (Array.isArray(value)) {
      return value.map((part: SavedValue, index) => encode(part, `${path}.${index}`));
    }
    if (isStateArray(value)) {
      const place: ArrayPlace = { kind: value[Symbol.toStringTag], offset, length: value.length };
      arrays.push(value);
      offset += value.byteLength;
      return { $array: place };
    }
    if (typeof value !== 'object' || Symbol.toStringTag in value) {
      throw new TypeError(`saved state: ${path} holds ${Object.prototype.toString.call(value)}`);
    }
    return Object.fromEntries(
      Object.entries(value).map(([key, part]) => [
        key.startsWith('$') ? `$${key}` : key,
        encode(part, path === '' ? key : `${path}.${key}`),
      ]),
    );
  };
  return { tree: encode(state, ''), arrays };
}

/**
 * The inverse of `encodeState`.
 *
 * @param tree   what `encodeState` made, after a way through JSON
 * @param readAt fills `bytes` with the binary file's bytes from `offset` on
 */
export function decodeState(tree: unknown, readAt: (offset: number, bytes: Uint8Array) => void): SavedState {
  const decode = (value: unknown): SavedValue => {
    if (typeof value !== 'object' || value === null) return value as string | number | boolean | null;
    if (Array.isArray(value)) return value.map(decode);
    if ('$number' in value) return SPECIAL_NUMBERS[String(value.$number)]!;
    if ('$array' in value) {
      const { kind, offset, length } = value.$array as ArrayPlace; // the tree is our own: its checksum was right
      const array = new KINDS[kind](length);
      readAt(offset, bytesOf(array));
      return array;
    }
    return Object.fromEntries(
      Object.entries(value).map(([key, part]) => [key.startsWith('$') ? key.slice(1) : key, decode(part)]),
    );
  };
  return decode(tree) as SavedState; // a state is an object, and objects decode to objects
}

/** The bytes of an array as they lie in memory, not copied: little endian on all machines that Node supports but s390x. */
export function bytesOf(array: StateArray): Uint8Array {
  return new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
}

function encodeNumber(value: number): unknown {
  if (Number.isFinite(value) && !Object.is(value, -0)) return value;
  return { $number: Object.is(value, -0) ? '-0' : String(value) };
}

/** By name, since a Buffer and an array of another realm are byte arrays too. */
function isStateArray(value: SavedValue): value is StateArray {
  return ArrayBuffer.isView(value) && value[Symbol.toStringTag] in KINDS;
}
