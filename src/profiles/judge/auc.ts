/**
 * Area under the ROC curve: the chance that a row of label 1 is scored above one of label 0, ties by half. Its variance,
 * and that of the difference of two scores of the same rows, by DeLong.
 *
 * @see DeLong, DeLong & Clarke-Pearson (1988), https://doi.org/10.2307/2531595
 * @see Sun & Xu (2014), Fast implementation of DeLong's algorithm, https://doi.org/10.1109/LSP.2014.2337313
 */
import type { Estimate } from '../../core/estimate';
import { expectLength } from '../../core/shape';
import { moments } from '../../stats/moments';
import { normalQuantile } from '../../stats/normal';

/** [n] ranks from 1 on, ties the mean of theirs */
function midRanks(values: Float64Array): Float64Array {
  const order = Int32Array.from(values, (_, i) => i).sort((a, b) => values[a]! - values[b]!);
  const ranks = new Float64Array(values.length);
  for (let from = 0, to = 0; from < order.length; from = to) {
    while (to < order.length && values[order[to]!] === values[order[from]!]) to += 1;
    for (let i = from; i < to; i += 1) ranks[order[i]!] = (from + to + 1) / 2;
  }
  return ranks;
}

interface Placements {
  /** [positive] share of the others that each row of label 1 is scored above */
  readonly positive: Float64Array;
  /** [negative] share of the others that each row of label 0 is scored below */
  readonly negative: Float64Array;
}

function placements(scores: Float64Array, target: ArrayLike<number>): Placements {
  expectLength('target', target, scores.length);
  const isPositive = (_: number, row: number) => target[row] === 1;
  const isNegative = (_: number, row: number) => target[row] !== 1;
  const ranks = midRanks(scores);
  const own = { positive: scores.filter(isPositive), negative: scores.filter(isNegative) };
  const [positive, negative] = [midRanks(own.positive), midRanks(own.negative)];
  const [ranked, others] = [ranks.filter(isPositive), ranks.filter(isNegative)];
  return {
    positive: ranked.map((rank, i) => (rank - positive[i]!) / negative.length),
    negative: others.map((rank, i) => 1 - (rank - negative[i]!) / positive.length),
  };
}

/**
 * @param target [rows] 0 or 1
 * @returns NaN unless both labels are there
 */
export function areaUnderCurve(scores: Float64Array, target: ArrayLike<number>): number {
  return moments(placements(scores, target).positive).mean;
}

function estimateOf({ positive, negative }: Placements, value: number, level: number): Estimate {
  if (!Number.isFinite(value)) return { value: null, low: null, high: null, level };
  const variance =
    moments(positive).variance / positive.length + moments(negative).variance / negative.length;
  if (!Number.isFinite(variance)) return { value, low: null, high: null, level };
  const half = normalQuantile((1 + level) / 2) * Math.sqrt(variance);
  return { value, low: value - half, high: value + half, level };
}

/**
 * @returns value null unless both labels are there; low and high null unless there are two rows of each. The interval is
 *   not kept within 0 and 1; it has no length where the score tells the labels apart without a mistake.
 * @throws ShapeError if scores and target do not belong together
 */
export function aucEstimate(scores: Float64Array, target: ArrayLike<number>, level = 0.95): Estimate {
  const places = placements(scores, target);
  return estimateOf(places, moments(places.positive).mean, level);
}

/** First minus second, of the same rows. @throws ShapeError if the lengths differ */
export function aucDifference(
  first: Float64Array,
  second: Float64Array,
  target: ArrayLike<number>,
  level = 0.95,
): Estimate {
  const [one, other] = [placements(first, target), placements(second, target)];
  const difference = {
    positive: one.positive.map((value, i) => value - other.positive[i]!),
    negative: one.negative.map((value, i) => value - other.negative[i]!),
  };
  return estimateOf(difference, moments(difference.positive).mean, level);
}
