/** Readers of what contact logs hold beside plain numbers and names: cells may be missing, flags, times, weights. */
import { QUOTE, type CellBatch, type ColumnReader } from './cells';
import { GrowingArray } from './growing-array';
import { NameColumn } from './name-column';
import { appendDecimals, appendFinite, numberOrExpectation } from './number-column';
import { PlainTimes } from './plain-times';
import { type ZoneOffset } from '../../core/zone-offset';
import { parseTime } from './times';

/** How the file writes numbers and what is not known. */
export interface CellRules {
  /** Cells that say that nothing is known, without blanks around them. */
  readonly missing: ReadonlySet<string>;
  readonly decimal: '.' | ',';
}

/** A number whose cell may be missing, which is NaN. */
export class OptionalNumberColumn implements ColumnReader {
  readonly name: string;
  readonly #rules: CellRules;
  readonly #values = new GrowingArray(Float64Array);

  constructor(name: string, rules: CellRules) {
    this.name = name;
    this.#rules = rules;
  }

  append(cell: string): string | null {
    const text = cell.trim();
    if (this.#rules.missing.has(text)) {
      this.#values.push(NaN);
      return null;
    }
    const value = numberOrExpectation(this.#rules.decimal === ',' ? withPoint(text) : text);
    if (typeof value === 'string')
      return this.#rules.decimal === ',' ? `${value} with a decimal comma` : value;
    this.#values.push(value);
    return null;
  }

  expectRows(rows: number): void {
    this.#values.expect(rows);
  }

  appendCells(batch: CellBatch, column: number, from: number, to: number): number {
    if (this.#rules.decimal === ',') return from;
    return appendDecimals(this.#values, batch, column, [from, to], this.#rules.missing.has(''));
  }

  appendNumbers(numbers: Float64Array, from: number, to: number): number {
    return appendFinite(this.#values, numbers, from, to);
  }

  /** [rows] NaN where missing */
  values(): Float64Array {
    return this.#values.toArray();
  }
}

/** `1.234,5` is no number: dots between thousands are not guessed. */
function withPoint(text: string): string {
  return text.includes('.') ? '' : text.replace(',', '.');
}

/** A name that may be missing. */
export class OptionalNameColumn implements ColumnReader {
  readonly name: string;
  readonly #missing: ReadonlySet<string>;
  readonly #names: NameColumn;

  constructor(name: string, { missing }: Pick<CellRules, 'missing'>) {
    this.name = name;
    this.#missing = missing;
    this.#names = new NameColumn(name, missing.has(''));
  }

  append(cell: string): string | null {
    return this.#names.append(cell);
  }

  expectRows(rows: number): void {
    this.#names.expectRows(rows);
  }

  appendCells(batch: CellBatch, column: number, from: number, to: number): number {
    return this.#names.appendCells(batch, column, from, to);
  }

  /** [rows] index into `names()`; -1 where missing */
  codes(): Int32Array {
    const isMissing = this.names().map((name) => this.#missing.has(name));
    return this.#names.codes().map((code) => (isMissing[code]! ? -1 : code));
  }

  /** The different names in the order of first use, with those that say that none is known, of which no code is. */
  names(): readonly string[] {
    return this.#names.names();
  }
}

/** The digit. */
const ZERO = 0x30;

const YES = new Set(['1', 'true', 'yes', 'y', 't']);
const NO = new Set(['0', 'false', 'no', 'n', 'f']);

/** Whether a cell says yes or no. */
export function isFlag(cell: string): boolean {
  const word = cell.toLowerCase();
  return YES.has(word) || NO.has(word);
}

/** Whether a flag says yes. */
export function isYes(cell: string): boolean {
  return YES.has(cell.toLowerCase());
}

/** A flag's values as names. */
export const FLAG_NAMES = ['no', 'yes'] as const;

/** Yes or no: 1, 0, or NaN where missing. */
export class FlagColumn implements ColumnReader {
  readonly name: string;
  readonly #missing: ReadonlySet<string>;
  readonly #values = new GrowingArray(Float64Array);

  constructor(name: string, { missing }: Pick<CellRules, 'missing'>) {
    this.name = name;
    this.#missing = missing;
  }

  append(cell: string): string | null {
    const text = cell.trim();
    const word = text.toLowerCase();
    if (this.#missing.has(text)) this.#values.push(NaN);
    else if (YES.has(word)) this.#values.push(1);
    else if (NO.has(word)) this.#values.push(0);
    else return 'yes or no (true, false, 1, 0, y, n)';
    return null;
  }

  expectRows(rows: number): void {
    this.#values.expect(rows);
  }

  /** Takes 1, 0 and the empty cell, unless they mean something else. */
  appendCells({ bytes, bounds, width }: CellBatch, column: number, from: number, to: number): number {
    if (['0', '1'].some((digit) => this.#missing.has(digit))) return from;
    const emptyIsMissing = this.#missing.has('');
    const room = this.#values.room(to - from);
    let row = from;
    for (let at = from * (width + 1) + column; row < to; row += 1, at += width + 1) {
      const first = bounds[at]!;
      const length = bounds[at + 1]! - 1 - first;
      const digit = bytes[first]! - ZERO;
      if (length === 1 && (digit === 0 || digit === 1)) room[row - from] = digit;
      else if (length === 0 && emptyIsMissing) room[row - from] = NaN;
      else break;
    }
    this.#values.keep(row - from);
    return row;
  }

  /** [rows] */
  values(): Float64Array {
    return this.#values.toArray();
  }
}

/** What came of a contact: a number, or yes and no as 1 and 0. */
export class OutcomeColumn implements ColumnReader {
  readonly name: string;
  readonly #numbers: OptionalNumberColumn;

  constructor(name: string, rules: CellRules) {
    this.name = name;
    this.#numbers = new OptionalNumberColumn(name, rules);
  }

  append(cell: string): string | null {
    const word = cell.trim().toLowerCase();
    const expectation = this.#numbers.append(YES.has(word) ? '1' : NO.has(word) ? '0' : cell);
    return expectation === null ? null : `${expectation}, or yes or no`;
  }

  expectRows(rows: number): void {
    this.#numbers.expectRows(rows);
  }

  appendCells(batch: CellBatch, column: number, from: number, to: number): number {
    return this.#numbers.appendCells(batch, column, from, to);
  }

  /** [rows] */
  values(): Float64Array {
    return this.#numbers.values();
  }
}

/** Milliseconds from 1970 to the last date there is (ECMA-262, time values). */
const MOST = 8.64e15;

/** A date or time as milliseconds since 1970 in UTC, or a number in its own unit. */
export class TimeColumn implements ColumnReader {
  readonly name: string;
  readonly #missing: ReadonlySet<string>;
  readonly #unit: number | null;
  readonly #ahead: ZoneOffset;
  readonly #plain = new PlainTimes();
  readonly #values = new GrowingArray(Float64Array);

  /** @param unit milliseconds that 1 stands for, of times that are numbers; null for dates and times */
  constructor(name: string, { missing }: Pick<CellRules, 'missing'>, unit: number | null, ahead: ZoneOffset) {
    this.name = name;
    this.#missing = missing;
    this.#unit = unit;
    this.#ahead = ahead;
  }

  append(cell: string): string | null {
    const text = cell.trim();
    if (this.#missing.has(text)) {
      this.#values.push(NaN);
      return null;
    }
    if (this.#unit !== null) {
      const value = numberOrExpectation(text);
      if (typeof value === 'string') return value;
      if (Math.abs(value * this.#unit) > MOST) return 'a time within 270,000 years of 1970';
      this.#values.push(value * this.#unit);
      return null;
    }
    const value = parseTime(text, this.#ahead);
    if (Number.isNaN(value)) {
      const hint = /^\d+(\.\d+)?$/.test(text) ? ', or timeUnit in the schema for a number' : '';
      return `a date or time such as 2026-11-28 or 2026-11-28T14:05:00Z${hint}`;
    }
    this.#values.push(value);
    return null;
  }

  expectRows(rows: number): void {
    this.#values.expect(rows);
  }

  appendCells(batch: CellBatch, column: number, from: number, to: number): number {
    return this.#unit === null ? this.#appendTimes(batch, column, from, to) : from;
  }

  #appendTimes({ bytes, bounds, width }: CellBatch, column: number, from: number, to: number): number {
    const room = this.#values.room(to - from);
    let row = from;
    for (let at = from * (width + 1) + column; row < to; row += 1, at += width + 1) {
      const isQuoted = bytes[bounds[at]!] === QUOTE ? 1 : 0;
      const time = this.#plain.parse(
        bytes,
        bounds[at]! + isQuoted,
        bounds[at + 1]! - 1 - isQuoted,
        this.#ahead,
      );
      if (Number.isNaN(time)) break;
      room[row - from] = time;
    }
    this.#values.keep(row - from);
    return row;
  }

  /** [rows] milliseconds; NaN where missing */
  values(): Float64Array {
    return this.#values.toArray();
  }
}

/** Numbers by name as JSON, `{"email": 0.2, "none": 0.8}`. */
export class WeightsColumn implements ColumnReader {
  readonly name: string;
  readonly #rows: Readonly<Record<string, number>>[] = [];

  constructor(name: string) {
    this.name = name;
  }

  append(cell: string): string | null {
    let value: unknown;
    try {
      value = JSON.parse(cell);
    } catch {
      value = null;
    }
    const entries = typeof value === 'object' && value !== null ? Object.entries(value) : [];
    if (entries.length === 0 || Array.isArray(value) || entries.some(([, one]) => typeof one !== 'number'))
      return 'weights by action as JSON such as {"email": 0.2, "none": 0.8}';
    this.#rows.push(value as Record<string, number>);
    return null;
  }

  values(): readonly Readonly<Record<string, number>>[] {
    return this.#rows;
  }
}
