/**
 * What a model of effects is worth as an order in which to contact: its Qini area, uplift among the first and value under a
 * price, beside random targeting, one treatment to all, and nobody. Rows are decisions; customers are resampled whole.
 */
import { InputError } from '../../core/errors';
import type { Estimate } from '../../core/estimate';
import type { Random } from '../../core/random';
import type { Decided, Outcome } from '../asof/decided';
import { decisionOf } from './anchor-decision';
import { judgedArms } from './arms';
import type { BesideAnchor } from './beside-anchor';
import { customerParts, partsAtOnce, type CustomerParts } from './customer-parts';
import { levelOfEach } from '../../stats/intervals-at-once';
import { judgeUplift, type JudgedUplift, type Terms } from './judge-uplift';
import type { Judgement, Measure } from './judgement';
import { offered, propensitiesOf, qiniGain, rowsOf, someOf, type Offered } from './offered';
import { targetingRemarks } from './targeting-remarks';
import { targetingWays, valueMeasures } from './targeting-ways';
import { triedTreatments } from './tried-treatments';

const RESAMPLES = 500;
const LEVEL = 0.95;
const CURVE = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1];
/** Of which uplift is told as a measure. */
const TOLD = [0.1, 0.3];
const NOTHING: Estimate = { value: 0, low: 0, high: 0, level: LEVEL };

/** All parts are one family of intervals. */
function partsOf(all: Offered, parts: readonly CustomerParts[], random: Random): Judgement['parts'] {
  const options = { resamples: RESAMPLES, level: levelOfEach(LEVEL, partsAtOnce(parts)) };
  return parts.map(({ by, segments: { names, of } }) => ({
    by,
    parts: names.map((name, part): BesideAnchor['segments'][number] => {
      const rows = Array.from(all.decisions.keys()).filter((row) => of[all.decisions[row]!] === part);
      return { name, ...qiniGain(someOf(all, rows), options, random.fork(`${by}/${name}`)) };
    }),
  }));
}

function measuresOf(judged: JudgedUplift, treatments: number): Measure[] {
  const { at, averageEffect, qini } = judged;
  return [
    { name: 'Qini area', better: 'high', model: qini, anchor: NOTHING, difference: qini },
    ...at
      .filter(({ share }) => TOLD.includes(share))
      .map(({ share, uplift, minusRandom }): Measure => ({
        ...{ name: `uplift of first ${Math.round(100 * share)} %`, better: 'high' },
        ...{ model: uplift, anchor: averageEffect, difference: minusRandom },
      })),
    ...valueMeasures(judged, treatments),
  ];
}

/** The order by the effect of one treatment alone, where there are several, among those who may get it. */
function measuresByAction(decided: Decided, effects: Float64Array, random: Random): Measure[] {
  const treatments = decided.actionNames.slice(1);
  if (treatments.length === 1) return [];
  return treatments.map((name, place) => {
    const { gain } = qiniGain(
      offered(decided, effects, place + 1),
      { resamples: RESAMPLES, level: LEVEL },
      random.fork(`action/${place}`),
    );
    const anchor = gain.value === null ? null : NOTHING;
    return { name: `Qini area of ${name} alone`, better: 'high', model: gain, anchor, difference: gain };
  });
}

/** @throws InputError unless some got what the model would send, and some nothing */
function expectArms({ treated }: Offered): void {
  const sides = [1, 0].map((side) => Array.from(treated).filter((one) => one === side).length);
  if (sides.includes(0))
    throw new InputError(
      `decisions to judge by: expected some of what the model would send and some of No Action, got ${sides.join(' and ')}`,
    );
}

export interface TargetingToJudge {
  readonly outcome: Outcome;
  /** Contacts at most are of these decisions. */
  readonly terms: Terms;
  /** In words. */
  readonly model: string;
}

/**
 * @param effects [rows, treatments] as `applyUplift`
 * @param by columns by which customers are parted beside those that always are
 * @throws InputError where there is nothing to compare, or for a name in `by` that no column has
 */
export function judgeTargeting(
  decided: Decided,
  effects: Float64Array,
  { outcome, terms, model }: TargetingToJudge,
  by: readonly string[],
  random: Random,
): Judgement {
  const parts = customerParts(decided.customers, by);
  const all = offered(decided, effects, null);
  expectArms(all);
  const propensities = propensitiesOf(decided);
  const tried = triedTreatments(decided, propensities, all.decisions);
  const options = { terms, shares: CURVE, resamples: RESAMPLES, tried };
  const judged = judgeUplift(rowsOf(all), options, random.fork('judged'));
  const treatments = decided.actionNames.length - 1;
  const arms = judgedArms(decided, propensities);
  const { qini, rows: customers } = judged;
  return {
    customers,
    beside: { customers, model: qini.value, anchor: 0, gain: qini, decision: decisionOf(qini) },
    parts: partsOf(all, parts, random.fork('parts')),
    partsAtOnce: partsAtOnce(parts),
    names: { model, anchor: 'random targeting', loss: 'Qini area', unit: '', better: 'high' },
    sideBySide: [targetingWays(model, judged, terms, treatments)],
    measures: [...measuresOf(judged, treatments), ...measuresByAction(decided, effects, random)],
    calibration: null,
    remarks: targetingRemarks(decided, all, arms, judged, terms),
    gains: {
      outcome,
      curve: judged.at.map(({ share, gained }) => ({ share, gained })),
      all: judged.averageEffect,
      treatments: judged.values.tried.slice(0, treatments).map(({ name, gained }) => ({ name, gained })),
      arms,
    },
  };
}
