/** How rare it is that anything happens: few customers tell nothing of what few of them do. */
import type { Histories } from './histories';
import { unitWeights } from './unit-sums';

export interface Responses {
  /** The reward of most decisions. */
  readonly usual: number;
  /** Share of the units that ever brought another one. */
  readonly share: number;
}

function mostFrequent(values: Float64Array, weights: Float64Array): number {
  const totals = new Map<number, number>();
  let [usual, most] = [NaN, 0];
  values.forEach((value, i) => {
    const total = (totals.get(value) ?? 0) + weights[i]!;
    totals.set(value, total);
    if (total > most) [usual, most] = [value, total];
  });
  return usual;
}

/** @param rewards [n] */
export function responsesOf(
  histories: Pick<Histories, 'units' | 'starts' | 'sampleWeights'>,
  rewards: Float64Array,
): Responses {
  const { units, starts, sampleWeights } = histories;
  const usual = mostFrequent(rewards, sampleWeights);
  const weights = unitWeights(histories);
  let [responding, total] = [0, 0];
  for (let unit = 0; unit < units; unit += 1) {
    total += weights[unit]!;
    const own = rewards.subarray(starts[unit], starts[unit + 1]);
    if (own.some((reward) => reward !== usual)) responding += weights[unit]!;
  }
  return { usual, share: responding / total };
}
