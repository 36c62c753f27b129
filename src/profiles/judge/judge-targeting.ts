/**
 * What a model of effects is worth as an order in which to contact: its Qini coefficient, uplift among the first and value under
 * a price, beside random targeting, contacting all and contacting nobody. Rows are decisions; customers are resampled whole.
 */
import { InputError } from '../../core/errors';
import type { Estimate } from '../../core/estimate';
import type { Random } from '../../core/random';
import type { Decided, Outcome } from '../asof/decided';
import { decisionOf } from './anchor-decision';
import type { BesideAnchor } from './beside-anchor';
import { customerParts } from './customer-parts';
import { judgeUplift, type JudgedUplift, type Terms } from './judge-uplift';
import type { Judgement, Measure } from './judgement';
import { offered, qiniGain, rowsOf, someOf, type Offered } from './offered';

const RESAMPLES = 500;
const LEVEL = 0.95;
const CURVE = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1];
/** Of which uplift is told as a measure. */
const TOLD = [0.1, 0.3];
const NOTHING: Estimate = { value: 0, low: 0, high: 0, level: LEVEL };

function partsOf(decided: Decided, all: Offered, random: Random): Judgement['parts'] {
  return customerParts(decided.customers).map(({ by, segments: { names, of } }) => ({
    by,
    parts: names.map((name, part): BesideAnchor['segments'][number] => {
      const rows = Array.from(of.keys()).filter((row) => of[row] === part);
      const options = { resamples: RESAMPLES, level: 1 - (1 - LEVEL) / names.length };
      return { name, ...qiniGain(someOf(all, rows), options, random.fork(`${by}/${name}`)) };
    }),
  }));
}

const percent = (share: number) => `${Math.round(100 * share)} %`;

function measuresOf({ at, averageEffect, qini, values }: JudgedUplift): Measure[] {
  const first = at.filter(({ share }) => TOLD.includes(share));
  const value = (beside: string, anchor: Estimate, difference: Estimate): Measure => ({
    ...{ name: `value beside ${beside}`, better: 'high' },
    ...{ model: values.model, anchor, difference },
  });
  return [
    { name: 'Qini coefficient', better: 'high', model: qini, anchor: NOTHING, difference: qini },
    ...first.map(({ share, uplift, minusRandom }): Measure => ({
      ...{ name: `uplift of first ${percent(share)}`, better: 'high' },
      ...{ model: uplift, anchor: averageEffect, difference: minusRandom },
    })),
    value('random', values.random, values.modelMinusRandom),
    ...(values.all === null ? [] : [value('all', values.all, values.modelMinusAll!)]),
    value('nobody', NOTHING, values.model),
  ];
}

/** The order by the effect of one treatment alone, where there are several. */
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
    return {
      name: `Qini of ${name} alone`,
      better: 'high',
      model: gain,
      anchor,
      difference: gain,
    };
  });
}

const number = (value: number | null) => (value === null ? 'unknown' : value.toPrecision(3));

function remarksOf(
  decided: Decided,
  { randomQini, values }: JudgedUplift,
  { worth, cost, contacts }: Terms,
): string[] {
  const { unknown, withoutChoice } = decided.leftOut;
  const customers = new Set(decided.customers.customers).size;
  return [
    `${decided.actions.length} decisions of ${customers} customers, who were resampled whole; ${unknown} of customers of whom nothing was known before and ${withoutChoice} that had no choice are left out`,
    decided.propensities === null
      ? 'the log says no probabilities of its actions: all this holds only if they were dealt at random'
      : 'decisions are weighed by one over the probability of what was done; the fit reads them unweighed',
    `an order drawn at random has the Qini coefficient ${number(randomQini.value)} (${number(randomQini.low)} to ${number(randomQini.high)})`,
    `the model would contact ${values.contacts} of the decisions: an effect times ${worth} above the cost of ${cost}${contacts === null ? '' : `, at most ${contacts}`}`,
    'values are per decision of all, of the order beside as many contacts at random, contacting all, and contacting nobody',
    'what comes of a decision has its part in what later ones within its window did',
  ];
}

/** @throws InputError unless some got what the model would send, and some nothing */
function expectArms({ treated }: Offered): void {
  const sides = [1, 0].map((side) => Array.from(treated).filter((one) => one === side).length);
  if (sides.includes(0))
    throw new InputError(
      `decisions to judge by: expected some of what the model would send and some of No Action, got ${sides.join(' and ')}`,
    );
}

/**
 * @param effects [rows, treatments] as `applyUplift`
 * @param terms contacts at most are of these decisions
 * @throws InputError where there is nothing to compare
 */
export function judgeTargeting(
  decided: Decided,
  effects: Float64Array,
  { outcome, terms, model }: { readonly outcome: Outcome; readonly terms: Terms; readonly model: string },
  random: Random,
): Judgement {
  const all = offered(decided, effects, null);
  expectArms(all);
  const judged = judgeUplift(
    rowsOf(all),
    { terms, shares: CURVE, resamples: RESAMPLES },
    random.fork('judged'),
  );
  const { length: customers } = decided.actions;
  const { qini } = judged;
  return {
    customers,
    beside: { customers, model: qini.value, anchor: 0, gain: qini, decision: decisionOf(qini) },
    ...{ parts: partsOf(decided, all, random.fork('parts')) },
    names: { model, anchor: 'random targeting', loss: 'Qini coefficient', unit: '', better: 'high' },
    measures: [...measuresOf(judged), ...measuresByAction(decided, effects, random)],
    calibration: null,
    remarks: remarksOf(decided, judged, terms),
    gains: {
      outcome,
      curve: judged.at.map(({ share, gained }) => ({ share, gained })),
      all: judged.averageEffect,
    },
  };
}
