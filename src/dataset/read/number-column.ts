/** Columns of numbers, and of lists of numbers; a decimal number is read from its bytes, without a string. */
import { BLANK, QUOTE, type CellBatch, type ColumnReader } from './cells';
import { GrowingArray } from './growing-array';

const ZERO = 0x30;
const MINUS = 0x2d;
/** Of the point, as of a digit. */
const POINT = 0x2e - ZERO;

/** Below it every whole number is a double. */
const EXACT = 2 ** 53;
/** 10^0 to 10^22: the powers of ten that are doubles. */
const POWERS = Float64Array.from({ length: 23 }, (_, exponent) => Number(`1e${exponent}`));

/** `0x1F`, `0b11` and `0o7` are numbers to JavaScript, and slips in data. */
function hasOtherBase(text: string): boolean {
  return text.length > 2 && text.charCodeAt(0) === ZERO && 'xbo'.includes(text[1]!.toLowerCase());
}

/**
 * The number a cell holds in decimal digits, or in words what was expected. An empty cell is not 0, and a number beyond
 * single precision is refused because observations and rewards are learned from in single precision.
 */
export function numberOrExpectation(cell: string): number | string {
  const value = Number(cell);
  const text = cell.trim();
  if (Number.isNaN(value) || text === '' || hasOtherBase(text)) return 'a number';
  return Number.isFinite(Math.fround(value)) ? value : 'a finite number in single precision';
}

/** Digits that a 32-bit whole number holds. */
const SHORT = 9;

/**
 * The number in bytes such as `-12.50`, bit by bit what `Number` makes of them; NaN where that is not certain, which
 * says nothing about the cell. Digits below 2^53 and a power of ten up to 22 are doubles both, so that one division
 * rounds once and correctly.
 *
 * @see Clinger, "How to Read Floating Point Numbers Accurately", section 1
 */
function plainDecimal(bytes: Uint8Array, from: number, to: number): number {
  const isNegative = bytes[from] === MINUS;
  const first = isNegative ? from + 1 : from;
  let point = to;
  let digits = 0;
  if (to - first <= SHORT) {
    for (let at = first; at < to; at += 1) {
      const digit = bytes[at]! - ZERO;
      if (digit >= 0 && digit < 10) digits = (Math.imul(digits, 10) + digit) | 0;
      else if (digit === POINT && point === to) point = at;
      else return NaN;
    }
  } else {
    for (let at = first; at < to; at += 1) {
      const digit = bytes[at]! - ZERO;
      if (digit >= 0 && digit < 10) digits = 10 * digits + digit;
      else if (digit === POINT && point === to) point = at;
      else return NaN;
    }
  }
  const decimals = point === to ? 0 : to - point - 1;
  const hasDigits = to - first > (point === to ? 0 : 1);
  if (!hasDigits || digits >= EXACT || decimals > 22) return NaN;
  const value = decimals === 0 ? digits : digits / POWERS[decimals]!;
  return isNegative ? -value : value;
}

/** The same for a number in quotes or between blanks. */
function wrappedDecimal(bytes: Uint8Array, from: number, to: number): number {
  const isQuoted = bytes[from] === QUOTE && to - from >= 2;
  let first = isQuoted ? from + 1 : from;
  let end = isQuoted ? to - 1 : to;
  while (first < end && bytes[first] === BLANK) first += 1;
  while (first < end && bytes[end - 1] === BLANK) end -= 1;
  return plainDecimal(bytes, first, end);
}

/**
 * The fast way of a column of numbers, as `ColumnReader.appendCells`: takes rows up to the first cell that is not
 * certainly a plain number.
 *
 * @param emptyIsMissing whether an empty cell becomes NaN
 */
export function appendDecimals(
  values: GrowingArray<Float64Array>,
  { bytes, bounds, width }: CellBatch,
  column: number,
  [from, to]: readonly [from: number, to: number],
  emptyIsMissing: boolean,
): number {
  const room = values.room(to - from);
  let row = from;
  for (let at = from * (width + 1) + column; row < to; row += 1, at += width + 1) {
    const first = bounds[at]!;
    const end = bounds[at + 1]! - 1;
    let value = plainDecimal(bytes, first, end);
    if (Number.isNaN(value) && !(first === end && emptyIsMissing)) {
      value = wrappedDecimal(bytes, first, end);
      if (Number.isNaN(value)) break;
    }
    room[row - from] = value;
  }
  values.keep(row - from);
  return row;
}

/** Takes numbers up to the first that is none, or beyond single precision, as `ColumnReader.appendNumbers`. */
export function appendFinite(
  values: GrowingArray<Float64Array>,
  numbers: Float64Array,
  from: number,
  to: number,
): number {
  let end = from;
  while (end < to && Number.isFinite(Math.fround(numbers[end]!))) end += 1;
  values.room(end - from).set(numbers.subarray(from, end));
  values.keep(end - from);
  return end;
}

/** A column of numbers. */
export class NumberColumn implements ColumnReader {
  readonly name: string;
  readonly #values = new GrowingArray(Float64Array);

  constructor(name: string) {
    this.name = name;
  }

  append(cell: string): string | null {
    const value = numberOrExpectation(cell);
    if (typeof value === 'string') return value;
    this.#values.push(value);
    return null;
  }

  expectRows(rows: number): void {
    this.#values.expect(rows);
  }

  appendCells(batch: CellBatch, column: number, from: number, to: number): number {
    return appendDecimals(this.#values, batch, column, [from, to], false);
  }

  appendNumbers(numbers: Float64Array, from: number, to: number): number {
    return appendFinite(this.#values, numbers, from, to);
  }

  /** [rows] */
  values(): Float64Array {
    return this.#values.toArray();
  }
}

/** A column of lists of numbers as Python and JSON write them, `[0.25, 1.0]`, all of one length. */
export class NumberListColumn implements ColumnReader {
  readonly name: string;
  readonly #values = new GrowingArray(Float64Array);
  #width: number | null;

  /** @param width numbers per list; null to take it from the first row */
  constructor(name: string, width: number | null) {
    this.name = name;
    this.#width = width;
  }

  append(cell: string): string | null {
    const text = cell.trim();
    if (!/^\[.*\S.*\]$/s.test(text)) return 'a list of numbers such as [0.25, 1]';
    const parts = text.slice(1, -1).split(',');
    this.#width ??= parts.length;
    if (parts.length !== this.#width)
      return `a list of ${this.#width} numbers (this one has ${parts.length})`;
    for (let i = 0; i < parts.length; i += 1) {
      const value = numberOrExpectation(parts[i]!);
      if (typeof value === 'string') return `${value} in place ${i + 1} of the list`;
      this.#values.push(value);
    }
    return null;
  }

  /** Numbers per list; 0 before the first row if it was not given. */
  get width(): number {
    return this.#width ?? 0;
  }

  /** [rows, width] */
  values(): Float64Array {
    return this.#values.toArray();
  }
}
