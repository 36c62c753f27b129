/** Customers as of each decision of the contact log: the same whatever became known later, so made once for all fits. */
import type { Moments } from '../profile/moments';
import type { CompanyTables } from '../tables/company-tables';
import { customersAtMoments } from './at-moments';
import type { CustomersAsOf } from './customers-as-of';

export interface DecisionsAsOf {
  /** [rows of the log] */
  readonly moments: Moments;
  /** [rows of the log] */
  readonly asOf: CustomersAsOf;
  /** [rows of the log] 1 of whoever was known */
  readonly isKnown: Uint8Array;
}

/** @param window milliseconds @throws InputError if nobody was known at any decision */
export function decisionsAsOf(
  tables: CompanyTables,
  { starts, times, rows }: NonNullable<CompanyTables['decisions']>,
  window: number,
): DecisionsAsOf {
  const customers = new Int32Array(rows);
  for (let customer = 0; customer + 1 < starts.length; customer += 1)
    customers.fill(customer, starts[customer], starts[customer + 1]);
  const moments = { customers, moments: times };
  const asOf = customersAtMoments(tables, moments, window);
  const isKnown = new Uint8Array(rows);
  for (const row of asOf.known) isKnown[row] = 1;
  return { moments, asOf, isKnown };
}
