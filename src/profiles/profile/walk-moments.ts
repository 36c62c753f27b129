/** Rows in the order of their customers and moments: each takes over what the one before it knew, and adds what happened since. */
import type { Events } from '../tables/company-tables';
import type { Moments } from './moments';

/** [rows] in the order of customer and moment. */
export function inOrder({ customers, moments }: Moments): Int32Array {
  return Int32Array.from(customers.keys()).sort(
    (a, b) => customers[a]! - customers[b]! || moments[a]! - moments[b]!,
  );
}

export interface Walk {
  readonly rows: Moments;
  /** [rows] as `inOrder` has them */
  readonly order: Int32Array;
  /** Whether what happened at a time counts at a moment; of rising times the first that does not ends it. */
  readonly counts: (time: number, moment: number) => boolean;
  /** [rows] each: what a row takes over from the one before it */
  readonly fields: readonly Float64Array[];
  readonly add: (row: number, event: number) => void;
}

/** Walks each customer's past once, however many rows ask about it. */
export function walk({ starts, times }: Events, { rows, order, counts, fields, add }: Walk): void {
  const { customers, moments } = rows;
  let [before, at] = [-1, 0];
  for (const row of order) {
    const customer = customers[row]!;
    if (before >= 0 && customers[before] === customer)
      for (const field of fields) field[row] = field[before]!;
    else at = starts[customer]!;
    for (; at < starts[customer + 1]! && counts(times[at]!, moments[row]!); at += 1) add(row, at);
    before = row;
  }
}

export const isBefore = (time: number, moment: number) => time < moment;
