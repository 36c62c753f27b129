/** How many units a difference of means takes to be shown, before anything is tried. */
import type tQuantile from '@stdlib/stats-base-dists-t-quantile';
import { onDemand } from '../core/on-demand';
import { sequenceHalfWidth } from './bounds/confidence-sequence';
import { normalQuantile } from './normal';
import { welchFreedom } from './welch';

const loadTQuantile = onDemand<typeof tQuantile>('@stdlib/stats-base-dists-t-quantile');

/** One of two groups, of all units. */
export interface PlannedGroup {
  /** In (0, 1). */
  readonly share: number;
  /** Standard deviation of a unit. */
  readonly deviation: number;
}

export interface DifferencePlan {
  /** The difference to be shown, not 0; its sign does not matter. */
  readonly difference: number;
  readonly groups: readonly [PlannedGroup, PlannedGroup];
  /** Of the two-sided interval that is to leave out 0. */
  readonly level: number;
  /** Chance of showing the difference if it is there. */
  readonly power: number;
}

/** Halvings of an interval: to the last digit of a double. */
const HALVINGS = 60;

/** Less than any unit: where even this is enough, nobody is needed. */
const LEAST = 1e-9;

/** @throws RangeError naming the number that is out of its range */
function expectPlan({ difference, groups, level, power }: DifferencePlan): void {
  const shares = { level, power, share: groups[0].share, 'other share': groups[1].share };
  for (const [name, value] of Object.entries(shares))
    if (!(value > 0 && value < 1)) throw new RangeError(`${name}: expected between 0 and 1, got ${value}`);
  if (!(Math.abs(difference) > 0 && Math.abs(difference) < Infinity))
    throw new RangeError(`difference: expected another number than 0, got ${difference}`);
  if (!groups.some(({ deviation }) => deviation > 0))
    throw new RangeError('deviation: expected > 0 in one group at least');
}

/** How many standard errors a difference must be to be shown with the power, once there are so many units. */
type Reach = (units: number) => number;

/** By Welch's t at a time that was fixed before. */
function reachOfTest({ groups, level, power }: DifferencePlan): Reach {
  return (units) => {
    const [first, second] = groups.map(({ share, deviation }) => {
      const count = Math.max(2, units * share);
      return { count, ofMean: deviation ** 2 / count };
    });
    const freedom = welchFreedom(first!, second!);
    const quantile = loadTQuantile();
    return quantile((1 + level) / 2, freedom) + quantile(power, freedom);
  };
}

/** By the interval that holds at every number of units: with the power it has left out 0 by then, if not before. */
function reachOfSequence({ groups, level, power }: DifferencePlan): Reach {
  const share = groups[0].share + groups[1].share;
  return (units) => sequenceHalfWidth(1, units * share, level) + normalQuantile(power);
}

/**
 * The least N with N >= reach(N)² (sd₁²/share₁ + sd₂²/share₂) / difference². The right side falls with N, or rises by less
 * than N does, so that both sides meet once: between a half and a double, found by doubling and halving.
 */
function unitsByReach({ difference, groups, level, power }: DifferencePlan, reach: Reach): number {
  const variance = groups.reduce((sum, { share, deviation }) => sum + deviation ** 2 / share, 0);
  const unitsBy = (errors: number) => (errors ** 2 * variance) / difference ** 2;
  const isEnough = (units: number) => units >= unitsBy(reach(units));
  let high = Math.max(1, unitsBy(normalQuantile((1 + level) / 2) + normalQuantile(power)));
  while (!isEnough(high)) high *= 2;
  let low = high / 2;
  while (low > LEAST && isEnough(low)) low /= 2;
  for (let step = 0; step < HALVINGS && high - low > 1e-12 * high; step += 1) {
    const middle = (low + high) / 2;
    if (isEnough(middle)) high = middle;
    else low = middle;
  }
  return high;
}

/**
 * Units in all, of whom each group has its share: N = (t_(1 − α/2) + t_power)² (sd₁²/share₁ + sd₂²/share₂) / difference²,
 * with the quantiles of Welch's degrees of freedom at N; of many units they are the normal ones. Two equal groups have
 * 2 (t + t)² sd² / difference² each.
 *
 * @returns as a fraction; whole units are for the caller, group by group
 * @throws RangeError for what is no such plan
 * @see Chow, Shao, Wang & Lokhnygina (2017), Sample Size Calculations in Clinical Research, section 3.2
 */
export function unitsForDifference(plan: DifferencePlan): number {
  expectPlan(plan);
  return unitsByReach(plan, reachOfTest(plan));
}

/**
 * The same for looks at any time, by `sequenceHalfWidth`.
 *
 * @throws as `unitsForDifference`
 */
export function unitsForAnytimeDifference(plan: DifferencePlan): number {
  expectPlan(plan);
  return unitsByReach(plan, reachOfSequence(plan));
}
