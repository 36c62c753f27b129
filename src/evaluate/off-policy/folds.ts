/**
 * Folds of units: what is fitted for a decision is fitted without its customer. Two folds, as in the
 * audit: five would read four times as many rows for fits of 80 instead of 50 %, whose gain
 * is of second order, for the error of a doubly robust estimate is a product of two errors.
 *
 * @see Chernozhukov et al. (2018), Double/debiased machine learning, https://doi.org/10.1111/ectj.12097
 */
import type { Random } from '../../core/random';
import { shuffled } from '../../stats/held-out';
import type { Histories } from './histories';

export interface Folds {
  readonly count: number;
  /** [units] fold of each, in 0..count - 1 */
  readonly of: Uint8Array;
}

const FOLDS = 2;

/** Units below which nothing is fitted or resampled. */
export const FEWEST_UNITS = 10;

/**
 * As many units in each, drawn at random: an order of customers by age or city would put unlike ones apart.
 *
 * @throws RangeError with fewer units than folds
 */
export function foldsOf(units: number, random: Random): Folds {
  if (units < FOLDS) throw new RangeError(`units: expected at least ${FOLDS}, got ${units}`);
  const order = shuffled(
    Int32Array.from({ length: units }, (_, unit) => unit),
    random,
  );
  const of = new Uint8Array(units);
  order.forEach((unit, place) => (of[unit] = place % FOLDS));
  return { count: FOLDS, of };
}

/** Units outside a fold, ascending: those of its fit. */
export function unitsOutside({ of }: Folds, fold: number): Int32Array {
  return Int32Array.from(of.keys()).filter((unit) => of[unit] !== fold);
}

/** Decisions of some units, in the order of the units. */
export function decisionsOf({ starts }: Pick<Histories, 'starts'>, units: Int32Array): Int32Array {
  const result = new Int32Array(units.reduce((sum, unit) => sum + starts[unit + 1]! - starts[unit]!, 0));
  let place = 0;
  for (const unit of units)
    for (let i = starts[unit]!; i < starts[unit + 1]!; i += 1, place += 1) result[place] = i;
  return result;
}

/** Decisions of a fold's units, ascending: those that it judges. */
export function decisionsInside(
  histories: Pick<Histories, 'starts'>,
  { of }: Folds,
  fold: number,
): Int32Array {
  return decisionsOf(
    histories,
    Int32Array.from(of.keys()).filter((unit) => of[unit] === fold),
  );
}

/**
 * Units in a random order with at most so many decisions together; at least one unit.
 *
 * @param units of which they are drawn
 */
export function sampledUnits(
  { starts }: Pick<Histories, 'starts'>,
  units: Int32Array,
  mostDecisions: number,
  random: Random,
): Int32Array {
  const order = shuffled(units, random);
  let decisions = 0;
  const end = order.findIndex((unit, place) => {
    decisions += starts[unit + 1]! - starts[unit]!;
    return place > 0 && decisions > mostDecisions;
  });
  return end < 0 ? order : order.subarray(0, end);
}
