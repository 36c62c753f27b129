import { gathered } from '../tables/gathered';

/** Rows to tell of: a customer, and a moment. */
export interface Moments {
  /** [rows] numbers of the customers */
  readonly customers: Int32Array;
  /** [rows] milliseconds since 1970 in UTC */
  readonly moments: Float64Array;
}

/** The moment as of which a row is told; of all rows the same, or of each its own. */
export type MomentOf = (row: number) => number;

/** Some of the rows, in the order asked for. */
export function chosenMoments({ customers, moments }: Moments, rows: Int32Array): Moments {
  return { customers: gathered(customers, rows), moments: gathered(moments, rows) };
}
