/** Times of the commonest forms, read from bytes without a string. */
import type { ZoneOffset } from '../../core/zone-offset';

const HOUR = 3_600_000;
const DASH = 0x2d;
const COLON = 0x3a;
const BLANK = 0x20;
const LETTER_T = 0x54;
const LETTER_Z = 0x5a;

/** The two digits at a place; NaN if they are none. */
function twoDigits(bytes: Uint8Array, at: number): number {
  const tens = bytes[at]! - 0x30;
  const ones = bytes[at + 1]! - 0x30;
  return tens >= 0 && tens < 10 && ones >= 0 && ones < 10 ? 10 * tens + ones : NaN;
}

/** Days of a month, from 1, that every year has. */
const DAYS = [0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Knows the day of the time it read last: logs are mostly in the order of time. */
export class PlainTimes {
  #day = NaN;
  #midnight = NaN;

  /**
   * What `parseTime` says of `2026-11-28`, `2026-11-28 14:05:00` and `2026-11-28T14:05:00Z`.
   *
   * @param ahead of the zone of times that name none
   * @returns NaN of other forms, which says nothing about them
   */
  parse(bytes: Uint8Array, from: number, to: number, ahead: ZoneOffset): number {
    const length = to - from;
    const isUtc = length === 20 && bytes[to - 1] === LETTER_Z;
    if (length !== 10 && length !== 19 && !isUtc) return NaN;
    let time = this.#midnightAt(bytes, from);
    if (length > 10) time += timeOfDay(bytes, from + 10);
    if (isUtc || Number.isNaN(time)) return time;
    return time - ahead(time - ahead(time));
  }

  #midnightAt(bytes: Uint8Array, at: number): number {
    const year = 100 * twoDigits(bytes, at) + twoDigits(bytes, at + 2);
    const month = twoDigits(bytes, at + 5);
    const date = twoDigits(bytes, at + 8);
    if (bytes[at + 4] !== DASH || bytes[at + 7] !== DASH) return NaN;
    const day = 10_000 * year + 100 * month + date;
    if (day === this.#day) return this.#midnight;
    if (!(year >= 100 && month >= 1 && month <= 12 && date >= 1 && date <= DAYS[month]!)) return NaN;
    this.#day = day;
    this.#midnight = Date.UTC(year, month - 1, date);
    return this.#midnight;
  }
}

/** Milliseconds since midnight of ` 14:05:00` or `T14:05:00`; NaN if it is neither. */
function timeOfDay(bytes: Uint8Array, at: number): number {
  const isTime = bytes[at] === LETTER_T || bytes[at] === BLANK;
  if (!isTime || bytes[at + 3] !== COLON || bytes[at + 6] !== COLON) return NaN;
  const hours = twoDigits(bytes, at + 1);
  const minutes = twoDigits(bytes, at + 4);
  const seconds = twoDigits(bytes, at + 7);
  return hours < 24 && minutes < 60 && seconds < 60 ? HOUR * hours + 60_000 * minutes + 1000 * seconds : NaN;
}
