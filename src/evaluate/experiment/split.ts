/** Whether groups are as large as they were drawn: where they are not, customers were lost, and those left differ. */
import { chiSquareTail } from '../../stats/chi-square';
import { goodnessOfFit } from '../../stats/goodness-of-fit';
import { count, number } from '../off-policy/words';
import type { SplitCheck } from './result';

/** Of a check that is made at every look of every experiment: a false alarm in a thousand. */
const THRESHOLD = 0.001;

export interface GroupCount {
  readonly name: string;
  readonly share: number;
  readonly customers: number;
  readonly withOutcomes: number;
}

/** Pearson's test that as large a part of each group has outcomes; null where all or none have. */
function outcomesPValue(groups: readonly GroupCount[]): number | null {
  const counted = groups.filter(({ customers }) => customers > 0);
  const all = counted.reduce((sum, { customers }) => sum + customers, 0);
  const rate = counted.reduce((sum, { withOutcomes }) => sum + withOutcomes, 0) / all;
  if (!(rate > 0 && rate < 1) || counted.length < 2) return null;
  const statistic = counted.reduce((sum, { customers, withOutcomes }) => {
    const expected = rate * customers;
    // With and without outcomes are as far off.
    return sum + (withOutcomes - expected) ** 2 / (expected * (1 - rate));
  }, 0);
  return chiSquareTail(statistic, counted.length - 1);
}

function brokenReason(groups: readonly GroupCount[], total: number, pValue: number): string {
  const errorOf = ({ share, customers }: GroupCount) =>
    Math.abs(customers - share * total) / Math.sqrt(share * total);
  const worst = groups.reduce((a, b) => (errorOf(b) > errorOf(a) ? b : a));
  return (
    `the groups are not as large as they were drawn: ${worst.name} has ${count(worst.customers)} customers where ` +
    `${count(Math.round(worst.share * total))} are to be expected (p ${number(pValue)}); customers of a group were lost, doubled or moved`
  );
}

/**
 * A sample-ratio mismatch: the chi-square test of the customers in each group against the declared shares.
 *
 * @param groups with shares that add up to 1
 * @param wrongGroups what else is known to be wrong, which breaks the split too
 * @see Fabijan et al. (2019), Diagnosing sample ratio mismatch in online controlled experiments,
 *   https://doi.org/10.1145/3292500.3330722
 */
export function checkSplit(groups: readonly GroupCount[], wrongGroups: readonly string[] = []): SplitCheck {
  const total = groups.reduce((sum, { customers }) => sum + customers, 0);
  const fit = goodnessOfFit(
    groups.map(({ share, customers }) => ({ observed: customers, expected: share * total })),
  );
  const isOff = fit.pValue < THRESHOLD;
  const reasons = [...wrongGroups, ...(isOff ? [brokenReason(groups, total, fit.pValue)] : [])];
  return {
    ...fit,
    threshold: THRESHOLD,
    isBroken: reasons.length > 0,
    reasons,
    outcomesPValue: outcomesPValue(groups),
  };
}
