/** What an estimator is: a name, what it needs, and the statistic that it makes of a policy on histories. */
import type { Statistic } from '../../stats/statistic';
import type { JudgedPolicy } from './histories';

/** What is valued: a single decision, or all that a unit's history brings. */
export type Estimand = 'decision' | 'history';

/** What an estimator looks at beside decisions, rewards and the probabilities of the logged actions. */
export type Need = 'rewardModel' | 'valueModel' | 'actionPropensities';

export interface Estimator {
  /** Key in report.json. */
  readonly name: string;
  /** As people call it. */
  readonly label: string;
  readonly estimand: Estimand;
  readonly needs: readonly Need[];
  /** Whether it stands on a model of rewards alone, so that its interval leaves out what the model gets wrong. */
  readonly isModelAlone?: boolean;
  /** Whether it stays off the value by more than its interval says, however large the log: never shown alone. */
  readonly isBiased?: boolean;
  /** @throws RangeError where what it needs is null */
  readonly estimate: (judged: JudgedPolicy) => Statistic;
}

/** @throws RangeError where a need is not there: whoever asks looks first */
export function needed<Key extends 'rewardModel' | 'valueModel'>(
  judged: JudgedPolicy,
  key: Key,
): Float64Array {
  const model = judged[key];
  if (model === null) throw new RangeError(`${key}: expected [n, actions], got null`);
  return model;
}
