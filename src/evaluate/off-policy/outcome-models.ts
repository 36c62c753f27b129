/** The models that estimators correct: of rewards at one decision, and of a policy's value from a decision on. */
import type { Random } from '../../core/random';
import { fittedQEvaluation } from './fitted-q-evaluation';
import type { Folds } from './folds';
import type { Histories } from './histories';
import type { OutcomeModels } from './request';
import { rewardModel } from './reward-model';
import { stepCount } from './step-ratios';

export interface ModelInputs {
  readonly histories: Histories;
  /** [n, width] encoded features, of comparable scale */
  readonly features: Float32Array;
  readonly width: number;
  readonly folds: Folds;
  readonly random: Random;
}

/**
 * Features with the number of each decision in its history beside them: what is left of a history that the log cuts off
 * hangs on it.
 *
 * @returns [n, width + 1]
 */
function withStep({ histories, features, width }: ModelInputs): Float32Array {
  const { units, starts, actions } = histories;
  const result = new Float32Array(actions.length * (width + 1));
  const longest = Math.max(1, stepCount(histories) - 1);
  for (let unit = 0; unit < units; unit += 1)
    for (let i = starts[unit]!; i < starts[unit + 1]!; i += 1) {
      result.set(features.subarray(i * width, (i + 1) * width), i * (width + 1));
      result[i * (width + 1) + width] = (2 * (i - starts[unit]!)) / longest - 1;
    }
  return result;
}

/** Without features a model is the mean of each action, which is still one. */
export function outcomeModels(inputs: ModelInputs): OutcomeModels {
  const { histories, features, width, folds, random } = inputs;
  const problem = { histories, features, width };
  /** Made where a history is first valued. */
  let stepped: typeof problem | null = null;
  /** By the column that is modelled: it does not hang on the policy, and every policy asks for it. */
  const rewardModels = new Map<Float64Array, Float64Array>();
  return {
    reward(values) {
      const known = rewardModels.get(values) ?? rewardModel(problem, folds, values);
      rewardModels.set(values, known);
      return known;
    },
    value(probabilities) {
      stepped ??= { histories, features: withStep(inputs), width: width + 1 };
      return fittedQEvaluation({ ...stepped, probabilities, folds }, random.fork('fitted-q-evaluation'));
    },
  };
}
