/** What a verdict stands on: a policy minus what was done, by the estimator that decides, beside its guaranteed bounds. */
import type { Estimand } from '../../src/evaluate/off-policy/estimator';
import { loggedMean } from '../../src/evaluate/off-policy/logged-mean';
import { deciding } from '../../src/evaluate/off-policy/policy-values';
import type { JudgedPolicy } from '../../src/evaluate/off-policy/histories';
import type { DifferenceSource } from '../../src/runs/self-test/coverage';
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

/** @param declared of rewards, before they were seen; null where they have no bounds */
export function differenceToLog(estimand: Estimand, declared: DeclaredRewards | null): DifferenceSource {
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
    bounds:
      declared &&
      ((judged, level) => {
        const side = (1 + level) / 2;
        return {
          low: differenceLowerBound(weighted(judged), declared, side),
          high: differenceUpperBound(weighted(judged), declared, side),
        };
      }),
  };
}
