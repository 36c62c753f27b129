/**
 * Logistic regression with a ridge, by Newton's method: the minimum of Σ w log-loss + ridge / 2 · |β|², intercept free, to
 * the last digits. `stats/multinomial-logistic.ts` is for many classes and many rows, and stops earlier.
 *
 * @see Hastie, Tibshirani & Friedman (2009), The Elements of Statistical Learning, section 4.4.1
 */
import { expectLength } from '../../core/shape';
import { factored, solve } from '../../stats/cholesky';

export interface LogisticProblem {
  /** [rows, width] of comparable scale */
  readonly features: Float64Array;
  readonly width: number;
  /** [rows] in [0, 1]: 0 or 1, or how sure it is to be 1 */
  readonly target: ArrayLike<number>;
  /** Of the sum of the rows' losses; 1 is scikit-learn's C = 1. */
  readonly ridge: number;
}

export const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

/** log(1 + exp(x)) without overflow */
const softplus = (x: number): number => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));

/** c + x β of every row. @param coefficients [width + 1] the last one the intercept @returns [rows] */
export function linearScores(coefficients: ArrayLike<number>, features: Float64Array): Float64Array {
  const width = coefficients.length - 1;
  const rows = features.length / width;
  const scores = new Float64Array(rows);
  for (let row = 0, at = 0; row < rows; row += 1) {
    let sum = coefficients[width]!;
    for (let j = 0; j < width; j += 1, at += 1) sum += coefficients[j]! * features[at]!;
    scores[row] = sum;
  }
  return scores;
}

function lossOf({ features, width, target, ridge }: LogisticProblem, coefficients: Float64Array): number {
  const scores = linearScores(coefficients, features);
  let loss = 0;
  for (let row = 0; row < scores.length; row += 1)
    loss += softplus(scores[row]!) - target[row]! * scores[row]!;
  for (let j = 0; j < width; j += 1) loss += (ridge / 2) * coefficients[j]! ** 2;
  return loss;
}

/** Adds factor · z zᵀ, with z = (x, 1), to the lower half of a matrix [width + 1, width + 1]. */
export function addOuter(
  matrix: Float64Array,
  features: Float64Array,
  row: number,
  width: number,
  factor: number,
): void {
  const size = width + 1;
  const from = row * width;
  for (let j = 0; j <= width; j += 1) {
    const x = factor * (j === width ? 1 : features[from + j]!);
    if (x === 0) continue;
    for (let i = 0; i < j; i += 1) matrix[j * size + i]! += x * features[from + i]!;
    matrix[j * size + j]! += x * (j === width ? 1 : features[from + j]!);
  }
}

/** Adds factor · (x, 1) to a vector [width + 1]. */
export function addRow(
  vector: Float64Array,
  features: Float64Array,
  row: number,
  width: number,
  factor: number,
): void {
  for (let j = 0, at = row * width; j < width; j += 1, at += 1) vector[j]! += factor * features[at]!;
  vector[width]! += factor;
}

/** The step of Newton's method, and how much the loss falls along it by its slope. */
function newtonStep({ features, width, target, ridge }: LogisticProblem, coefficients: Float64Array) {
  const size = width + 1;
  const matrix = new Float64Array(size * size);
  const gradient = new Float64Array(size);
  linearScores(coefficients, features).forEach((score, row) => {
    const probability = sigmoid(score);
    addRow(gradient, features, row, width, probability - target[row]!);
    addOuter(matrix, features, row, width, probability * (1 - probability));
  });
  for (let j = 0; j < width; j += 1) {
    gradient[j]! += ridge * coefficients[j]!;
    matrix[j * size + j]! += ridge;
  }
  // Where all rows are sure, the intercept has no curvature left.
  matrix[size * size - 1]! += 1e-9;
  const step = solve(factored(matrix, size), size, gradient);
  return { step, slope: step.reduce((sum, value, j) => sum + value * gradient[j]!, 0) };
}

const MOST_STEPS = 100;

/**
 * @returns [width + 1] coefficients, the last one the intercept
 * @throws ShapeError if features and target do not belong together
 * @throws RangeError unless ridge > 0, without which rows that can be told apart have no minimum
 */
export function fitLogistic(problem: LogisticProblem): Float64Array {
  const { features, width, target, ridge } = problem;
  expectLength('features', features, target.length * width);
  if (!(ridge > 0)) throw new RangeError(`ridge: expected > 0, got ${ridge}`);
  let coefficients = new Float64Array(width + 1);
  let loss = lossOf(problem, coefficients);
  for (let count = 0; count < MOST_STEPS; count += 1) {
    const { step, slope } = newtonStep(problem, coefficients);
    let next = coefficients;
    let nextLoss = Infinity;
    for (let length = 1; length > 1e-8 && !(nextLoss <= loss - 1e-4 * length * slope); length /= 2) {
      next = coefficients.map((value, j) => value - length * step[j]!);
      nextLoss = lossOf(problem, next);
    }
    if (!(nextLoss < loss)) break;
    const fell = loss - nextLoss;
    [coefficients, loss] = [next, nextLoss];
    if (fell <= 1e-13 * (1 + Math.abs(loss))) break;
  }
  return coefficients;
}
