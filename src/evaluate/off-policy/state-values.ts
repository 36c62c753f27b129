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

/** Of a discount of .98 a thousandth is left after them. */
const MOST_SWEEPS = 350;
/** Values are at rest when none moves by more than this share of the largest reward. */
const TOLERANCE = 1e-3;
/** Decisions' worth of doubt about a coefficient. */
const RIDGE = 1;

/** [width + 1] coefficients, the last one the intercept; null where they run away. */
function fitOn({ histories, features, width, rewards, weights }: StateValueProblem, rows: Int32Array) {
  const counted = rows.filter((row) => weights[row]! > 0);
  if (counted.length === 0) return null;
  const ridge = ridgeOf({ features, width, rows: counted, weights, ridge: RIDGE });
  const targets = new Float64Array(weights.length);
  const largest = counted.reduce((most, row) => Math.max(most, Math.abs(rewards[row]!)), 0);
  let coefficients = new Float64Array(width + 1);
  for (let sweep = 0; sweep < MOST_SWEEPS; sweep += 1) {
    let moved = 0;
    for (const row of counted) {
      const discount = histories.discounts[row]!;
      const ahead = discount > 0 ? discount * linearPrediction(coefficients, 0, features, width, row + 1) : 0;
      const target = rewards[row]! + ahead;
      moved = Math.max(moved, Math.abs(target - targets[row]!));
      targets[row] = target;
    }
    if (!Number.isFinite(moved)) return null;
    if (moved <= TOLERANCE * largest) break;
    coefficients = Float64Array.from(ridge.fit(targets));
  }
  return coefficients;
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
