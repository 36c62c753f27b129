/** The models that estimators correct: of rewards at one decision, and of a policy's value from a decision on. */
import type { Random } from '../../core/random';
import { fittedQEvaluation } from './fitted-q-evaluation';
import type { Folds } from './folds';
import type { Histories } from './histories';
import type { OutcomeModels } from './request';
import { rewardModel } from './reward-model';

export interface ModelInputs {
  readonly histories: Histories;
  /** [n, width] encoded features, of comparable scale */
  readonly features: Float32Array;
  readonly width: number;
  readonly folds: Folds;
  readonly random: Random;
}

/** Without features a model is the mean of each action, which is still one. */
export function outcomeModels({ histories, features, width, folds, random }: ModelInputs): OutcomeModels {
  const problem = { histories, features, width };
  /** By the column that is modelled: it does not hang on the policy, and every policy asks for it. */
  const rewardModels = new Map<Float64Array, Float64Array>();
  return {
    reward(values) {
      const known = rewardModels.get(values) ?? rewardModel(problem, folds, values);
      rewardModels.set(values, known);
      return known;
    },
    value: (probabilities) =>
      fittedQEvaluation({ ...problem, probabilities, folds }, random.fork('fitted-q-evaluation')),
  };
}
