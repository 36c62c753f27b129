/** A contact log as JSON beside typed arrays, and back: what of it is long lies in arrays, what is short in the JSON. */
import type { ContactLog } from '../contacts/contact-log';
import { withContentHashes, type Columns } from '../contacts/content-hashes';

export const kinds = { Float64Array, Int32Array, Uint8Array } as const;
export type KindName = keyof typeof kinds;
export type LongArray = Float64Array | Int32Array | Uint8Array;

export interface PackedLog {
  /** JSON. */
  readonly skeleton: unknown;
  readonly arrays: readonly LongArray[];
}

/** Lists of texts from this length on are kept as their bytes. */
const MANY = 1000;

/** What stands in the skeleton for what JSON does not have: `[tag, …]`, so every plain list is `['list', …]`. */
type Tagged = readonly ['array', number] | readonly ['texts', number] | readonly ['map' | 'list', unknown[]];

/** Texts that become one while they are written and read: one by one, millions of names take seconds. */
const PIECE = 2 ** 14;

/** [texts] how long each is, [pieces] where the bytes of each piece end, and the bytes. */
type PackedTexts = readonly [Int32Array, Float64Array, Uint8Array];

function textsToBytes(texts: readonly string[]): PackedTexts {
  const lengths = new Int32Array(texts.length);
  for (let i = 0; i < texts.length; i += 1) lengths[i] = texts[i]!.length;
  const pieces: Buffer[] = [];
  for (let from = 0; from < texts.length; from += PIECE)
    pieces.push(Buffer.from(texts.slice(from, from + PIECE).join('')));
  const ends = new Float64Array(pieces.length);
  pieces.forEach(({ length }, i) => (ends[i] = length + (i === 0 ? 0 : ends[i - 1]!)));
  return [lengths, ends, new Uint8Array(Buffer.concat(pieces))];
}

function textsOf([lengths, ends, bytes]: readonly LongArray[]): string[] {
  const texts = new Array<string>(lengths!.length);
  const all = Buffer.from(bytes!.buffer, bytes!.byteOffset, bytes!.byteLength);
  for (let piece = 0; piece < ends!.length; piece += 1) {
    const text = all.toString('utf8', piece === 0 ? 0 : ends![piece - 1]!, ends![piece]);
    let at = 0;
    for (let i = piece * PIECE; i < Math.min(texts.length, (piece + 1) * PIECE); i += 1) {
      texts[i] = text.slice(at, at + lengths![i]!);
      at += lengths![i]!;
    }
  }
  return texts;
}

function isLong(value: unknown): value is LongArray {
  return value instanceof Float64Array || value instanceof Int32Array || value instanceof Uint8Array;
}

export function packedLog(log: ContactLog): PackedLog {
  const columns: Columns & { contentHashes?: unknown } = { ...log };
  delete columns.contentHashes;
  const arrays: LongArray[] = [];
  const add = (...more: readonly LongArray[]) => arrays.push(...more) - more.length;
  const pack = (value: unknown): unknown => {
    if (isLong(value)) return ['array', add(value)] satisfies Tagged;
    if (value instanceof Map)
      return ['map', [...(value as Map<string, unknown>)].map(([key, one]) => [key, pack(one)])];
    if (Array.isArray(value)) {
      const isTexts = value.length >= MANY && value.every((one) => typeof one === 'string');
      return isTexts ? ['texts', add(...textsToBytes(value))] : ['list', (value as unknown[]).map(pack)];
    }
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, pack(one)]));
  };
  return { skeleton: pack(columns), arrays };
}

/** @param packed what `packedLog` made in this version of the format, whole: nothing is checked */
export function unpackedLog({ skeleton, arrays }: PackedLog): ContactLog {
  const unpack = (value: unknown): unknown => {
    if (Array.isArray(value)) {
      const [tag, content] = value as unknown as Tagged;
      if (tag === 'array') return arrays[content]!;
      if (tag === 'texts') return textsOf(arrays.slice(content, content + 3));
      if (tag === 'list') return content.map(unpack);
      return new Map((content as [unknown, unknown][]).map(([key, one]) => [key, unpack(one)]));
    }
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, one]): [string, unknown] => [key, unpack(one)]),
    );
  };
  // The columns that were packed, by the version of the format.
  return withContentHashes(unpack(skeleton) as Columns);
}
