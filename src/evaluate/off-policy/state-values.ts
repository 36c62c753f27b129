/**
 * What a log brings from each of its decisions on, whatever is done there and as the log goes on: fitted value evaluation with one
 * linear function of the features,
 *   V_{k+1} = argmin_f Σ_i w_i (f(s_i) - r_i - d_i V_k(s_{i+1}))²,   V_0 = 0.
 * Cross-fitted: each half of the units has its values by a fit on the other. It asks for no more than a mean, so that all
 * decisions are of use and little is noise.
 *
 * @see Bradtke & Barto (1996), Linear least-squares algorithms for temporal difference learning, to which it converges,
 *   https://doi.org/10.1007/BF00114723
 */
import { linearPrediction, ridgeOf } from '../../stats/ridge';
import { decisionsInside, decisionsOf, unitsOutside, type Folds } from './folds';
import type { Histories } from './histories';

export interface StateValueProblem {
  readonly histories: Pick<Histories, 'units' | 'starts' | 'discounts'>;
  /** [n, width] of comparable scale */
  readonly features: Float32Array;
  readonly width: number;
  /** [n] */
  readonly rewards: ArrayLike<number>;
  /** [n] how much each decision counts; 0 where what follows is not known */
  readonly weights: Float64Array;
  readonly folds: Folds;
}

/** Of a discount of .999 a part in a hundred million is left after them. */
const MOST_SWEEPS = 20_000;
/** Coefficients are at rest when none moves by more than this share of the largest. */
const TOLERANCE = 1e-9;
/** Decisions' worth of doubt about a coefficient. */
const RIDGE = 1;

/** [width + 1, width + 1] Σ w d z zᵀ', with z = (x, 1) of a decision and z' of the next one: what a sweep adds is linear in the coefficients. */
function aheadOf(
  { histories: { discounts }, features, width, weights }: StateValueProblem,
  rows: Int32Array,
): Float64Array {
  const size = width + 1;
  const matrix = new Float64Array(size * size);
  for (const row of rows) {
    const weight = weights[row]! * discounts[row]!;
    if (weight === 0) continue;
    const next = (row + 1) * width;
    for (let j = 0, at = 0; j < size; j += 1) {
      const x = weight * (j < width ? features[row * width + j]! : 1);
      for (let i = 0; i < width; i += 1, at += 1) matrix[at]! += x * features[next + i]!;
      matrix[at]! += x;
      at += 1;
    }
  }
  return matrix;
}

const largestOf = (values: Float64Array) =>
  values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);

/** [width + 1] coefficients, the last one the intercept; null where they do not come to rest */
function fitOn(problem: StateValueProblem, rows: Int32Array): Float64Array | null {
  const { features, width, rewards, weights } = problem;
  const counted = rows.filter((row) => weights[row]! > 0);
  if (counted.length === 0) return null;
  const ridge = ridgeOf({ features, width, rows: counted, weights, ridge: RIDGE });
  const first = ridge.fit(Float64Array.from(weights, (_, row) => rewards[row]!));
  const ahead = aheadOf(problem, counted);
  const size = width + 1;
  let coefficients = first;
  for (let sweep = 0; sweep < MOST_SWEEPS; sweep += 1) {
    const added = ridge.solve(
      first.map((_, j) => {
        let sum = 0;
        for (let i = 0, at = j * size; i < size; i += 1, at += 1) sum += ahead[at]! * coefficients[i]!;
        return sum;
      }),
    );
    const next = added.map((value, j) => first[j]! + value);
    const moved = largestOf(next.map((value, j) => value - coefficients[j]!));
    if (!Number.isFinite(moved)) return null;
    coefficients = next;
    if (moved <= TOLERANCE * largestOf(next)) return coefficients;
  }
  return null;
}

/** @returns [n] in the units of the reward; null where nothing can be fitted, or a fit ran away */
export function stateValues(problem: StateValueProblem): Float64Array | null {
  const { histories, features, width, folds, weights } = problem;
  const values = new Float64Array(weights.length);
  for (let fold = 0; fold < folds.count; fold += 1) {
    const coefficients = fitOn(problem, decisionsOf(histories, unitsOutside(folds, fold)));
    if (coefficients === null) return null;
    for (const row of decisionsInside(histories, folds, fold))
      values[row] = linearPrediction(coefficients, 0, features, width, row);
  }
  return values;
}

/**
 * What came of each decision that its state did not tell: its reward and the value of what followed, less its own value.
 *
 * @param values [n] of `stateValues`
 * @returns [n]
 */
export function surprisesOf(
  { histories: { discounts }, rewards }: Pick<StateValueProblem, 'histories' | 'rewards'>,
  values: Float64Array,
): Float64Array {
  return values.map(
    (value, i) => rewards[i]! + (discounts[i]! > 0 ? discounts[i]! * values[i + 1]! : 0) - value,
  );
}
