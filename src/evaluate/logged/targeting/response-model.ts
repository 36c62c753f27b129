/**
 * Classical targeting models of a company's training rows: who answers an offer, and what a customer is worth after it.
 * An answer is a reward above 0.
 */
import { reordered } from '../../../dataset/contacts/row-order';
import { fitMultinomialLogistic, predictedProbabilities } from '../../../stats/multinomial-logistic';
import { linearPrediction, ridgeOf } from '../../../stats/ridge';
import type { CustomerScores } from './customer-scores';

/** Rows to learn from, or to be asked about. */
export interface TargetingRows {
  /** [n, width] encoded */
  readonly observations: Float32Array;
  readonly width: number;
  readonly actionCount: number;
  /** [n, actions] 1 where allowed; null where everything always is */
  readonly allowed: Uint8Array | null;
  /** [n] */
  readonly actions: Int32Array;
  /** [n] */
  readonly rewards: Float64Array;
  /** [n] what the customer's decisions after it brought, discounted; 0 without later ones */
  readonly laterRewards: Float64Array;
  /** [n] decisions of the company's own that each stands for */
  readonly sampleWeights: Float64Array;
  /** What customer models say of each; absent of a log that was not enriched by any */
  readonly customers?: CustomerScores | undefined;
}

/** Answers, and rows without one, below which an action has one probability for everybody. */
export const FEWEST_ANSWERS = 20;
/** Rows' worth of doubt about a coefficient. */
const RIDGE = 10;

const rowsWhere = (n: number, is: (row: number) => boolean) =>
  Int32Array.from({ length: n }, (_, row) => row).filter(is);

/**
 * P(answer | x, action) for every action, by a logistic regression on the rows where it was taken; where too few answered,
 * or too few did not, the share that did, and where it was never taken, that of all rows. Each row counts as often as it
 * stands for; what is too few is counted in rows, which are what was seen.
 *
 * @returns [n, actions] of the rows asked about
 */
export function responseProbabilities(fit: TargetingRows, asked: TargetingRows): Float64Array {
  const { actionCount, width, rewards, actions, sampleWeights } = fit;
  const n = asked.actions.length;
  const answers = Uint8Array.from(rewards, (reward) => (reward > 0 ? 1 : 0));
  const shareOf = (rows: Int32Array) =>
    rows.reduce((sum, row) => sum + sampleWeights[row]! * answers[row]!, 0) /
    rows.reduce((sum, row) => sum + sampleWeights[row]!, 0);
  const overall = shareOf(rowsWhere(rewards.length, () => true));
  const result = new Float64Array(n * actionCount);
  for (let action = 0; action < actionCount; action += 1) {
    const rows = rowsWhere(rewards.length, (row) => actions[row] === action);
    const answered = rows.reduce((sum, row) => sum + answers[row]!, 0);
    const isFitted = width > 0 && Math.min(answered, rows.length - answered) >= FEWEST_ANSWERS;
    const guessed = !isFitted
      ? null
      : predictedProbabilities(
          fitMultinomialLogistic({
            ...{ features: reordered(fit.observations, rows, width), width, classes: 2 },
            labels: Int32Array.from(rows, (row) => answers[row]!),
            weights: reordered(sampleWeights, rows),
          }),
          asked.observations,
        );
    const share = rows.length === 0 ? overall : shareOf(rows);
    for (let i = 0; i < n; i += 1)
      result[i * actionCount + action] = guessed === null ? share : guessed[2 * i + 1]!;
  }
  return result;
}

/**
 * LTV(x): what the customer's later decisions bring, by ridge regression; where no row has any, what an answer brings.
 *
 * @returns [n] of the rows asked about, at least 0
 */
export function lifetimeValues(fit: TargetingRows, asked: TargetingRows): Float64Array {
  const { width, rewards, laterRewards, sampleWeights, observations } = fit;
  const hasLater = laterRewards.some((value) => value !== 0);
  const rows = rowsWhere(rewards.length, (row) => hasLater || rewards[row]! > 0);
  const n = asked.actions.length;
  if (rows.length === 0) return new Float64Array(n);
  const coefficients = ridgeOf({
    features: observations,
    width,
    rows,
    weights: sampleWeights,
    ridge: RIDGE,
  }).fit(hasLater ? laterRewards : rewards);
  return Float64Array.from({ length: n }, (_, i) =>
    Math.max(0, linearPrediction(coefficients, 0, asked.observations, width, i)),
  );
}
