/**
 * Weighted ridge regression, minimising Σ w_i (y_i - c - x_i β)² + λ |β|² with the intercept c free of the penalty, and λ
 * in the unit of the weights: ten times the weights are the same fit. The matrix is summed and factored once, so that a new
 * target costs one pass over the rows.
 *
 * @see Hoerl & Kennard (1970), Ridge regression, https://doi.org/10.1080/00401706.1970.10488634
 */
import { expectLength } from '../core/shape';
import { factored, solve } from './cholesky';

export interface RidgeProblem {
  /** [n, width], of comparable scale */
  readonly features: ArrayLike<number>;
  readonly width: number;
  /** indices of the rows of the fit */
  readonly rows: Int32Array;
  /** [n] how much each row counts */
  readonly weights: ArrayLike<number>;
  /** λ by the mean weight of the rows: rows' worth of doubt about a coefficient of a feature with mean square 1 */
  readonly ridge: number;
}

export interface Ridge {
  /**
   * @param targets [n], of which those of the rows of the fit are read
   * @returns [width + 1] coefficients, the last one the intercept
   */
  fit(targets: ArrayLike<number>): Float64Array;
  /** The same by sums made elsewhere. @param sums [width + 1] Σ w y (x, 1) */
  solve(sums: Float64Array): Float64Array;
}

/** Σ w z zᵀ over rows, with z = (x, 1); lower half. */
function weightedSquares({ features, width, rows, weights }: RidgeProblem): Float64Array {
  const size = width + 1;
  const matrix = new Float64Array(size * size);
  const z = new Float64Array(size).fill(1);
  for (const row of rows) {
    const weight = weights[row]!;
    for (let j = 0; j < width; j += 1) z[j] = features[row * width + j]!;
    for (let j = 0; j < size; j += 1) {
      const x = weight * z[j]!;
      if (x === 0) continue;
      for (let i = 0, at = j * size; i <= j; i += 1, at += 1) matrix[at]! += x * z[i]!;
    }
  }
  return matrix;
}

/** λ */
function penaltyOf({ rows, weights, ridge }: RidgeProblem): number {
  let total = 0;
  for (const row of rows) total += weights[row]!;
  return (ridge * total) / rows.length;
}

/**
 * @throws ShapeError if features and weights do not belong together
 * @throws RangeError where the equations have no one solution: no weight at all, or λ = 0 and features that follow from
 *   each other
 */
export function ridgeOf(problem: RidgeProblem): Ridge {
  const { features, width, rows, weights } = problem;
  expectLength('features', features, weights.length * width);
  const size = width + 1;
  const matrix = weightedSquares(problem);
  const penalty = penaltyOf(problem);
  for (let j = 0; j < width; j += 1) matrix[j * size + j]! += penalty;
  const factor = factored(matrix, size);
  return {
    solve: (sums) => solve(factor, size, sums),
    fit(targets) {
      expectLength('targets', targets, weights.length);
      const right = new Float64Array(size);
      for (const row of rows) {
        const y = weights[row]! * targets[row]!;
        if (y === 0) continue;
        for (let j = 0, at = row * width; j < width; j += 1, at += 1) right[j]! += y * features[at]!;
        right[width]! += y;
      }
      return solve(factor, size, right);
    },
  };
}

/**
 * c + x β of one row.
 *
 * @param coefficients [models, width + 1]
 * @param model which of them
 */
export function linearPrediction(
  coefficients: Float64Array,
  model: number,
  features: ArrayLike<number>,
  width: number,
  row: number,
): number {
  const from = model * (width + 1);
  let sum = coefficients[from + width]!;
  for (let j = 0, at = row * width; j < width; j += 1, at += 1)
    sum += coefficients[from + j]! * features[at]!;
  return sum;
}
