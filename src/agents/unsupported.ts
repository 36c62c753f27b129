/** What a support filter holds against an action. */
import type { SupportFilter } from './support-filter';

/** Nobody in training took it; fewer than are asked for did; at this decision it is too unlikely. */
export type Objection = 'never logged' | 'too few' | 'too unlikely';

/**
 * @param probability of the action under the behaviour model, at a decision where it is allowed
 * @param least probability that a supported action has there
 * @returns null where the action is supported
 */
export function objectionTo(
  { customers, leastCustomers }: Pick<SupportFilter, 'customers' | 'leastCustomers'>,
  action: number,
  probability: number,
  least: number,
): Objection | null {
  const count = customers[action]!;
  if (count === 0) return 'never logged';
  if (count < leastCustomers) return 'too few';
  return probability >= least ? null : 'too unlikely';
}
