/** A customer's purchases as the steps that a memory reads, and whether today is one more. */
import { applyPreparation, signedLog, type Preparation } from '../preparation';
import type { FeatureTable } from '../feature-table';
import { DAYS_A_WEEK, endUntil, refundsBetween, type PurchaseHistories } from '../purchases/histories';
import type { Sequences } from './sequences';

/** Of longer histories the last ones: what came before is in the counts. */
const MOST_STEPS = 20;

const NAMES = ['logDaysSinceLast', 'isPurchase', 'logAmount', 'logPurchases', 'logWeeksSinceFirst'] as const;

export interface HistorySteps {
  /** [sequences] index of the customer: whoever has bought */
  readonly customer: Int32Array;
  /** [sequences + 1] */
  readonly starts: Int32Array;
  /** [steps] index of the purchase; -1 where the step is today */
  readonly purchase: Int32Array;
  readonly table: FeatureTable;
}

/**
 * @param until last day that is known
 * @param endsToday whether the day itself is the last step of each
 */
export function historySteps(histories: PurchaseHistories, until: number, endsToday: boolean): HistorySteps {
  const { customers, starts: first, days, amounts } = histories;
  const customer: number[] = [];
  const starts = [0];
  const purchase: number[] = [];
  const values: number[] = [];
  // What went back since the step before, of which a step knows nothing that comes later.
  const back = (one: number, after: number, day: number) => refundsBetween(histories, one, after, day);
  const add = (index: number, day: number, from: number, isPurchase: boolean, amount: number) => {
    const before = days[Math.max(from, index - 1)]!;
    purchase.push(isPurchase ? index : -1);
    const weeks = (day - days[from]!) / DAYS_A_WEEK;
    values.push(
      Math.log1p(day - before),
      isPurchase ? 1 : 0,
      signedLog(amount),
      Math.log1p(index - from),
      Math.log1p(weeks),
    );
  };
  for (let one = 0; one < customers; one += 1) {
    const [from, end] = [first[one]!, endUntil(histories, one, until)];
    if (end === from) continue;
    customer.push(one);
    for (let i = Math.max(from, end - MOST_STEPS); i < end; i += 1)
      add(i, days[i]!, from, true, amounts[i]! + back(one, i === from ? -Infinity : days[i - 1]!, days[i]!));
    if (endsToday) add(end, until, from, false, back(one, days[end - 1]!, until));
    starts.push(purchase.length);
  }
  return {
    ...{ customer: Int32Array.from(customer), starts: Int32Array.from(starts) },
    purchase: Int32Array.from(purchase),
    table: { names: NAMES, rows: purchase.length, values: Float64Array.from(values) },
  };
}

/** @throws InputError for a preparation of other steps */
export function sequencesOf(preparation: Preparation, { starts, table }: HistorySteps): Sequences {
  const features = Float32Array.from(applyPreparation(preparation, table));
  return { starts, width: table.names.length, features };
}

/** One list of sequences behind the other. */
export function joinedSteps(parts: readonly HistorySteps[]): HistorySteps {
  const starts = [0];
  for (const part of parts) {
    const before = starts.at(-1)!;
    for (const end of part.starts.subarray(1)) starts.push(before + end);
  }
  const joined = (column: 'customer' | 'purchase') =>
    Int32Array.from(parts.flatMap((part) => [...part[column]]));
  const values = Float64Array.from(parts.flatMap(({ table }) => [...table.values]));
  return {
    ...{ customer: joined('customer'), purchase: joined('purchase'), starts: Int32Array.from(starts) },
    table: { names: NAMES, rows: starts.at(-1)!, values },
  };
}
