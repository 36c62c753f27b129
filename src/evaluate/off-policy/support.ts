/** How much of a log speaks for a policy: what its weights stand on, before any value is believed. */
import { unitsOfHalf } from '../../stats/variance-units';
import type { Estimand } from './estimator';
import type { JudgedPolicy } from './histories';
import { loggedMean } from './logged-mean';
import { stepCount } from './step-ratios';
import { decisionCounts, unitSums, unitWeights } from './unit-sums';

export interface Support {
  /** Customers that the weights amount to (Kish), at the step where they are fewest. */
  readonly effectiveSampleSize: number;
  /** [steps] the same at each step of a history; of single decisions one number */
  readonly effectiveSampleSizes: readonly number[];
  /** Of all weight at that step, what one customer holds. */
  readonly largestShare: number;
  /** Mean weight; 1 where the probabilities are those of the log, but for chance. */
  readonly meanWeight: number;
  /** Of the mean weight, by customer; null of fewer than two. */
  readonly standardError: number | null;
  /**
   * How many of the customers whose rewards make up half of the variance of what was logged the weights leave: their
   * number times the share that the effective sample size is of all. Of normal rewards an eighth of the effective sample
   * size; where few rewards say all, next to none, and an interval too narrow.
   */
  readonly varianceUnits: number;
  /** Share of the policy's decisions on actions that were never logged among those that are judged. */
  readonly unloggedShare: number;
  /** Share of them on actions that were less probable than the floor; null where only the logged one's probability is known. */
  readonly rareShare: number | null;
}

interface Kish {
  sum: number;
  squares: number;
  largest: number;
}

const empty = (): Kish => ({ sum: 0, squares: 0, largest: 0 });

function add(kish: Kish, weight: number): void {
  kish.sum += weight;
  kish.squares += weight * weight;
  kish.largest = Math.max(kish.largest, weight);
}

/** @see Kish (1965), Survey sampling: (Σ w)² / Σ w² */
const effective = ({ sum, squares }: Kish) => (squares === 0 ? 0 : (sum * sum) / squares);
const share = ({ sum, largest }: Kish) => (sum === 0 ? 1 : largest / sum);

/** Weights of units at each step; who is gone keeps the last one. */
function bySteps({ histories, products }: JudgedPolicy): Kish[] {
  const { units, starts } = histories;
  const steps = stepCount(histories);
  const alive = Array.from({ length: steps + 1 }, empty);
  const ended = Array.from({ length: steps + 1 }, empty);
  const weights = unitWeights(histories);
  for (let unit = 0; unit < units; unit += 1) {
    const [first, end] = [starts[unit]!, starts[unit + 1]!];
    for (let i = first; i < end; i += 1) add(alive[i - first]!, weights[unit]! * products[i]!);
    add(ended[end - first]!, weights[unit]! * products[end - 1]!);
  }
  const gone = empty();
  return alive.slice(0, steps).map((here, t) => {
    gone.sum += ended[t]!.sum;
    gone.squares += ended[t]!.squares;
    gone.largest = Math.max(gone.largest, ended[t]!.largest);
    return {
      sum: here.sum + gone.sum,
      squares: here.squares + gone.squares,
      largest: Math.max(here.largest, gone.largest),
    };
  });
}

function byUnits(weights: Float64Array): Kish {
  const kish = empty();
  for (const weight of weights) add(kish, weight);
  return kish;
}

/** [units] weight of each, and how many decisions (or customers) it stands for */
function unitTotals(judged: JudgedPolicy, estimand: Estimand) {
  const { histories, ratios, products } = judged;
  const { starts, sampleWeights } = histories;
  if (estimand === 'decision') {
    return {
      weights: unitSums(histories, (i) => sampleWeights[i]! * ratios[i]!),
      counts: decisionCounts(histories),
    };
  }
  const counts = unitWeights(histories);
  return { weights: counts.map((count, unit) => count * products[starts[unit + 1]! - 1]!), counts };
}

/** Mean weight of a decision or a customer, and its error by customer. */
function meanWeight(judged: JudgedPolicy, estimand: Estimand) {
  const { weights, counts } = unitTotals(judged, estimand);
  const total = counts.reduce((sum, count) => sum + count, 0);
  const mean = weights.reduce((sum, weight) => sum + weight, 0) / total;
  const squares = weights.reduce((sum, weight, unit) => sum + (weight - mean * counts[unit]!) ** 2, 0);
  return { mean, standardError: weights.length < 2 ? null : Math.sqrt(squares) / total };
}

/** Share of a policy's decisions on some of the actions. @param at index into [n, actions] */
export function shareOn(
  { histories, probabilities }: JudgedPolicy,
  isOne: (at: number, action: number) => boolean,
): number {
  const { actionCount, sampleWeights } = histories;
  let [mass, total] = [0, 0];
  for (let i = 0, at = 0; i < sampleWeights.length; i += 1) {
    total += sampleWeights[i]!;
    for (let action = 0; action < actionCount; action += 1, at += 1)
      if (probabilities[at]! > 0 && isOne(at, action)) mass += sampleWeights[i]! * probabilities[at]!;
  }
  return mass / total;
}

/**
 * Of the decisions that are judged alone: an action that occurs only in rows that were learned from has no row here that could
 * be weighted, so that nothing but a model could speak of it.
 *
 * @returns [actions] whether each was logged at all
 */
export function loggedActions({
  actions,
  actionCount,
}: {
  actions: Int32Array;
  actionCount: number;
}): boolean[] {
  const isLogged = new Array<boolean>(actionCount).fill(false);
  for (const action of actions) isLogged[action] = true;
  return isLogged;
}

/**
 * @param isLogged [actions] whether the action was logged at any of these decisions
 * @param floor probability below which an action is rare
 */
export function supportOf(
  judged: JudgedPolicy,
  estimand: Estimand,
  isLogged: readonly boolean[],
  floor: number,
): Support {
  const { actionPropensities } = judged.histories;
  /** Never logged here, or not possible at that decision, as the log says. */
  const isImpossible = (at: number, action: number) => !isLogged[action]! || actionPropensities?.[at] === 0;
  const steps = estimand === 'history' ? bySteps(judged) : [byUnits(unitTotals(judged, estimand).weights)];
  const sizes = steps.map(effective);
  const least = sizes.reduce((best, size, t) => (size < sizes[best]! ? t : best), 0);
  const { mean, standardError } = meanWeight(judged, estimand);
  // By all that was logged, not by what the weights leave: a log that has drawn no large reward where the policy acts seems
  // sure, and would be believed.
  const half = unitsOfHalf(loggedMean({ histories: judged.histories, estimand })(judged.rewards).influence);
  return {
    ...{
      effectiveSampleSize: sizes[least]!,
      effectiveSampleSizes: sizes,
      largestShare: share(steps[least]!),
      varianceUnits: (half * sizes[least]!) / judged.histories.units,
    },
    ...{ meanWeight: mean, standardError, unloggedShare: shareOn(judged, isImpossible) },
    rareShare: actionPropensities && shareOn(judged, (at) => actionPropensities[at]! < floor),
  };
}
