/** One number that makes probabilities of a model as sure as they are right. */

const { exp, log, max } = Math;
/** A model is held to be at most four times too sure or too unsure: a few rows held out can say anything. */
const MOST = 4;
const SMALLEST = 1e-12;

/** Σ w (E_p[log p] - log p(label)) at p^β / Σ p^β: the derivative of the loss by β, which grows with it. */
function slopeAt(
  inverse: number,
  logs: Float64Array,
  labels: ArrayLike<number>,
  classes: number,
  weights: ArrayLike<number>,
): number {
  let slope = 0;
  for (let row = 0; row < labels.length; row += 1) {
    let [sum, mean] = [0, 0];
    for (let k = 0; k < classes; k += 1) {
      const value = logs[row * classes + k]!;
      if (value === -Infinity) continue;
      const share = exp(inverse * value);
      sum += share;
      mean += share * value;
    }
    slope += weights[row]! * (mean / sum - logs[row * classes + labels[row]!]!);
  }
  return slope;
}

/**
 * The T at which p_k^(1/T) / Σ p^(1/T) foretells the labels best, Σ w (-log p) being convex in 1/T; within [1/4, 4].
 *
 * @param probabilities [rows, classes] of rows that the model was not fitted on; 0 where a class is barred
 * @param labels [rows]
 * @param weights [rows]
 * @see Guo et al. (2017), On calibration of modern neural networks, https://arxiv.org/abs/1706.04599
 */
export function temperatureOf(
  probabilities: Float64Array,
  labels: ArrayLike<number>,
  classes: number,
  weights: ArrayLike<number>,
): number {
  const logs = probabilities.map((p, i) =>
    p === 0 && labels[Math.floor(i / classes)] !== i % classes ? -Infinity : log(max(p, SMALLEST)),
  );
  let [low, high] = [1 / MOST, MOST];
  for (let step = 0; step < 30; step += 1) {
    const middle = Math.sqrt(low * high);
    if (slopeAt(middle, logs, labels, classes, weights) > 0) high = middle;
    else low = middle;
  }
  return 1 / Math.sqrt(low * high);
}

/** p_k^(1/T) / Σ p^(1/T) of each row, in place. @param probabilities [rows, classes] */
export function temper(probabilities: Float64Array, classes: number, temperature: number): void {
  for (let from = 0; from < probabilities.length; from += classes) {
    let sum = 0;
    for (let i = from; i < from + classes; i += 1)
      sum += probabilities[i] = probabilities[i]! ** (1 / temperature);
    for (let i = from; i < from + classes; i += 1) probabilities[i]! /= sum;
  }
}

/** Σ w (-log p(label)) / Σ w. @param probabilities [rows, classes] */
export function logLoss(
  probabilities: Float64Array,
  labels: ArrayLike<number>,
  classes: number,
  weights: ArrayLike<number>,
): number {
  let [sum, total] = [0, 0];
  for (let row = 0; row < labels.length; row += 1) {
    sum -= weights[row]! * log(max(SMALLEST, probabilities[row * classes + labels[row]!]!));
    total += weights[row]!;
  }
  return sum / total;
}
