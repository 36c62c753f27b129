/** What a verdict stands on: a policy minus what was done, by the estimator that decides, beside its guaranteed bounds. */
import type { Estimand } from '../../src/evaluate/off-policy/estimator';
import { loggedMean } from '../../src/evaluate/off-policy/logged-mean';
import { deciding } from '../../src/evaluate/off-policy/policy-values';
import type { JudgedPolicy } from '../../src/evaluate/off-policy/histories';
import type { BoundKind, DifferenceSource } from '../../src/runs/self-test/coverage';
import type { Random } from '../../src/core/random';
import type { Range } from '../../src/stats/bounds/arguments';
import { empiricalBernsteinLowerBound } from '../../src/stats/bounds/empirical-bernstein';
import { hcope } from '../../src/stats/bounds/hcope';
import { hoeffdingLowerBound } from '../../src/stats/bounds/hoeffding';
import { logSmoothedLowerBound } from '../../src/stats/bounds/log-smoothed';
import type { LowerBound } from '../../src/stats/bounds/lower-bound';
import type { Ends } from '../../src/stats/bootstrap';
import {
  differenceLowerBound,
  differenceUpperBound,
  type DeclaredRewards,
} from '../../src/stats/bounds/policy-value';
import { differenceOf } from '../../src/stats/statistic';
import { estimatorsOf } from './estimators-of';

/** Customers of one decision each, or histories: in both, sums per customer are what is bounded. */
const weighted = ({ histories, products, rewards }: JudgedPolicy) => ({
  ...{ weights: products, rewards, starts: histories.starts },
});

/** What is known of rewards and weights before they are seen. */
export interface Known extends DeclaredRewards {
  /** null where chances may be as small as they like */
  readonly largestWeight: number | null;
}

/** What numbers of mean about `scale` are bounded by: the largest weight times that. */
type RangeBound = (values: Float64Array, range: Range, level: number) => number;

function lowerBoundsOf({ largestWeight }: Known, random: Random): Partial<Record<BoundKind, LowerBound>> {
  const free = { guaranteed: logSmoothedLowerBound, hcope: hcope(random) };
  if (largestWeight === null) return free;
  const ranged =
    (bound: RangeBound): LowerBound =>
    (values, scale, level) =>
      bound(values, { low: 0, high: largestWeight * scale }, level);
  return {
    ...free,
    empiricalBernstein: ranged(empiricalBernsteinLowerBound),
    hoeffding: ranged(hoeffdingLowerBound),
  };
}

function boundsOf(judged: JudgedPolicy, known: Known, level: number, random: Random) {
  const side = (1 + level) / 2;
  const ends = Object.entries(lowerBoundsOf(known, random)).map(([kind, bound]) => [
    kind,
    {
      low: differenceLowerBound(weighted(judged), known, side, bound),
      high: differenceUpperBound(weighted(judged), known, side, bound),
    },
  ]);
  return Object.fromEntries(ends) as Partial<Record<BoundKind, Ends>>;
}

/** @param known null where rewards have no bounds */
export function differenceToLog(estimand: Estimand, known: Known | null): DifferenceSource {
  const decides = deciding(estimand, estimatorsOf(estimand));
  return {
    estimator: {
      ...{ name: 'difference', label: `${decides.label}, minus the log`, estimand, needs: decides.needs },
      estimate: (judged) =>
        differenceOf(
          decides.estimate(judged),
          loggedMean({ histories: judged.histories, estimand })(judged.rewards),
        ),
    },
    bounds: (judged, level, random) => (known === null ? {} : boundsOf(judged, known, level, random)),
  };
}
