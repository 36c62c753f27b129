/** Weighted means at each step of a history, summed over the steps: what self-normalised estimators are made of. */
import type { Statistic } from '../../stats/statistic';
import type { Histories } from './histories';
import { unitWeights } from './unit-sums';

export interface StepWeights {
  /** [n] weight of each decision */
  readonly weights: Float64Array;
  /** [units] weight of each unit at every step after its history's end, where it brings 0 */
  readonly carried: Float64Array;
}

/** The longest history. */
export function stepCount({ units, starts }: Histories): number {
  let longest = 0;
  for (let unit = 0; unit < units; unit += 1) longest = Math.max(longest, starts[unit + 1]! - starts[unit]!);
  return longest;
}

/** Sums by step, and what they come to for any counts of units. */
class StepSums {
  readonly #histories: Histories;
  readonly #step: StepWeights;
  /** [n] weight times value */
  readonly #weighted: Float64Array;
  readonly #unitWeights: Float64Array;
  /** [steps + 1] written by every `add` */
  readonly numerators: Float64Array;
  readonly denominators: Float64Array;

  constructor(histories: Histories, step: StepWeights, values: Float64Array) {
    this.#histories = histories;
    this.#step = step;
    this.#weighted = values.map((value, i) => (step.weights[i] === 0 ? 0 : step.weights[i]! * value));
    this.#unitWeights = unitWeights(histories);
    const steps = stepCount(histories);
    this.numerators = new Float64Array(steps + 1);
    this.denominators = new Float64Array(steps + 1);
  }

  /** @param counts [units]; null for each unit once */
  add(counts: ArrayLike<number> | null): void {
    const { units, starts } = this.#histories;
    const { weights, carried } = this.#step;
    const { numerators, denominators } = this;
    const [weighted, standsFor] = [this.#weighted, this.#unitWeights];
    numerators.fill(0);
    denominators.fill(0);
    // From its end on a unit adds the same weight to all steps: what begins at a step is added up once, at last.
    const begins = new Float64Array(denominators.length);
    for (let unit = 0; unit < units; unit += 1) {
      const count = counts === null ? standsFor[unit]! : standsFor[unit]! * counts[unit]!;
      if (count === 0) continue;
      const end = starts[unit + 1]!;
      let t = 0;
      for (let i = starts[unit]!; i < end; i += 1, t += 1) {
        numerators[t]! += count * weighted[i]!;
        denominators[t]! += count * weights[i]!;
      }
      begins[t]! += count * carried[unit]!;
    }
    let ended = 0;
    for (let t = 0; t < denominators.length; t += 1) {
      ended += begins[t]!;
      denominators[t]! += ended;
    }
  }

  /** Σ_t numerator / denominator; NaN where a step has no weight at all. */
  value(): number {
    let sum = 0;
    for (let t = 0; t + 1 < this.numerators.length; t += 1)
      sum += this.numerators[t]! / this.denominators[t]!;
    return sum;
  }

  /** [units] after `add(null)` */
  influence(): Float64Array {
    const { units, starts } = this.#histories;
    const { weights, carried } = this.#step;
    const steps = this.numerators.length - 1;
    /** [steps + 1] Σ of mean / denominator from each step on: what a weight carried on from there takes off */
    const rest = new Float64Array(steps + 1);
    for (let t = steps - 1; t >= 0; t -= 1)
      rest[t] = rest[t + 1]! + this.numerators[t]! / this.denominators[t]! ** 2;
    return Float64Array.from({ length: units }, (_, unit) => {
      const first = starts[unit]!;
      const length = starts[unit + 1]! - first;
      let sum = -carried[unit]! * rest[length]!;
      for (let t = 0; t < length; t += 1) {
        const mean = this.numerators[t]! / this.denominators[t]!;
        sum += (this.#weighted[first + t]! - weights[first + t]! * mean) / this.denominators[t]!;
      }
      return units * this.#unitWeights[unit]! * sum;
    });
  }
}

/**
 * Σ_t ( Σ_i weight_it value_it / Σ_i weight_it ). Units whose history has ended keep a weight and bring 0: without them
 * long histories would count for too much.
 *
 * @param values [n] discounted to the unit's first decision
 * @returns its value is NaN where no unit has a weight at some step
 */
export function stepRatios(histories: Histories, step: StepWeights, values: Float64Array): Statistic {
  const sums = new StepSums(histories, step, values);
  sums.add(null);
  const value = sums.value();
  const influence = sums.influence();
  return {
    ...{ units: histories.units, value, influence },
    resampled: (counts) => {
      sums.add(counts);
      return sums.value();
    },
  };
}
