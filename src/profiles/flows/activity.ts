/**
 * How active a customer is, by the last purchase: active, semi-active or non-active. What was paid back is no purchase; a
 * customer of whom nothing is known before a moment is in no state, and whoever never bought is non-active.
 */
import type { CompanyTables } from '../tables/company-tables';
import { isKnownBefore } from '../asof/known-before';

export const activityStates = ['active', 'semiActive', 'nonActive'] as const;

export interface ActivityRule {
  /** Milliseconds after a purchase for which one is active. */
  readonly activeFor: number;
  /** Milliseconds after a purchase from which on one is non-active; more than `activeFor`. */
  readonly lapsedAfter: number;
}

/** State of a customer of whom nothing is known yet. */
export const UNKNOWN = -1;

/** [customers] index into `activityStates` as of a moment, by what happened strictly before it */
export function activityAsOf(
  tables: CompanyTables,
  moment: number,
  { activeFor, lapsedAfter }: ActivityRule,
): Int8Array {
  const states = new Int8Array(tables.customers.length).fill(UNKNOWN);
  const { starts, times, amounts } = tables.transactions!;
  for (let customer = 0; customer < states.length; customer += 1) {
    if (!isKnownBefore(tables, customer, moment)) continue;
    states[customer] = 2;
    for (let row = starts[customer]!; row < starts[customer + 1]! && times[row]! < moment; row += 1) {
      if (amounts[row]! < 0) continue;
      if (times[row]! >= moment - activeFor) states[customer] = 0;
      else if (times[row]! >= moment - lapsedAfter) states[customer] = 1;
    }
  }
  return states;
}
