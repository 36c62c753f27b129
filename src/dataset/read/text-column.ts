/** A column of names kept as bytes, for who passes them on: no string is made, and none is remembered from row to row. */
import { BLANK, CARRIAGE_RETURN, QUOTE, type CellBatch, type ColumnReader } from './cells';

const COMMA = 0x2c;
const LINE_FEED = 0x0a;
/** Of bytes, and of cells, to begin with. */
const ROOM = 2 ** 14;

/** Characters beyond ASCII may be blanks to be trimmed; those below a blank may be any. */
const isPlainEnd = (byte: number) => byte > BLANK && byte < 0x80;

/** Names one behind the other. */
export interface KeptNames {
  /** Of the column. */
  readonly name: string;
  /** UTF-8 of all cells. */
  readonly bytes: Uint8Array;
  /** [cells + 1] where in `bytes` each begins, and the last one ends */
  readonly bounds: Int32Array;
}

/** Blanks around a name are no part of it, and no name is empty. */
export class TextColumn implements ColumnReader, KeptNames {
  readonly name: string;
  #bytes = Buffer.allocUnsafe(ROOM);
  #length = 0;
  /** [cells + 1] where each begins */
  #bounds = new Int32Array(ROOM);
  #count = 0;

  constructor(name: string) {
    this.name = name;
  }

  append(cell: string): string | null {
    const text = cell.trim();
    if (text === '') return 'a name';
    if (/\r(?!\n)/.test(text)) return 'a name without a carriage return in it';
    const bytes = Buffer.from(text);
    this.#makeRoom(bytes.length, 1);
    bytes.copy(this.#bytes, this.#length);
    this.#end(this.#length + bytes.length);
    return null;
  }

  appendCells({ bytes, bounds, width }: CellBatch, column: number, from: number, to: number): number {
    let row = from;
    for (let at = from * (width + 1) + column; row < to; row += 1, at += width + 1) {
      let first = bounds[at]!;
      let end = bounds[at + 1]! - 1;
      const isQuoted = bytes[first] === QUOTE;
      if (isQuoted) {
        first += 1;
        end -= 1;
      }
      while (first < end && bytes[first] === BLANK) first += 1;
      while (first < end && bytes[end - 1] === BLANK) end -= 1;
      if (first === end || !isPlainEnd(bytes[first]!) || !isPlainEnd(bytes[end - 1]!)) break;
      this.#makeRoom(end - first, to - row);
      const out = this.#bytes;
      let length = this.#length;
      for (let i = first; i < end; i += 1, length += 1) {
        const byte = bytes[i]!;
        if (byte === CARRIAGE_RETURN || (isQuoted && byte === QUOTE)) return row;
        out[length] = byte;
      }
      this.#end(length);
    }
    return row;
  }

  #makeRoom(bytes: number, cells: number): void {
    if (this.#length + bytes > this.#bytes.length) {
      const more = Buffer.allocUnsafe(2 * (this.#length + bytes));
      this.#bytes.copy(more, 0, 0, this.#length);
      this.#bytes = more;
    }
    if (this.#count + cells < this.#bounds.length) return;
    const more = new Int32Array(2 * (this.#count + cells));
    more.set(this.#bounds);
    this.#bounds = more;
  }

  #end(length: number): void {
    this.#length = length;
    this.#count += 1;
    this.#bounds[this.#count] = length;
  }

  get bytes(): Uint8Array {
    return this.#bytes.subarray(0, this.#length);
  }

  get bounds(): Int32Array {
    return this.#bounds.subarray(0, this.#count + 1);
  }
}

/** The name in a row. */
export function nameAt({ bytes, bounds }: KeptNames, row: number): string {
  return Buffer.from(bytes.subarray(bounds[row], bounds[row + 1])).toString();
}

/** Whether a cell of CSV needs quotes. */
export function needsQuotes(bytes: Uint8Array, from: number, to: number): boolean {
  for (let at = from; at < to; at += 1) {
    const byte = bytes[at]!;
    if (byte === COMMA || byte === QUOTE || byte === LINE_FEED || byte === CARRIAGE_RETURN) return true;
  }
  return false;
}
