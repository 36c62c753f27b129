/** What a policy sees at each decision, and what it may do: the one way there for training, judging and predicting. */
import { InputError, show } from '../../core/errors';
import type { ContactLog, RawColumn } from '../contacts/contact-log';
import { reordered } from '../contacts/row-order';
import { DAY, milliseconds } from '../schema/durations';
import type { LogSchema } from '../schema/log-schema';
import type { BarWriter } from './bars';
import { historyColumns } from './history';
import { masksOf, type Barred } from './masks';
import { isEveryRow, type Moments } from './moments';

export interface SeenDecisions {
  /** [n] index of the first decision of the same customer; every decision is its own first where there is no customer */
  readonly firsts: Int32Array;
  /** [n, actions] 1 where allowed by eligibility and rules; null where everything always was */
  readonly allowed: Uint8Array | null;
  /** Logged actions that the log's own eligibility or rules bar. */
  readonly barred: readonly Barred[];
  /** [n] each */
  readonly features: readonly RawColumn[];
}

function firstOfCustomer({ customers }: ContactLog, rows: Int32Array): Int32Array {
  const firsts = new Int32Array(rows.length);
  for (let i = 0; i < rows.length; i += 1) {
    const same = i > 0 && customers !== null && customers.codes[rows[i]!] === customers.codes[rows[i - 1]!];
    firsts[i] = same ? firsts[i - 1]! : i;
  }
  return firsts;
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

/**
 * @param log in order of customer and time
 * @param done actions and rewards [n] of the decisions, of which each sees those before it alone
 * @param bar told what is barred and why, where somebody asks
 * @throws InputError for rules that name what is no contact
 */
export function seenOf(
  log: ContactLog,
  schema: LogSchema,
  moments: Moments,
  { actions, rewards }: { readonly actions: Int32Array; readonly rewards: Float64Array },
  bar?: BarWriter,
): SeenDecisions {
  const { rows, times } = moments;
  const firsts = firstOfCustomer(log, rows);
  const ordered = {
    count: rows.length,
    ...{ firsts, times: times ?? new Float64Array(rows.length), actions, rewards },
  };
  const window = schema.window === undefined ? 0 : milliseconds(schema.window);
  return {
    firsts,
    ...masksOf(log, schema, { ...ordered, rows }, bar),
    features: withOwnNames([
      ...log.features.map((column) => asOf(column, log, moments)),
      ...historyColumns(ordered, schema.history ?? [], log.actions, window),
    ]),
  };
}
