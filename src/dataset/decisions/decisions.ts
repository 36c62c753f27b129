/** Rows of a log to decisions: each with what was known, what was allowed, what it earned, and which one came next. */
import { InputError, show } from '../../core/errors';
import { textHash } from '../contacts/row-hashes';
import type { ContactLog, RawColumn } from '../contacts/contact-log';
import { reordered } from '../contacts/row-order';
import { milliseconds } from '../schema/durations';
import type { LogSchema } from '../schema/log-schema';
import { BarList, type Bars } from './bars';
import { calendarOf } from './calendar';
import { keptRows, type LeftOut } from './kept-rows';
import type { Barred } from './masks';
import { isEveryRow, momentsOf, type Moments } from './moments';
import { seenOf } from './seen';

export interface LoggedDecisions {
  readonly count: number;
  readonly actionNames: readonly string[];
  /** [n] row of the log; of a decision that the calendar made, the customer's last row before it */
  readonly rows: Int32Array;
  /** [n] row of the log whose reward and outcomes are the decision's: its own, or the customer's next one */
  readonly outcomeRows: Int32Array;
  /** [n] milliseconds at which that next row says what came of it; null where it is the decision's own row */
  readonly knownAt: Float64Array | null;
  /** [n] 1 where the calendar made it: No Action in a period without a row, assumed to have earned 0 */
  readonly made: Uint8Array | null;
  /** [n] milliseconds; null where the log has no time */
  readonly times: Float64Array | null;
  /** [n] index into `actionNames` */
  readonly actions: Int32Array;
  /** [n] net of costs where the schema says that they are to be taken off */
  readonly rewards: Float64Array;
  readonly costs: Float64Array;
  /** [n] index of the customer's next decision; -1 where there is none */
  readonly next: Int32Array;
  /** [n] what the next decision's value is worth now; 0 where there is none */
  readonly discounts: Float64Array;
  /** [n] 1 where the customer was gone afterwards */
  readonly terminated: Uint8Array;
  /** [n] 1 where only the log ends: the customer goes on, and nobody knows how */
  readonly truncated: Uint8Array;
  /** [n, actions] 1 where allowed by eligibility and rules; null where everything always was */
  readonly allowed: Uint8Array | null;
  /** Logged actions that the log's own eligibility or rules bar. */
  readonly barred: readonly Barred[];
  /** [n] each */
  readonly features: readonly RawColumn[];
  /** [n] whole numbers in [0, 2^53), equal for decisions that must be on one side of a split */
  readonly units: Float64Array;
  readonly leftOut: Readonly<Record<LeftOut, Int32Array>>;
}

/** @returns what the next decision's value is worth now, by the time between */
function discountOf({ discount }: LogSchema): (elapsed: number) => number {
  if (discount === undefined) return () => 1;
  const { gamma, per } = discount;
  if (per === 'decision') return () => gamma;
  const span = milliseconds(per);
  return (elapsed) => gamma ** (elapsed / span);
}

/** What the log says of each decision; of one that the calendar made, nothing was done and nothing came of it. */
function logged(
  log: ContactLog,
  { rows, made }: Moments,
  outcomeRows: Int32Array,
  schema: LogSchema,
): Pick<LoggedDecisions, 'actions' | 'rewards' | 'costs' | 'terminated'> {
  const count = rows.length;
  const isGross = schema.rewardNetOfCost === false;
  if (isEveryRow(log, { rows, made }) && !isGross) {
    const { loggedActions: actions, rewards, costs, terminal } = log;
    return { actions, rewards, costs, terminated: terminal ?? new Uint8Array(count) };
  }
  const [actions, rewards, costs] = [new Int32Array(count), new Float64Array(count), new Float64Array(count)];
  const terminated = new Uint8Array(count);
  for (let i = 0; i < count; i += 1) {
    if (made?.[i] === 1) continue;
    const row = rows[i]!;
    actions[i] = log.loggedActions[row]!;
    rewards[i] = log.rewards[outcomeRows[i]!]! - (isGross ? log.costs[row]! : 0);
    costs[i] = log.costs[row]!;
    if (log.terminal !== null) terminated[i] = log.terminal[row]!;
  }
  return { actions, rewards, costs, terminated };
}

/** Rows without customer are kept together where they are equal, rows of a customer always. */
function unitsOf({ customers, contentHashes }: ContactLog, rows: Int32Array): Float64Array {
  if (customers === null) return reordered(contentHashes(), rows);
  const units = new Float64Array(rows.length);
  // A customer's rows lie together: each name is hashed once.
  let customer = -1;
  let unit = 0;
  for (let i = 0; i < units.length; i += 1) {
    const code = customers.codes[rows[i]!]!;
    if (code !== customer) unit = textHash(customers.names[code]!);
    customer = code;
    units[i] = unit;
  }
  return units;
}

/**
 * Every row of a log is a decision, or listed as left out; with a calendar, periods without a row are decisions too.
 *
 * @param log in order of customer and time
 * @throws InputError for rules that name what is no contact, and a window that leaves no row
 */
export function decisionsOf(log: ContactLog, schema: LogSchema): LoggedDecisions {
  const { rows: kept, leftOut } = keptRows(log, schema);
  if (kept.length === 0) {
    const [key, expected] =
      schema.rewardOf === 'this row'
        ? (['window', 'a time that some rows are older than'] as const)
        : (['rewardOf', 'a customer with a later row, which says what a decision earned'] as const);
    throw new InputError(
      `schema ${key}: expected ${expected}, got ${show(schema[key])}, which leaves all ${log.rows} out`,
    );
  }
  const moments = schema.calendar === undefined ? momentsOf(log, kept) : calendarOf(log, kept, schema);
  const { rows, made, times } = moments;
  const count = rows.length;
  // A row that is kept has a later one where that is to tell.
  const outcomeRows = schema.rewardOf === 'this row' ? rows : rows.map((row) => row + 1);
  const knownAt = outcomeRows === rows || log.times === null ? null : reordered(log.times, outcomeRows);
  const { actions, rewards, costs, terminated } = logged(log, moments, outcomeRows, schema);
  const { firsts, ...seen } = seenOf(log, schema, moments, { actions, rewards });
  const next = new Int32Array(count).fill(-1);
  const discounts = new Float64Array(count);
  const truncated = new Uint8Array(count);
  const worth = discountOf(schema);
  // Only in order of time is the row below the customer's next; elsewhere each row is a decision by itself.
  const isOrdered = log.customers !== null && times !== null;
  for (let i = 0; isOrdered && i < count; i += 1) {
    if (terminated[i] === 1) continue;
    if (i + 1 === count || firsts[i + 1] !== firsts[i]) {
      truncated[i] = 1;
      continue;
    }
    next[i] = i + 1;
    discounts[i] = worth(times[i + 1]! - times[i]!);
  }
  return {
    ...{
      count,
      actionNames: log.actions,
      rows,
      outcomeRows,
      knownAt,
      made,
      times,
      actions,
      rewards,
      costs,
      next,
      discounts,
    },
    ...{ terminated, truncated },
    ...seen,
    units: unitsOf(log, rows),
    leftOut,
  };
}

/**
 * Every row of a log as a decision, also those whose outcome nobody knows yet: what a policy sees there, and may do. Of
 * a row that training knows it is the same.
 *
 * @param log in order of customer and time
 */
export function openDecisions(
  log: ContactLog,
  schema: LogSchema,
): Pick<LoggedDecisions, 'rows' | 'times' | 'features'> & { readonly bars: Bars | null } {
  const moments = momentsOf(
    log,
    Int32Array.from({ length: log.rows }, (_, row) => row),
  );
  const { rows, times } = moments;
  const bars = new BarList(log.rows, log.actions.length);
  const done = logged(log, moments, rows, schema);
  const { allowed, features } = seenOf(log, schema, moments, done, bars.bar);
  return { rows, times, features, bars: allowed && bars };
}
