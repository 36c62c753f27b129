/** Whether counts are as large as shares say. */
import { chiSquareTail } from './chi-square';

export interface ExpectedCount {
  readonly observed: number;
  /** Above 0. */
  readonly expected: number;
}

export interface GoodnessOfFit {
  readonly statistic: number;
  /** Degrees of freedom. */
  readonly freedom: number;
  /** Chance of counts at least as far off, if the shares are right. */
  readonly pValue: number;
}

/** What must be expected of a count for the chi-square distribution to hold (Cochran's rule). */
const FEWEST_EXPECTED = 5;

/** Counts of which enough is expected, those of which less is taken together. */
function pooled(counts: readonly ExpectedCount[]): ExpectedCount[] {
  const arms: { observed: number; expected: number }[] = [];
  for (const { observed, expected } of [...counts].sort((a, b) => a.expected - b.expected)) {
    const smallest = arms.at(-1);
    if (smallest === undefined || smallest.expected >= FEWEST_EXPECTED) arms.push({ observed, expected });
    else {
      smallest.observed += observed;
      smallest.expected += expected;
    }
  }
  return arms;
}

/**
 * Pearson's chi-square test of independent draws. Counts of which fewer than 5 are expected are taken together; where only
 * one is left, there is nothing to be tested and p is 1.
 *
 * @see Pearson (1900), https://doi.org/10.1080/14786440009463897
 * @see Cochran (1954), https://doi.org/10.2307/3001616, on the fewest expected
 */
export function goodnessOfFit(counts: readonly ExpectedCount[]): GoodnessOfFit {
  const arms = pooled(counts);
  const statistic = arms.reduce(
    (sum, { observed, expected }) => sum + (observed - expected) ** 2 / expected,
    0,
  );
  const freedom = Math.max(0, arms.length - 1);
  return { statistic, freedom, pValue: freedom === 0 ? 1 : chiSquareTail(statistic, freedom) };
}
