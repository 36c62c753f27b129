/** What was done with each customer in a period, and what each paid in it. */
import type { CompanyTables, Decisions, Events } from '../tables/company-tables';

export interface PeriodActions {
  /** [customers] action of the period: the first contact's; 0 without one */
  readonly actions: Int32Array;
  /** [customers] cost of all its contacts, account currency; 0 without one, NaN where the log does not say it */
  readonly costs: Float64Array;
  /** [customers] 1 where the log has a row in the period */
  readonly logged: Uint8Array;
  /** [customers] 1 where contacts were of several kinds */
  readonly several: Uint8Array;
  /** [customers] time of the first contact; NaN without one */
  readonly firstTimes: Float64Array;
}

/** The first row of a customer at or after a moment. */
function firstFrom({ starts, times }: Events, customer: number, moment: number): number {
  let row = starts[customer]!;
  while (row < starts[customer + 1]! && times[row]! < moment) row += 1;
  return row;
}

/** Rows of one customer at one time are ordered by the log, or refused. */
export function actionsWithin(
  decisions: Decisions,
  customers: number,
  from: number,
  until: number,
): PeriodActions {
  const { starts, times, actions: logged, costs } = decisions;
  const found = {
    ...{ actions: new Int32Array(customers), costs: new Float64Array(customers) },
    ...{ logged: new Uint8Array(customers), several: new Uint8Array(customers) },
    firstTimes: new Float64Array(customers).fill(NaN),
  };
  for (let customer = 0; customer < customers; customer += 1) {
    for (
      let row = firstFrom(decisions, customer, from);
      row < starts[customer + 1]! && times[row]! < until;
      row += 1
    ) {
      const action = logged[row]!;
      found.logged[customer] = 1;
      if (action === 0) continue;
      found.costs[customer]! += costs?.[row] ?? NaN;
      const first = found.actions[customer]!;
      if (first === 0) {
        found.actions[customer] = action;
        found.firstTimes[customer] = times[row]!;
      } else if (first !== action) found.several[customer] = 1;
    }
  }
  return found;
}

/** [customers] what was paid within a span, what was paid back taken off. */
export function paidWithin(
  { transactions, customers }: CompanyTables,
  from: number,
  until: number,
): Float64Array {
  const { starts, times, amounts } = transactions!;
  return Float64Array.from(customers, (_, customer) => {
    let sum = 0;
    for (
      let row = firstFrom(transactions!, customer, from);
      row < starts[customer + 1]! && times[row]! < until;
      row += 1
    )
      sum += amounts[row]!;
    return sum;
  });
}

/** Whether a customer bought from a moment on and before another. */
export function hasBought(
  { transactions }: Pick<CompanyTables, 'transactions'>,
  customer: number,
  from: number,
  until: number,
): boolean {
  const { starts, times, amounts } = transactions!;
  const end = starts[customer + 1]!;
  for (let row = firstFrom(transactions!, customer, from); row < end && times[row]! < until; row += 1)
    if (amounts[row]! >= 0) return true;
  return false;
}
