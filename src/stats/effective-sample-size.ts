/** How much of a sample its weights leave. */
import { expectWithin } from './bounds/arguments';
import { moments } from './moments';

export interface WeightSummary {
  /**
   * Kish's (Σw)² / Σw²: as many units of equal weight would leave a weighted mean as noisy. 0 where nothing has weight.
   *
   * @see Kish (1965), Survey Sampling
   */
  readonly effectiveSampleSize: number;
  /** max w / Σw; null where nothing has weight. */
  readonly largestShare: number | null;
  /** Importance weights that are right have mean 1, give or take its standard error. NaN of no units. */
  readonly mean: number;
  /** NaN of fewer than two units. */
  readonly standardErrorOfMean: number;
}

/**
 * @param weights [units] >= 0, importance weights or others
 * @throws RangeError naming the row of a negative or infinite weight
 */
export function weightSummary(weights: ArrayLike<number>): WeightSummary {
  expectWithin('weights', weights, { low: 0, high: Infinity });
  let largest = 0;
  for (let i = 0; i < weights.length; i += 1) if (weights[i]! > largest) largest = weights[i]!;
  // In units of the largest weight, so that squares neither overflow nor vanish.
  let sum = 0;
  let squares = 0;
  for (let i = 0; i < weights.length && largest > 0; i += 1) {
    const weight = weights[i]! / largest;
    sum += weight;
    squares += weight * weight;
  }
  const { count, mean, variance } = moments(weights);
  return {
    effectiveSampleSize: largest > 0 ? (sum * sum) / squares : 0,
    largestShare: largest > 0 ? 1 / sum : null,
    mean,
    standardErrorOfMean: Math.sqrt(variance / count),
  };
}
