/** Columns of names, kept as codes; a name that was met before is found by its bytes, without a string. */
import { BLANK, CARRIAGE_RETURN, QUOTE, type CellBatch, type ColumnReader } from './cells';
import { GrowingArray } from './growing-array';
import { ByteNames } from './byte-names';

/** First bytes of the characters beyond ASCII that `trim` takes for blanks, such as U+00A0 and U+2003. */
const MAYBE_BLANK = new Set([0xc2, 0xe1, 0xe2, 0xe3, 0xef]);

/** Whether the character that this byte begins, or ends, could be a blank other than U+0020. */
function mayBeBlank(bytes: Uint8Array, at: number): boolean {
  let lead = at;
  while (lead > 0 && (bytes[lead]! & 0xc0) === 0x80) lead -= 1;
  return bytes[lead]! < BLANK || MAYBE_BLANK.has(bytes[lead]!);
}

/** Whether a name that was never met is its bytes as they are, neither to be trimmed nor refused. */
function isPlain(bytes: Uint8Array, from: number, to: number): boolean {
  if (mayBeBlank(bytes, from) || mayBeBlank(bytes, to - 1)) return false;
  for (let at = from; at < to; at += 1) if (bytes[at] === CARRIAGE_RETURN) return false;
  return true;
}

/** A column of names; blanks around a name are no part of it. */
export class NameColumn implements ColumnReader {
  readonly name: string;
  readonly namedBy: string | undefined;
  readonly #codes = new GrowingArray(Int32Array);
  readonly #names = new ByteNames();

  readonly #keepsEmpty: boolean;

  /**
   * @param keepsEmpty whether the empty cell is a name too, '', instead of refused
   * @param namedBy flags that name another column
   */
  constructor(name: string, keepsEmpty = false, namedBy?: string) {
    this.name = name;
    this.namedBy = namedBy;
    this.#keepsEmpty = keepsEmpty;
  }

  append(cell: string): string | null {
    const name = cell.trim();
    if (name === '' && !this.#keepsEmpty) return 'a name';
    if (/\r(?!\n)/.test(name)) return 'a name without a carriage return in it';
    const bytes = Buffer.from(name);
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    const found = this.#names.find(view, 0, bytes.length);
    this.#codes.push(found < 0 ? this.#names.add(view, 0, bytes.length) : found);
    return null;
  }

  expectRows(rows: number): void {
    this.#codes.expect(rows);
  }

  appendCells({ bytes, bounds, width }: CellBatch, column: number, from: number, to: number): number {
    const codes = this.#codes.room(to - from);
    const names = this.#names;
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    let row = from;
    for (let at = from * (width + 1) + column; row < to; row += 1, at += width + 1) {
      let first = bounds[at]!;
      let end = bounds[at + 1]! - 1;
      if (bytes[first] === QUOTE) {
        first += 1;
        end -= 1;
        if (bytes.subarray(first, end).includes(QUOTE)) break;
      }
      while (first < end && bytes[first] === BLANK) first += 1;
      while (first < end && bytes[end - 1] === BLANK) end -= 1;
      let code = names.find(view, first, end);
      if (code < 0) {
        if (first === end ? !this.#keepsEmpty : !isPlain(bytes, first, end)) break;
        code = names.add(view, first, end);
      }
      codes[row - from] = code;
    }
    this.#codes.keep(row - from);
    return row;
  }

  /** [rows] index into `names()` */
  codes(): Int32Array {
    return this.#codes.toArray();
  }

  /** The different names in the order of first use. */
  names(): readonly string[] {
    return this.#names.toArray();
  }
}
