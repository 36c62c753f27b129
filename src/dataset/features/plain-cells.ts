/**
 * Values of JSON that are plainly what a column asks for, read without the column's reader. Whatever is not plain is null:
 * the reader then says what it is, or what was expected.
 */
import { numberOrExpectation } from '../read/number-column';
import { isFlag, isYes } from '../read/contact-columns';
import { zoneOffset } from '../../core/zone-offset';
import { parseTime } from '../read/times';
import type { LogSchema } from '../schema/log-schema';

/** How a file, and so its single rows, writes what is not known. */
export interface CellForm {
  readonly missing: ReadonlySet<string>;
  /** Whether null, which stands for the first way to say so, says so. */
  readonly nullIsMissing: boolean;
  readonly decimalComma: boolean;
  readonly timeZone: string;
}

export function cellForm({ missing, decimal, timeZone }: LogSchema): CellForm {
  return {
    missing: new Set(missing),
    nullIsMissing: missing.length > 0,
    decimalComma: decimal === ',',
    timeZone,
  };
}

/** A column's plain values; NaN or -1 where missing, null where the reader must be asked. */
export type PlainCell<Value> = (value: unknown) => Value | null;

/** A number, NaN where missing. */
export function plainNumber({ missing, nullIsMissing, decimalComma }: CellForm): PlainCell<number> {
  return (value) => {
    if (value === null) return nullIsMissing ? NaN : null;
    const isNumber = typeof value === 'number';
    if (!isNumber && (typeof value !== 'string' || decimalComma)) return null;
    const text = isNumber ? String(value) : value.trim();
    if (missing.has(decimalComma ? text.replace('.', ',') : text)) return NaN;
    const number = isNumber ? value : numberOrExpectation(text);
    // -0 is 0 in a file.
    return typeof number === 'number' && Number.isFinite(Math.fround(number)) ? number + 0 : null;
  };
}

/** 1, 0, or NaN where missing. */
export function plainFlag({ missing, nullIsMissing }: CellForm): PlainCell<number> {
  return (value) => {
    if (value === null) return nullIsMissing ? NaN : null;
    const isOther = typeof value === 'number' || typeof value === 'boolean';
    if (typeof value !== 'string' && !isOther) return null;
    const text = isOther ? String(value) : value.trim();
    if (missing.has(text)) return NaN;
    if (!isFlag(text)) return null;
    return isYes(text) ? 1 : 0;
  };
}

/** A name, '' where missing. */
export function plainName({ missing, nullIsMissing, decimalComma }: CellForm): PlainCell<string> {
  return (value) => {
    if (value === null) return nullIsMissing ? '' : null;
    const isOther = typeof value === 'number' || typeof value === 'boolean';
    if (typeof value !== 'string' && (!isOther || decimalComma)) return null;
    const text = isOther ? String(value) : value.trim();
    if (missing.has(text)) return '';
    return text === '' || text.includes('\r') ? null : text;
  };
}

/** Milliseconds, NaN where missing. */
export function plainDate({ missing, nullIsMissing, timeZone }: CellForm): PlainCell<number> {
  const ahead = zoneOffset(timeZone);
  return (value) => {
    if (value === null) return nullIsMissing ? NaN : null;
    if (typeof value !== 'string' || ahead === null) return null;
    const text = value.trim();
    if (missing.has(text)) return NaN;
    const time = parseTime(text, ahead);
    return Number.isNaN(time) ? null : time;
  };
}
