/** The estimators that a setting asks. */
import type { Estimand, Estimator } from '../../src/evaluate/off-policy/estimator';
import { estimators } from '../../src/evaluate/off-policy/estimators';

/** Replay is left out: where a log prefers some actions it is the value of nobody. */
export function estimatorsOf(wanted: Estimand): readonly [Estimator, ...Estimator[]] {
  return estimators.filter(({ name, estimand }) => estimand === wanted && name !== 'replay') as [
    Estimator,
    ...Estimator[],
  ];
}
