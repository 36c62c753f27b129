/** Periods without a row as decisions: a customer who was sent nothing in a week was left alone in it. */
import { InputError } from '../../core/errors';
import type { ContactLog } from '../contacts/contact-log';
import { milliseconds } from '../schema/durations';
import type { LogSchema } from '../schema/log-schema';

/** When was decided, before anything is said of it. */
export interface Moments {
  /** [n] row of the log; of a made decision the customer's last row before it */
  readonly rows: Int32Array;
  /** [n] 1 where the calendar made it; null without a calendar */
  readonly made: Uint8Array | null;
  /** [n] milliseconds */
  readonly times: Float64Array | null;
}

/** More than this many decisions do not fit into memory beside their features. */
const MOST = 200_000_000;

/** Told a row, and the period without a row behind it, or null for the row itself. */
type Visit = (row: number, empty: number | null) => void;

interface Calendar {
  /** Milliseconds of the first period. */
  readonly start: number;
  readonly period: number;
  readonly each: (visit: Visit) => void;
}

/**
 * Periods are counted from the first time of the log, the same for all customers. A customer's begin with the first row
 * and end with the last row of the log, or with the row after which the customer was gone.
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
  // A period whose outcome is not known yet is none, as with rows.
  const lastPeriod = Math.floor((end - window - start) / period);
  const periodOf = (row: number) => Math.floor((times[row]! - start) / period);
  const each = (visit: Visit): void => {
    for (let i = 0; i < kept.length; i += 1) {
      const row = kept[i]!;
      visit(row, null);
      if (terminal?.[row] === 1) continue;
      const following = kept[i + 1];
      const sameCustomer = following !== undefined && customers.codes[following] === customers.codes[row];
      const until = sameCustomer ? periodOf(following) - 1 : lastPeriod;
      for (let empty = periodOf(row) + 1; empty <= until; empty += 1) visit(row, empty);
    }
  };
  return { start, period, each };
}

/**
 * How many decisions there will be, before memory is taken for any.
 *
 * @throws InputError for a calendar so fine that its decisions would not fit into memory
 */
export function calendarCount(log: ContactLog, kept: Int32Array, schema: LogSchema): number {
  let count = 0;
  calendarFor(log, kept, schema).each(() => (count += 1));
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
  const { start, period, each } = calendarFor(log, kept, schema);
  const moments = {
    rows: new Int32Array(count),
    made: new Uint8Array(count),
    times: new Float64Array(count),
  };
  let i = 0;
  each((row, empty) => {
    moments.rows[i] = row;
    moments.made[i] = empty === null ? 0 : 1;
    moments.times[i] = empty === null ? log.times![row]! : start + empty * period;
    i += 1;
  });
  return moments;
}
