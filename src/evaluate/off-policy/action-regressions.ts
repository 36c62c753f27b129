/**
 * A linear function of the features per action, f(s, a) = c_a + x(s) β_a, fitted by ridge. What few decisions say of an
 * action is drawn towards what all say: slopes towards none, and its mean towards the mean of all actions, each by as many
 * decisions' worth of doubt as `ridge` says. An action of fewer decisions than three a coefficient has no slopes, one
 * without any the mean of all.
 */
import { linearPrediction, ridgeOf, type Ridge } from '../../stats/ridge';
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
   * @param some the decisions of the fit whose target is not 0, in their order. @default all
   * @returns [actions, width + 1] coefficients, the last of each action its intercept
   */
  fit(targets: Float64Array, some?: Int32Array): Float64Array;
}

const FEWEST_PER_COEFFICIENT = 3;

interface ActionPart {
  readonly decisions: number;
  /** Decisions of the company's own that these stand for. */
  readonly weight: number;
  /** null where there are too few for slopes */
  readonly fitted: Ridge | null;
}

function partOf(problem: RegressionProblem, decisions: Int32Array, action: number): ActionPart {
  const { histories, features, width, ridge = 1 } = problem;
  const { actions, sampleWeights: weights } = histories;
  const rows = decisions.filter((i) => actions[i] === action);
  let weight = 0;
  for (const row of rows) weight += weights[row]!;
  const isFitted = rows.length > 0 && rows.length >= FEWEST_PER_COEFFICIENT * (width + 1);
  const fitted = isFitted ? ridgeOf({ features, width, rows, weights, ridge }) : null;
  return { decisions: rows.length, weight, fitted };
}

/**
 * [actions, width + 1] Σ w y (x, 1) over the decisions of each action, in one pass in the order of the decisions: action by
 * action their features, far apart, would take five times as long to reach.
 */
function sumsByAction(
  problem: RegressionProblem,
  decisions: Int32Array,
  targets: Float64Array,
): Float64Array {
  const { histories, features, width } = problem;
  const { actions, actionCount, sampleWeights } = histories;
  const sums = new Float64Array(actionCount * (width + 1));
  for (const i of decisions) {
    const y = sampleWeights[i]! * targets[i]!;
    const into = actions[i]! * (width + 1);
    const from = i * width;
    for (let j = 0; j < width; j += 1) sums[into + j]! += y * features[from + j]!;
    sums[into + width]! += y;
  }
  return sums;
}

/**
 * @param decisions of the fit
 * @throws RangeError where `ridge` is 0 and features follow from each other
 */
export function actionRegressions(problem: RegressionProblem, decisions: Int32Array): ActionRegressions {
  const { histories, width, ridge = 1 } = problem;
  const size = width + 1;
  const parts = Array.from({ length: histories.actionCount }, (_, action) =>
    partOf(problem, decisions, action),
  );
  const weight = parts.reduce((sum, part) => sum + part.weight, 0);
  return {
    fit(targets, some = decisions) {
      const sums = sumsByAction(problem, some, targets);
      const overall = parts.reduce((sum, _, action) => sum + sums[action * size + width]!, 0) / weight;
      const result = new Float64Array(sums.length);
      parts.forEach((part, action) => {
        const own = result.subarray(action * size, (action + 1) * size);
        if (part.decisions === 0) {
          own[width] = overall;
          return;
        }
        const mean = sums[action * size + width]! / part.weight;
        if (part.fitted === null) own[width] = mean;
        else own.set(part.fitted.solve(sums.subarray(action * size, (action + 1) * size)));
        own[width]! += (ridge / (part.decisions + ridge)) * (overall - mean);
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
