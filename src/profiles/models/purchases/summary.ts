/** The four numbers of a customer that buy-till-you-die models know: how often, until when, for how long, how much. */
import { DAYS_A_WEEK, endUntil, refundsBetween, type PurchaseHistories } from './histories';

export interface PurchaseSummary {
  /** [rows] index of the customer: whoever has bought */
  readonly customer: Int32Array;
  /** [rows] x, days with a purchase after the first one */
  readonly frequency: Float64Array;
  /** [rows] t_x, weeks from the first purchase to the last one; 0 where there is one alone */
  readonly recency: Float64Array;
  /** [rows] T, weeks from the first purchase to the last day that is known */
  readonly age: Float64Array;
  /**
   * [rows] mean amount of the purchases after the first one, account currency, less the money that went back since the first of
   * these, so 0 and below where all of it did; NaN where there is none
   */
  readonly meanValue: Float64Array;
}

/** @param until last day that is known */
export function summaryOf(histories: PurchaseHistories, until: number): PurchaseSummary {
  const { customers, starts, days, amounts } = histories;
  const ends = Int32Array.from({ length: customers }, (_, i) => endUntil(histories, i, until));
  const customer = Int32Array.from(ends.keys()).filter((i) => ends[i]! > starts[i]!);
  const columns = ['frequency', 'recency', 'age', 'meanValue'] as const;
  const [frequency, recency, age, meanValue] = columns.map(() => new Float64Array(customer.length)) as [
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  customer.forEach((one, row) => {
    const [first, end] = [starts[one]!, ends[one]!];
    frequency[row] = end - first - 1;
    recency[row] = (days[end - 1]! - days[first]!) / DAYS_A_WEEK;
    age[row] = (until - days[first]!) / DAYS_A_WEEK;
    // Until the second purchase it is the first one that money goes back for.
    let sum = end - first < 2 ? 0 : refundsBetween(histories, one, days[first + 1]! - 1, until);
    for (let i = first + 1; i < end; i += 1) sum += amounts[i]!;
    meanValue[row] = sum / frequency[row]!;
  });
  return { customer, frequency, recency, age, meanValue };
}
