/** What else may be asked of a log that has too few whole histories for an answer. */
import type { OffPolicy } from './result';
import type { OffPolicySettings } from './settings';

/**
 * From this share of the policies on it is the histories that are too long, not one policy that is unlike what was done.
 * Policies of chance are like it wherever it was by chance itself: not all have to be short of customers.
 */
const MOST = 0.5;

/** Weights of whole histories are products over their decisions: next to no customer is treated by chance as a policy would. */
export function wayOut(
  { estimand, policies }: Pick<OffPolicy, 'estimand' | 'policies'>,
  { fewestEffective }: Pick<OffPolicySettings, 'fewestEffective'>,
): string[] {
  const supports = Object.values(policies).flatMap(({ support }) => support ?? []);
  const few = supports.filter(({ effectiveSampleSize }) => effectiveSampleSize < fewestEffective);
  if (estimand !== 'history' || few.length === 0 || few.length < MOST * supports.length) return [];
  return [
    'under most policies too few were treated so to the end of their histories: without discount in the schema, or with its gamma 0, each decision is judged by itself, for which many more speak, but what it changes in later ones is left out',
  ];
}
