/** Periods without a row as decisions: a customer who was sent nothing in a week was left alone in it. */
import { InputError } from '../../core/errors';
import type { ContactLog } from '../contacts/contact-log';
import { milliseconds } from '../schema/durations';
import type { LogSchema } from '../schema/log-schema';
import type { Moments } from './moments';

/** More than this many decisions do not fit into memory beside their features. */
const MOST = 200_000_000;

interface Calendar {
  /** Milliseconds of the first period. */
  readonly start: number;
  readonly period: number;
  /** Number of the period that a row lies in. */
  readonly periodOf: (row: number) => number;
  /** Periods without a row that follow the i-th of the kept rows. */
  readonly emptyAfter: (i: number) => number;
}

/**
 * Periods are counted from the first time of the log, the same for all customers. A customer's begin with the first row
 * and end with the last whole period of the log, or with the row after which the customer was gone.
 *
 * @param kept [m] rows that are decisions, in order of customer and time
 */
function calendarFor(log: ContactLog, kept: Int32Array, schema: LogSchema): Calendar {
  const { times, customers, terminal } = log;
  if (times === null || customers === null)
    throw new RangeError('calendar: expected a log with customer and time');
  const period = milliseconds(schema.calendar!);
  const window = schema.window === undefined ? 0 : milliseconds(schema.window);
  let start = Infinity;
  let end = -Infinity;
  for (const time of times) {
    start = Math.min(start, time);
    end = Math.max(end, time);
  }
  // A period that is not over, or whose outcome is not known yet, is none.
  const lastPeriod = Math.floor((end - Math.max(window, period) - start) / period);
  const periodOf = (row: number) => Math.floor((times[row]! - start) / period);
  const emptyAfter = (i: number): number => {
    const row = kept[i]!;
    if (terminal?.[row] === 1) return 0;
    // Of the log, not of the decisions: a row whose outcome is not known yet was a contact all the same.
    const following = row + 1;
    const sameCustomer = following < log.rows && customers.codes[following] === customers.codes[row];
    const until = sameCustomer ? Math.min(periodOf(following) - 1, lastPeriod) : lastPeriod;
    return Math.max(0, until - periodOf(row));
  };
  return { start, period, periodOf, emptyAfter };
}

/**
 * How many decisions there will be, before memory is taken for any.
 *
 * @throws InputError for a calendar so fine that its decisions would not fit into memory
 */
export function calendarCount(log: ContactLog, kept: Int32Array, schema: LogSchema): number {
  const { emptyAfter } = calendarFor(log, kept, schema);
  let count = kept.length;
  for (let i = 0; i < kept.length; i += 1) count += emptyAfter(i);
  if (count > MOST) {
    throw new InputError(
      `schema calendar: expected periods that make at most ${MOST} decisions, got ${schema.calendar!}, which makes ${count}`,
    );
  }
  return count;
}

/** @throws as `calendarCount` */
export function calendarOf(log: ContactLog, kept: Int32Array, schema: LogSchema): Moments {
  const count = calendarCount(log, kept, schema);
  const { start, period, periodOf, emptyAfter } = calendarFor(log, kept, schema);
  const moments = {
    rows: new Int32Array(count),
    made: new Uint8Array(count),
    times: new Float64Array(count),
  };
  let at = 0;
  const put = (row: number, made: 0 | 1, time: number) => {
    moments.rows[at] = row;
    moments.made[at] = made;
    moments.times[at] = time;
    at += 1;
  };
  for (let i = 0; i < kept.length; i += 1) {
    const row = kept[i]!;
    put(row, 0, log.times![row]!);
    const first = periodOf(row) + 1;
    for (let empty = first; empty < first + emptyAfter(i); empty += 1) put(row, 1, start + empty * period);
  }
  return moments;
}
