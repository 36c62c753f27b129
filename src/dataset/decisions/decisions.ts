/** Rows of a log to decisions: each with what was known, what was allowed, what it earned, and which one came next. */
import { InputError, show } from '../../core/errors';
import { textHash } from '../contacts/row-hashes';
import type { ContactLog, RawColumn } from '../contacts/contact-log';
import { reordered } from '../contacts/row-order';
import { DAY, milliseconds } from '../schema/durations';
import type { LogSchema } from '../schema/log-schema';
import { calendarOf, type Moments } from './calendar';
import { historyColumns } from './history';
import { keptRows, type LeftOut } from './kept-rows';
import { masksOf, type Barred } from './masks';

export interface LoggedDecisions {
  readonly count: number;
  readonly actionNames: readonly string[];
  /** [n] row of the log; of a decision that the calendar made, the customer's last row before it */
  readonly rows: Int32Array;
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

/** Where every row is a decision, the log's own columns are those of the decisions: logs may fill the memory. */
function isEveryRow(log: ContactLog, { rows, made }: Pick<Moments, 'rows' | 'made'>): boolean {
  return made === null && rows.length === log.rows;
}

function every(log: ContactLog, rows: Int32Array): Moments {
  const isShared = isEveryRow(log, { rows, made: null });
  return { rows, made: null, times: log.times && (isShared ? log.times : reordered(log.times, rows)) };
}

/** [n] index of the first decision of the same customer; every decision is its own first where there is no customer */
function firstOfCustomer({ customers }: ContactLog, rows: Int32Array): Int32Array {
  const firsts = new Int32Array(rows.length);
  for (let i = 0; i < rows.length; i += 1) {
    const same = i > 0 && customers !== null && customers.codes[rows[i]!] === customers.codes[rows[i - 1]!];
    firsts[i] = same ? firsts[i - 1]! : i;
  }
  return firsts;
}

/** @returns what the next decision's value is worth now, by the time between */
function discountOf({ discount }: LogSchema): (elapsed: number) => number {
  if (discount === undefined) return () => 1;
  const { gamma, per } = discount;
  if (per === 'decision') return () => gamma;
  const span = milliseconds(per);
  return (elapsed) => gamma ** (elapsed / span);
}

/**
 * A column by decision; the log's own where every row is one, for logs may fill the memory. Of a decision that the
 * calendar made it is what the customer's last row knew, but that days have passed since.
 */
function asOf(column: RawColumn, log: ContactLog, { rows, made, times }: Moments): RawColumn {
  if (isEveryRow(log, { rows, made })) return column;
  if (column.kind === 'category') return { ...column, codes: reordered(column.codes, rows) };
  const values = reordered(column.values, rows);
  if (made !== null && column.kind === 'days-since')
    for (let i = 0; i < values.length; i += 1) values[i]! += (times![i]! - log.times![rows[i]!]!) / DAY;
  return { ...column, values };
}

/** @throws InputError where a feature is called like one that is made of earlier rows */
function withOwnNames(columns: readonly RawColumn[]): readonly RawColumn[] {
  const twice = columns.find(({ name }, i) => columns.findIndex((one) => one.name === name) < i);
  if (twice === undefined) return columns;
  throw new InputError(
    `schema features: expected another name than ${show(twice.name)}, which history makes of earlier rows`,
  );
}

/** What the log says of each decision; of one that the calendar made, nothing was done and nothing came of it. */
function logged(
  log: ContactLog,
  { rows, made }: Moments,
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
    if (made !== null && made[i] === 1) continue;
    const row = rows[i]!;
    actions[i] = log.loggedActions[row]!;
    rewards[i] = log.rewards[row]! - (isGross ? log.costs[row]! : 0);
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
    throw new InputError(
      `schema window: expected a time that some rows are older than, got ${show(schema.window)}, which leaves all ${log.rows} out`,
    );
  }
  const moments = schema.calendar === undefined ? every(log, kept) : calendarOf(log, kept, schema);
  const { rows, made, times } = moments;
  const count = rows.length;
  const firsts = firstOfCustomer(log, rows);
  const { actions, rewards, costs, terminated } = logged(log, moments, schema);
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
  const ordered = { count, firsts, times: times ?? new Float64Array(count), actions, rewards };
  const window = schema.window === undefined ? 0 : milliseconds(schema.window);
  return {
    ...{ count, actionNames: log.actions, rows, made, times, actions, rewards, costs, next, discounts },
    ...{ terminated, truncated },
    ...masksOf(log, schema, { ...ordered, rows }),
    features: withOwnNames([
      ...log.features.map((column) => asOf(column, log, moments)),
      ...historyColumns(ordered, schema.history ?? [], log.actions, window),
    ]),
    units: unitsOf(log, rows),
    leftOut,
  };
}
