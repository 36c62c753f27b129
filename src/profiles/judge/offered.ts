/** Decisions as customers to be contacted in the order of a model, and what the order is worth. */
import { numbered } from '../../core/numbered';
import type { Random } from '../../core/random';
import { percentileInterval, resampleCounts } from '../../stats/bootstrap';
import type { Decided } from '../asof/decided';
import { decisionOf } from './anchor-decision';
import { isAllowed } from './arms';
import { armShares, bestTreatment } from './best-treatment';
import type { Gain } from './beside-anchor';
import { FEWEST, resamplesFor } from '../../stats/intervals-at-once';
import { gainsIn, targetingOrder, type TargetedRows } from './qini';

export type OfferedDecisions = Pick<
  Decided,
  'actions' | 'actionNames' | 'allowed' | 'outcomes' | 'propensities'
> & {
  readonly customers: Pick<Decided['customers'], 'customers'>;
};

/** Decisions as they are judged, of which some can be taken. */
export interface Offered extends Omit<TargetedRows, 'customers'> {
  /** [rows] which decision each is */
  readonly decisions: Int32Array;
  readonly names: readonly string[];
}

/** Effects of what was not allowed are below all others. @param effects [rows, treatments] */
function allowedEffects(decided: OfferedDecisions, effects: Float64Array): Float64Array {
  const treatments = decided.actionNames.length - 1;
  return effects.map((effect, at) =>
    isAllowed(decided, Math.floor(at / treatments), (at % treatments) + 1) ? effect : -Infinity,
  );
}

/** [decisions] of the log; where it says none, shares among those of the same allowed actions */
export const propensitiesOf = ({
  propensities,
  actions,
  allowed,
}: Pick<OfferedDecisions, 'propensities' | 'actions' | 'allowed'>): Float64Array =>
  propensities ?? armShares(actions, allowed);

/**
 * What was not allowed at a decision is no choice of the model there; decisions at which nothing that would be sent was
 * allowed are left out, for there was nothing to gain.
 *
 * @param effects [decisions, treatments] as `applyUplift`
 * @param only the one treatment that would be sent; null for that of the most effect
 */
export function offered(decided: OfferedDecisions, effects: Float64Array, only: number | null): Offered {
  const { actions, outcomes, customers } = decided;
  const { scores, treated } = bestTreatment(allowedEffects(decided, effects), actions, only);
  const all = { scores, treated, outcomes, propensities: propensitiesOf(decided) };
  const rows = Array.from(scores.keys());
  const decisions = Int32Array.from(rows);
  return someOf(
    { ...all, decisions, names: customers.customers },
    rows.filter((row) => scores[row] !== -Infinity),
  );
}

export const rowsOf = ({ scores, treated, outcomes, propensities, names }: Offered): TargetedRows => ({
  ...{ scores, treated, outcomes, propensities },
  customers: numbered(names),
});

export function someOf(
  { scores, treated, outcomes, propensities, names, decisions }: Offered,
  rows: readonly number[],
): Offered {
  const cut = (values: ArrayLike<number>) => Float64Array.from(rows, (row) => values[row]!);
  return {
    ...{ scores: cut(scores), treated: cut(treated), outcomes: cut(outcomes) },
    propensities: propensities && cut(propensities),
    decisions: Int32Array.from(rows, (row) => decisions[row]!),
    names: rows.map((row) => names[row]!),
  };
}

export interface QiniOptions {
  /** At least; more where intervals are wide. */
  readonly resamples: number;
  readonly level: number;
}

/** The Qini area; of random targeting it is 0, whatever is drawn on average. */
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
  const gains = gainsIn(given, order);
  const value = gains(new Uint8Array(customers).fill(1)).qini;
  const draw = resampleCounts(customers, random.fork('resamples'));
  const count = resamplesFor(level, resamples);
  const ends =
    customers < FEWEST
      ? { low: null, high: null }
      : percentileInterval(
          Float64Array.from({ length: count }, () => gains(draw()).qini),
          level,
        );
  const gain = { value, ...ends, level };
  return { customers: rows, model: value, anchor: 0, gain, decision: decisionOf(gain) };
}
