/** What nets of lifetime value learn from: customers as they were some weeks before the last day, and what came since. */
import { expectLength } from '../../../core/shape';
import type { FeatureTable } from '../feature-table';
import {
  DAYS_A_WEEK,
  boughtBetween,
  endUntil,
  refundsBetween,
  type PurchaseHistories,
} from '../purchases/histories';
import { summaryOf } from '../purchases/summary';

export interface ValueFeatures {
  /** [rows] index of the customer */
  readonly customer: Int32Array;
  readonly table: FeatureTable;
}

/** @param columns [rows] each */
function tableOfColumns(columns: Readonly<Record<string, Float64Array>>): FeatureTable {
  const names = Object.keys(columns);
  const rows = columns[names[0]!]!.length;
  const values = new Float64Array(rows * names.length);
  names.forEach((name, place) => {
    expectLength(name, columns[name]!, rows);
    columns[name]!.forEach((value, row) => (values[row * names.length + place] = value));
  });
  return { names, rows, values };
}

const RECENT_WEEKS = 8;

/**
 * Whoever has bought until a day, by what is known then.
 *
 * @param until last day that is known
 */
export function valueFeatures(histories: PurchaseHistories, until: number): ValueFeatures {
  const { starts, days, amounts } = histories;
  const { customer, frequency, recency, age } = summaryOf(histories, until);
  const recent = boughtBetween(histories, until - RECENT_WEEKS * DAYS_A_WEEK, until);
  const { spend: total } = boughtBetween(histories, -Infinity, until);
  const lastAmount = (one: number) => {
    const last = endUntil(histories, one, until) - 1;
    return amounts[last]! + refundsBetween(histories, one, days[last]! - 1, until);
  };
  /** Refunds may leave less than nothing. */
  const log = (value: number) => Math.log1p(Math.max(0, value));
  const table = tableOfColumns({
    logPurchases: frequency.map((x) => Math.log1p(x)),
    logRecentPurchases: Float64Array.from(customer, (one) => Math.log1p(recent.purchases[one]!)),
    logWeeksSinceLast: recency.map((weeksTo, row) => Math.log1p(age[row]! - weeksTo)),
    logWeeksSinceFirst: age.map((value) => Math.log1p(value)),
    logMeanAmount: Float64Array.from(customer, (one) =>
      log(total[one]! / (endUntil(histories, one, until) - starts[one]!)),
    ),
    logLastAmount: Float64Array.from(customer, (one) => log(lastAmount(one))),
  });
  return { customer, table };
}

export interface ValueExamples extends ValueFeatures {
  /** [rows] spent in the weeks that followed, account currency; refunds taken off, nothing below 0 */
  readonly spend: Float64Array;
  /** [rows] how many weeks those were */
  readonly weeks: Float64Array;
}

/** [rows] of some customers, in the days after one and until another */
export function spendOf(
  histories: PurchaseHistories,
  customer: Int32Array,
  after: number,
  until: number,
): Float64Array {
  const { spend } = boughtBetween(histories, after, until);
  return Float64Array.from(customer, (one) => Math.max(0, spend[one]!));
}

/**
 * Customers as of several days, each so many weeks before the last one: all that a model may be fitted to that knows nothing
 * beyond that day.
 *
 * @param until last day that is known
 * @param weeks lengths of the periods ahead, all of which end at that day
 */
export function valueExamples(
  histories: PurchaseHistories,
  until: number,
  weeks: readonly number[],
): ValueExamples {
  const parts = weeks.map((ahead) => {
    const cutoff = until - ahead * DAYS_A_WEEK;
    const features = valueFeatures(histories, cutoff);
    const spend = spendOf(histories, features.customer, cutoff, until);
    return { ...features, spend, weeks: spend.map(() => ahead) };
  });
  return {
    table: {
      names: parts[0]!.table.names,
      rows: parts.reduce((sum, { table }) => sum + table.rows, 0),
      values: Float64Array.from(parts.flatMap(({ table }) => [...table.values])),
    },
    customer: Int32Array.from(parts.flatMap(({ customer }) => [...customer])),
    spend: Float64Array.from(parts.flatMap(({ spend }) => [...spend])),
    weeks: Float64Array.from(parts.flatMap((part) => [...part.weeks])),
  };
}
