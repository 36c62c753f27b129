/** Importance sampling by weights of states at each step instead of whole histories. */
import type { Statistic } from '../../stats/statistic';
import type { JudgedPolicy } from './histories';
import { stepCount } from './step-ratios';
import { unitWeights } from './unit-sums';

/** States of the decisions, coarse. */
export interface StateBins {
  readonly count: number;
  /** [n] bin of each decision */
  readonly of: Int32Array;
}

/** Sums by step and bin, the weights that they come to, and what the value owes to each. */
class MarginalSums {
  readonly #judged: JudgedPolicy;
  readonly #bins: StateBins;
  readonly #unitWeights: Float64Array;
  readonly #steps: number;
  /** [steps, bins] units there */
  readonly #present: Float64Array;
  /** [steps, bins] discounted rewards times ratios */
  readonly #earned: Float64Array;
  /** [steps, bins, bins] ratios of those who go from one bin to the next */
  readonly #moved: Float64Array;
  /** [steps, bins] how much likelier the policy is there than the log */
  readonly #weights: Float64Array;
  #total = 0;

  constructor(judged: JudgedPolicy, bins: StateBins) {
    this.#judged = judged;
    this.#bins = bins;
    this.#unitWeights = unitWeights(judged.histories);
    this.#steps = stepCount(judged.histories);
    const cells = this.#steps * bins.count;
    this.#present = new Float64Array(cells);
    this.#earned = new Float64Array(cells);
    this.#weights = new Float64Array(cells);
    this.#moved = new Float64Array(cells * bins.count);
  }

  /** @param counts [units]; null for each unit once */
  add(counts: ArrayLike<number> | null): void {
    const { histories, ratios, rewards } = this.#judged;
    const { units, starts, worths } = histories;
    const { count: width, of } = this.#bins;
    for (const sums of [this.#present, this.#earned, this.#moved]) sums.fill(0);
    this.#total = 0;
    for (let unit = 0; unit < units; unit += 1) {
      const count = this.#unitWeights[unit]! * (counts === null ? 1 : counts[unit]!);
      if (count === 0) continue;
      this.#total += count;
      const end = starts[unit + 1]!;
      for (let i = starts[unit]!, cell = of[i]!; i < end; i += 1) {
        this.#present[cell]! += count;
        this.#earned[cell]! += count * worths[i]! * ratios[i]! * rewards[i]!;
        if (i + 1 === end) break;
        const next = of[i + 1]!;
        this.#moved[cell * width + next]! += count * ratios[i]!;
        cell = cell - of[i]! + width + next;
      }
    }
    this.#weigh();
  }

  #weigh(): void {
    const { count: width } = this.#bins;
    this.#weights.fill(1, 0, width);
    for (let cell = width; cell < this.#weights.length; cell += 1) {
      const bin = cell % width;
      const before = cell - bin - width;
      let sum = 0;
      for (let from = 0; from < width; from += 1)
        sum += this.#weights[before + from]! * this.#moved[(before + from) * width + bin]!;
      this.#weights[cell] = this.#present[cell] === 0 ? 0 : sum / this.#present[cell]!;
    }
  }

  value(): number {
    let sum = 0;
    for (let cell = 0; cell < this.#weights.length; cell += 1)
      sum += this.#weights[cell]! * this.#earned[cell]!;
    return sum / this.#total;
  }

  /** [steps, bins] what a weight of 1 there is worth: its rewards and those of where it leads */
  #owed(): Float64Array {
    const { count: width } = this.#bins;
    const owed = this.#earned.slice();
    for (let cell = owed.length - width - 1; cell >= 0; cell -= 1) {
      const after = cell - (cell % width) + width;
      for (let next = 0; next < width; next += 1)
        if (this.#present[after + next]! > 0)
          owed[cell]! +=
            (this.#moved[cell * width + next]! * owed[after + next]!) / this.#present[after + next]!;
    }
    return owed;
  }

  /** [units] after `add(null)` */
  influence(): Float64Array {
    const { histories, ratios, rewards } = this.#judged;
    const { units, starts, worths } = histories;
    const { count: width, of } = this.#bins;
    const owed = this.#owed();
    const value = this.value();
    return Float64Array.from({ length: units }, (_, unit) => {
      let sum = -value;
      const end = starts[unit + 1]!;
      for (let i = starts[unit]!, cell = of[i]!; i < end; i += 1) {
        sum += this.#weights[cell]! * worths[i]! * ratios[i]! * rewards[i]!;
        if (i + 1 === end) break;
        const next = cell - of[i]! + width + of[i + 1]!;
        const change = this.#weights[cell]! * ratios[i]! - this.#weights[next]!;
        sum += (change * owed[next]!) / this.#present[next]!;
        cell = next;
      }
      return (units * this.#unitWeights[unit]! * sum) / this.#total;
    });
  }
}

/**
 * V = (1/n) Σ_i Σ_t g^t ω_t(z_it) ρ_it r_it over bins z of states, where ω_0 = 1 and
 * ω_t+1(z') = Σ_i ω_t(z_it) ρ_it 1[z_i,t+1 = z'] / Σ_i 1[z_i,t+1 = z'].
 *
 * @returns the weights ω made anew for every resample
 * @see Prabhakar et al. (2022), Multi-objective optimization of notifications using offline reinforcement learning, https://arxiv.org/abs/2202.03867
 */
export function marginalised(judged: JudgedPolicy, bins: StateBins): Statistic {
  const sums = new MarginalSums(judged, bins);
  sums.add(null);
  const [value, influence] = [sums.value(), sums.influence()];
  return {
    ...{ units: judged.histories.units, value, influence },
    resampled: (counts) => {
      sums.add(counts);
      return sums.value();
    },
  };
}
