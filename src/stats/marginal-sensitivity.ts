/**
 * How far a self-normalised value could be off if something unseen also decided who was contacted: the marginal
 * sensitivity model. The odds of the true propensity are those of the one that was logged or fitted, times a factor
 * between 1/Γ and Γ, for every row another; Γ = 1 trusts the propensities. (Γ is no discount.)
 *
 * @see Zhao, Small & Bhattacharya (2019), https://arxiv.org/abs/1711.11286
 */
import { expectLength } from '../core/shape';
import { expectWithin } from './bounds/arguments';
import type { Statistic } from './statistic';

export interface SensitivityRows {
  /** [rows] p: probability of the logged action under the policy that is judged */
  readonly probabilities: ArrayLike<number>;
  /** [rows] b: its probability when it was logged, in (0, 1] */
  readonly propensities: ArrayLike<number>;
  /** [rows] */
  readonly rewards: ArrayLike<number>;
  /** [rows] the unit (customer) each row belongs to, in 0..units - 1 */
  readonly unitOf: ArrayLike<number>;
  readonly units: number;
}

/** The smallest and the largest value; NaN where no row has weight. */
export interface SensitivityExtremes {
  readonly low: Statistic;
  readonly high: Statistic;
}

/** Rows by rising reward. A row's weight lies between p + p (1/b − 1) / Γ and p + p (1/b − 1) Γ. */
interface SortedRows {
  readonly rewards: Float64Array;
  readonly probabilities: Float64Array;
  /** [rows] p (1/b − 1) */
  readonly odds: Float64Array;
  readonly unitOf: Uint32Array;
  readonly units: number;
}

function sorted({ probabilities, propensities, rewards, unitOf, units }: SensitivityRows): SortedRows {
  const rows = rewards.length;
  expectLength('probabilities', probabilities, rows);
  expectLength('propensities', propensities, rows);
  expectLength('unitOf', unitOf, rows);
  expectWithin('probabilities', probabilities, { low: 0, high: 1 });
  for (let row = 0; row < rows; row += 1)
    if (!(propensities[row]! > 0 && propensities[row]! <= 1))
      throw new RangeError(
        `propensities: expected > 0 and at most 1, got ${propensities[row]!} in row ${row}`,
      );
  expectWithin('rewards', rewards, { low: -Infinity, high: Infinity });
  const order = Uint32Array.from({ length: rows }, (_, row) => row);
  order.sort((one, other) => rewards[one]! - rewards[other]!);
  const of = (values: ArrayLike<number>) => Float64Array.from(order, (row) => values[row]!);
  const odds = Float64Array.from(order, (row) => probabilities[row]! * (1 / propensities[row]! - 1));
  return {
    ...{ rewards: of(rewards), probabilities: of(probabilities), odds, units },
    unitOf: Uint32Array.from(order, (row) => unitOf[row]!),
  };
}

interface Extreme {
  readonly value: number;
  /** How many rows, from the end of the wanted rewards, have their largest weight; the others have their smallest. */
  readonly raised: number;
}

/**
 * The extreme is reached with the largest weights on one side of a reward and the smallest on the other, so it is the
 * best of rows + 1 cuts. Rows are raised one after the other, beginning with the best: sums of weights only grow.
 *
 * @param counts [units] how often each unit is in the sample
 */
function extremeOf(rows: SortedRows, factor: number, upwards: boolean, counts: ArrayLike<number>): Extreme {
  const { rewards, probabilities, odds, unitOf } = rows;
  const last = rewards.length - 1;
  let above = 0;
  let below = 0;
  for (let i = 0; i <= last; i += 1) {
    const weight = counts[unitOf[i]!]! * (probabilities[i]! + odds[i]! / factor);
    above += weight * rewards[i]!;
    below += weight;
  }
  const gap = factor - 1 / factor;
  let value = above / below;
  let raised = 0;
  for (let k = 0; k <= last; k += 1) {
    const i = upwards ? last - k : k;
    const more = counts[unitOf[i]!]! * odds[i]! * gap;
    above += more * rewards[i]!;
    below += more;
    const ratio = above / below;
    if (upwards ? ratio > value : ratio < value) {
      value = ratio;
      raised = k + 1;
    }
  }
  return { value, raised };
}

function statisticOf(rows: SortedRows, factor: number, upwards: boolean): Statistic {
  const { rewards, probabilities, odds, unitOf, units } = rows;
  const { value, raised } = extremeOf(rows, factor, upwards, new Float64Array(units).fill(1));
  const influence = new Float64Array(units);
  let below = 0;
  for (let i = 0; i < rewards.length; i += 1) {
    const isRaised = upwards ? i >= rewards.length - raised : i < raised;
    const weight = probabilities[i]! + odds[i]! * (isRaised ? factor : 1 / factor);
    influence[unitOf[i]!]! += weight * (rewards[i]! - value);
    below += weight;
  }
  for (let unit = 0; unit < units; unit += 1) influence[unit]! *= units / below;
  return {
    ...{ units, value, influence },
    resampled: (counts) => extremeOf(rows, factor, upwards, counts).value,
  };
}

/**
 * Extremes of Σ rho r / Σ rho, where the weights rho of every row may be anything that the factor Γ allows:
 * p (1 + (1/b − 1) / Γ) to p (1 + (1/b − 1) Γ). Their influence is that of the ratio with the extreme weights: how these
 * move with the sample does not count at an extreme.
 *
 * @returns the extremes for a factor Γ >= 1, as statistics of units; rows are sorted once
 * @throws ShapeError if the lengths differ; RangeError naming the row of a probability outside 0 to 1
 */
export function marginalSensitivity(rows: SensitivityRows): (factor: number) => SensitivityExtremes {
  const ascending = sorted(rows);
  return (factor) => {
    if (!(factor >= 1 && factor < Infinity)) throw new RangeError(`factor: expected >= 1, got ${factor}`);
    return { low: statisticOf(ascending, factor, false), high: statisticOf(ascending, factor, true) };
  };
}

/** Ratio of the ends of the last bracket of `gammaWhere`: finer than anybody would say it. */
const FINE = 1.001;

/**
 * The largest Γ at which something still holds, such as "the lower end is above 0", by bisection.
 *
 * @param holds true up to some factor and false beyond
 * @param limit largest factor that is tried, > 1
 * @returns a factor at which it holds, at most a thousandth below the largest; `limit` if it holds there, so that the
 *   largest may be beyond; null if it does not hold at 1
 */
export function gammaWhere(holds: (factor: number) => boolean, limit: number): number | null {
  if (!(limit > 1 && limit < Infinity)) throw new RangeError(`limit: expected > 1, got ${limit}`);
  if (!holds(1)) return null;
  if (holds(limit)) return limit;
  let [low, high] = [1, limit];
  while (high / low > FINE) {
    const middle = Math.sqrt(low * high);
    if (holds(middle)) low = middle;
    else high = middle;
  }
  return low;
}
