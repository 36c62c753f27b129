/**
 * A linear function of the features per action, f(s, a) = c_a + x(s) β_a, fitted by ridge. What few decisions say of an
 * action is drawn towards what all say: slopes towards none, and its mean towards the mean of all actions, each by as many
 * decisions' worth of doubt as `ridge` says. An action of fewer decisions than three a coefficient has no slopes, one
 * without any the mean of all.
 */
import { linearPrediction, ridgeOf } from '../../stats/ridge';
import type { Histories } from './histories';

export interface RegressionProblem {
  readonly histories: Pick<Histories, 'starts' | 'actionCount' | 'actions' | 'sampleWeights'>;
  /** [n, width] encoded features, of comparable scale */
  readonly features: Float32Array;
  readonly width: number;
  /** Decisions' worth of doubt. @default 1 */
  readonly ridge?: number;
}

export interface ActionRegressions {
  /**
   * @param targets [n], of which those of the decisions of the fit are read
   * @returns [actions, width + 1] coefficients, the last of each action its intercept
   */
  fit(targets: Float64Array): Float64Array;
}

const FEWEST_PER_COEFFICIENT = 3;

/** Σ w y / Σ w; 0 of none. */
function weightedMean(rows: Int32Array, weights: Float64Array, targets: Float64Array): number {
  let [sum, total] = [0, 0];
  for (const row of rows) {
    sum += weights[row]! * targets[row]!;
    total += weights[row]!;
  }
  return total === 0 ? 0 : sum / total;
}

/** [n] weights of which those of these rows have the mean 1, so that `ridge` counts decisions whatever their unit. */
function scaled(rows: Int32Array, weights: Float64Array): Float64Array {
  let total = 0;
  for (const row of rows) total += weights[row]!;
  const factor = total === 0 ? 0 : rows.length / total;
  return weights.map((weight) => weight * factor);
}

/**
 * @param decisions of the fit
 * @throws RangeError where `ridge` is 0 and features follow from each other
 */
export function actionRegressions(problem: RegressionProblem, decisions: Int32Array): ActionRegressions {
  const { histories, features, width, ridge = 1 } = problem;
  const { actions, actionCount, sampleWeights } = histories;
  const parts = Array.from({ length: actionCount }, (_, action) => {
    const rows = decisions.filter((i) => actions[i] === action);
    const weights = scaled(rows, sampleWeights);
    const isFitted = rows.length > 0 && rows.length >= FEWEST_PER_COEFFICIENT * (width + 1);
    return { rows, fitted: isFitted ? ridgeOf({ features, width, rows, weights, ridge }) : null };
  });
  return {
    fit(targets) {
      const overall = weightedMean(decisions, sampleWeights, targets);
      const result = new Float64Array(actionCount * (width + 1));
      parts.forEach(({ rows, fitted }, action) => {
        const own = result.subarray(action * (width + 1), (action + 1) * (width + 1));
        const mean = weightedMean(rows, sampleWeights, targets);
        if (fitted === null) own[width] = mean;
        else own.set(fitted.fit(targets));
        if (rows.length + ridge > 0) own[width]! += (ridge / (rows.length + ridge)) * (overall - mean);
        else own[width] = overall;
      });
      return result;
    },
  };
}

/** f(s, a) of every action at some decisions. @param into [n, actions] */
export function writePredictions(
  { features, width, histories }: RegressionProblem,
  coefficients: Float64Array,
  decisions: Int32Array,
  into: Float64Array,
): void {
  const { actionCount } = histories;
  for (const i of decisions)
    for (let action = 0; action < actionCount; action += 1)
      into[i * actionCount + action] = linearPrediction(coefficients, action, features, width, i);
}
