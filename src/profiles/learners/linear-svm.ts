/**
 * A linear support vector machine with squared hinge loss, by Newton's method on the rows within the margin, and Platt's
 * sigmoid, which makes probabilities of its scores.
 *
 * Our own: libsvm-js 0.2.1 is LIBSVM, made for kernels: its time grows with the square of the rows or faster, and customers
 * are many. A linear machine takes a few passes.
 *
 * @see Chapelle (2007), Training a support vector machine in the primal, https://doi.org/10.1162/neco.2007.19.5.1155
 * @see Platt (1999), Probabilistic outputs for support vector machines
 */
import { expectLength } from '../../core/shape';
import { factored, solve } from '../../stats/cholesky';
import { addOuter, addRow, fitLogistic, linearScores, type LogisticProblem } from './logistic';

const MOST_STEPS = 50;

/** Σ max(0, 1 - s f)² + ridge / 2 · |β|², with s = 1 or -1 */
function lossOf({ features, width, target, ridge }: LogisticProblem, coefficients: Float64Array): number {
  let loss = 0;
  linearScores(coefficients, features).forEach((score, row) => {
    loss += Math.max(0, 1 - (2 * target[row]! - 1) * score) ** 2;
  });
  for (let j = 0; j < width; j += 1) loss += (ridge / 2) * coefficients[j]! ** 2;
  return loss;
}

/** Coefficients that would be best if the rows within the margin stayed the same. */
function bestWithin({ features, width, target, ridge }: LogisticProblem, coefficients: Float64Array) {
  const size = width + 1;
  const matrix = new Float64Array(size * size);
  const right = new Float64Array(size);
  linearScores(coefficients, features).forEach((score, row) => {
    const side = 2 * target[row]! - 1;
    if (side * score >= 1) return;
    addRow(right, features, row, width, 2 * side);
    addOuter(matrix, features, row, width, 2);
  });
  for (let j = 0; j < width; j += 1) matrix[j * size + j]! += ridge;
  matrix[size * size - 1]! += 1e-9;
  return solve(factored(matrix, size), size, right);
}

/**
 * @param problem target 0 or 1; the ridge as of scikit-learn's LinearSVC with C = 1 / ridge, whose intercept however is
 *   not free of it
 * @returns [width + 1] coefficients, the last one the intercept
 * @throws ShapeError if features and target do not belong together
 * @throws RangeError unless ridge > 0
 */
export function fitLinearSvm(problem: LogisticProblem): Float64Array {
  const { features, width, target, ridge } = problem;
  expectLength('features', features, target.length * width);
  if (!(ridge > 0)) throw new RangeError(`ridge: expected > 0, got ${ridge}`);
  let coefficients = new Float64Array(width + 1);
  let loss = lossOf(problem, coefficients);
  for (let count = 0; count < MOST_STEPS; count += 1) {
    const best = bestWithin(problem, coefficients);
    let next = coefficients;
    let nextLoss = Infinity;
    for (let length = 1; length > 1e-8 && !(nextLoss < loss); length /= 2) {
      next = coefficients.map((value, j) => value + length * (best[j]! - value));
      nextLoss = lossOf(problem, next);
    }
    if (!(nextLoss < loss)) break;
    const fell = loss - nextLoss;
    [coefficients, loss] = [next, nextLoss];
    if (fell <= 1e-12 * (1 + loss)) break;
  }
  return coefficients;
}

/**
 * Platt's sigmoid.
 *
 * @param scores [rows] of rows that the machine was not fitted on
 * @param target [rows] 0 or 1
 * @returns slope and intercept: probability = sigmoid(slope · score + intercept)
 */
export function fitPlatt(scores: Float64Array, target: ArrayLike<number>): readonly [number, number] {
  let positive = 0;
  for (let row = 0; row < target.length; row += 1) positive += target[row]!;
  const negative = target.length - positive;
  // Targets drawn in from 0 and 1, as if each side had one more row: the scores are of few rows that were seen.
  const softened = Float64Array.from(target, (label) =>
    label === 1 ? (positive + 1) / (positive + 2) : 1 / (negative + 2),
  );
  const [slope, intercept] = fitLogistic({ features: scores, width: 1, target: softened, ridge: 1e-6 });
  return [slope!, intercept!];
}
