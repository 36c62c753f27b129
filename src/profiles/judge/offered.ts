/** Decisions as customers to be contacted in the order of a model, and what the order is worth. */
import type { Random } from '../../core/random';
import { percentileInterval, resampleCounts } from '../../stats/bootstrap';
import type { Decided } from '../asof/decided';
import { decisionOf } from './anchor-decision';
import { armShares, bestTreatment } from './best-treatment';
import type { Gain } from './beside-anchor';
import { gainsOf, targetingOrder, type TargetedRows } from './qini';

/** Resamples of a handful of customers tell nothing of others. */
const FEWEST = 10;

/** [rows] numbers of the customers, from 0 on without gaps */
function numbered(names: readonly string[]): Int32Array {
  const numbers = new Map<string, number>();
  return Int32Array.from(names, (name) => {
    const number = numbers.get(name) ?? numbers.size;
    numbers.set(name, number);
    return number;
  });
}

type OfferedDecisions = Pick<Decided, 'actions' | 'actionNames' | 'allowed' | 'outcomes' | 'propensities'> & {
  readonly customers: Pick<Decided['customers'], 'customers'>;
};

/** Rows as they are judged, of which some can be taken. */
export interface Offered extends Omit<TargetedRows, 'customers'> {
  readonly names: readonly string[];
}

/** Effects of what was not allowed are below all others. @param effects [rows, treatments] */
function allowedEffects({ allowed }: Pick<Decided, 'allowed'>, effects: Float64Array, treatments: number) {
  if (allowed === null) return effects;
  return effects.map((effect, at) => {
    const row = Math.floor(at / treatments);
    return allowed[row * (treatments + 1) + (at % treatments) + 1] === 1 ? effect : -Infinity;
  });
}

/**
 * A decision at which nothing that would be sent was allowed has its place at the end, and no say.
 *
 * @param effects [rows, treatments] as `applyUplift`
 * @param only the one treatment that would be sent; null for that of the most effect
 */
export function offered(decided: OfferedDecisions, effects: Float64Array, only: number | null): Offered {
  const { actions, actionNames, outcomes, customers } = decided;
  const own = allowedEffects(decided, effects, actionNames.length - 1);
  const { scores, treated } = bestTreatment(own, actions, only);
  const propensities = decided.propensities ?? armShares(actions);
  const isAllowed = (row: number) => scores[row] !== -Infinity;
  return {
    ...{ scores, outcomes, propensities, names: customers.customers },
    treated: treated.map((side, row) => (isAllowed(row) ? side : -1)),
  };
}

export const rowsOf = ({ names, ...rows }: Offered): TargetedRows => ({
  ...rows,
  customers: numbered(names),
});

export function someOf(
  { scores, treated, outcomes, propensities, names }: Offered,
  rows: readonly number[],
): Offered {
  const cut = (values: ArrayLike<number>) => Float64Array.from(rows, (row) => values[row]!);
  return {
    ...{ scores: cut(scores), treated: cut(treated), outcomes: cut(outcomes) },
    propensities: propensities && cut(propensities),
    names: rows.map((row) => names[row]!),
  };
}

export interface QiniOptions {
  readonly resamples: number;
  readonly level: number;
}

/** The Qini coefficient; of random targeting it is 0, whatever is drawn on average. */
export function qiniGain(some: Offered, { resamples, level }: QiniOptions, random: Random): Gain {
  const given = rowsOf(some);
  const sides = new Set(Array.from(given.treated));
  const rows = given.scores.length;
  if (!sides.has(1) || !sides.has(0)) {
    const gain = { value: null, low: null, high: null, level };
    return { customers: rows, model: null, anchor: null, gain, decision: 'cannot tell' };
  }
  const customers = new Set(given.customers).size;
  const order = targetingOrder(given.scores, random.fork('ties'));
  const value = gainsOf(given, order, new Uint8Array(customers).fill(1)).qini;
  const draw = resampleCounts(customers, random.fork('resamples'));
  const ends =
    customers < FEWEST
      ? { low: null, high: null }
      : percentileInterval(
          Float64Array.from({ length: resamples }, () => gainsOf(given, order, draw()).qini),
          level,
        );
  const gain = { value, ...ends, level };
  return { customers: rows, model: value, anchor: 0, gain, decision: decisionOf(gain) };
}
