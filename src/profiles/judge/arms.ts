/** How much is known of each action: decisions at which it was allowed and taken, and for how many customers they count. */
import type { Decided } from '../asof/decided';
import type { JudgedArm } from './judgement';

/** What is said of an arm of fewer is mostly chance; as in off-policy evaluation. */
export const FEWEST_EFFECTIVE = 50;

/**
 * Kish's effective sample size of customers, of whom each has the weights of all its rows: (Σ w)² / Σ w². Rows of weight 0
 * have no say.
 *
 * @param customers [rows] whose row it is @param weights [rows]
 * @returns 0 of no weight at all
 * @see Kish (1965), Survey Sampling, section 8.2
 */
export function effectiveCustomers<Customer>(
  customers: ArrayLike<Customer>,
  weights: ArrayLike<number>,
): number {
  const sums = new Map<Customer, number>();
  for (let row = 0; row < weights.length; row += 1) {
    if (weights[row] === 0) continue;
    sums.set(customers[row]!, (sums.get(customers[row]!) ?? 0) + weights[row]!);
  }
  let [sum, squares] = [0, 0];
  for (const weight of sums.values()) {
    sum += weight;
    squares += weight * weight;
  }
  return squares === 0 ? 0 : (sum * sum) / squares;
}

type Arms = Pick<Decided, 'actionNames' | 'actions' | 'allowed'>;

/** Whether a row may get an action. No Action always is. */
export function isAllowed({ allowed, actionNames }: Arms, row: number, action: number): boolean {
  return action === 0 || allowed === null || allowed[row * actionNames.length + action] === 1;
}

/** @param propensities [rows] of what was done, of the log or `armShares` */
export function judgedArms(
  decided: Arms & { readonly customers: Pick<Decided['customers'], 'customers'> },
  propensities: Float64Array,
): JudgedArm[] {
  const { actionNames, actions, customers } = decided;
  const rows = Array.from(actions.keys());
  return actionNames.map((name, action) => {
    const isOwn = (row: number) => actions[row] === action && isAllowed(decided, row, action);
    const weights = rows.map((row) => (isOwn(row) ? 1 / propensities[row]! : 0));
    return {
      ...{ name, allowed: rows.filter((row) => isAllowed(decided, row, action)).length },
      taken: rows.filter(isOwn).length,
      effectiveSampleSize: effectiveCustomers(customers.customers, weights),
    };
  });
}
