/**
 * Uplift judged on customers who were dealt their contacts: the Qini area, uplift among the first, and what it pays
 * under a price per contact and a number of contacts; random targeting beside each. Intervals resample customers, and an
 * order is kept in all resamples, for it was made before anybody looked at these customers.
 */
import type { Estimate } from '../../core/estimate';
import type { Random } from '../../core/random';
import { percentileInterval, resampleCounts } from '../../stats/bootstrap';
import { gainsIn, targetingOrder, type TargetedRows } from './qini';
import { treatmentEffect, type TriedTreatment } from './tried-treatments';

export interface Terms {
  /** What one unit of the outcome is worth, account currency. */
  readonly worth: number;
  /** Of a contact, account currency. */
  readonly cost: number;
  /** Contacts at most, of the rows that are judged; null where there is no limit. */
  readonly contacts: number | null;
}

export interface UpliftAtShare {
  readonly share: number;
  /** Gain per contacted customer. */
  readonly uplift: Estimate;
  /** Gain per customer of all: the curve. */
  readonly gained: Estimate;
  /** Uplift minus that of as many at random. */
  readonly minusRandom: Estimate;
}

/** Account currency per customer of all; of contacting nobody it is 0. */
export interface TargetedValues {
  /** Rows that the model would contact: effect worth more than its cost, the best first, no more than allowed. */
  readonly contacts: number;
  readonly model: Estimate;
  /** As many contacts, dealt out at random. */
  readonly random: Estimate;
  /** All, each by what the model would send; null where there are more customers than contacts. */
  readonly all: Estimate | null;
  readonly modelMinusRandom: Estimate;
  readonly modelMinusAll: Estimate | null;
  /** In the order of the treatments that were asked for. */
  readonly tried: readonly TriedValue[];
}

/** One treatment without a model, to so many at random as may get it and may be contacted. */
export interface TriedValue {
  readonly name: string;
  /** Outcome per customer of all, where all get it who may: without costs and limits. */
  readonly gained: Estimate;
  readonly value: Estimate;
  readonly modelMinus: Estimate;
}

export interface JudgedUplift {
  readonly rows: number;
  /** Of contacting all, per customer. */
  readonly averageEffect: Estimate;
  /** Per customer; above 0 where the order is better than chance. */
  readonly qini: Estimate;
  /** Of an order drawn at random, for comparison. */
  readonly randomQini: Estimate;
  readonly at: readonly UpliftAtShare[];
  readonly values: TargetedValues;
}

export interface JudgeUpliftOptions {
  readonly terms: Terms;
  /** Of customers, the best first, in (0, 1]. */
  readonly shares: readonly number[];
  readonly resamples: number;
  /** Of the same rows. @default none */
  readonly tried?: readonly TriedTreatment[];
}

const LEVEL = 0.95;

function estimateOf(value: number, resampled: Float64Array): Estimate {
  if (!Number.isFinite(value)) return { value: null, low: null, high: null, level: LEVEL };
  return { value, ...percentileInterval(resampled, LEVEL), level: LEVEL };
}

/** Rows that are worth a contact, the best first, no more than allowed. @param scores expected effects */
function contactsOf(scores: Float64Array, { worth, cost, contacts }: Terms): number {
  const worthwhile = scores.filter((effect) => effect * worth > cost).length;
  return contacts === null ? worthwhile : Math.min(worthwhile, contacts);
}

type Measure = 'averageEffect' | 'qini' | 'randomQini' | keyof Omit<TargetedValues, 'contacts' | 'tried'>;

interface Orders {
  /** What each order gains in a resample. */
  readonly ordered: ReturnType<typeof gainsIn>;
  readonly byChance: ReturnType<typeof gainsIn>;
  /** Rows of each share that is told. */
  readonly places: readonly number[];
  /** Rows that the model contacts. */
  readonly contacts: number;
  readonly tried: readonly TriedTreatment[];
}

/** Of each treatment what is gained by it, what it pays, and how much more the model pays. */
function triedValues(
  given: TargetedRows,
  tried: readonly TriedTreatment[],
  { worth, cost, contacts }: Terms,
  counts: ArrayLike<number>,
  { contacted, value }: { readonly contacted: number; readonly value: number },
): number[] {
  const most = contacts === null ? 1 : contacts / given.scores.length;
  return tried.flatMap((one) => {
    const { share, effect } = treatmentEffect(one, given, counts);
    const reached = Math.min(share, one.asMany ? contacted : most);
    const pays = reached === 0 ? 0 : reached * (worth * effect - cost);
    return [share * effect, pays, value - pays];
  });
}

/** All that is told, of the sample itself and of each resample alike. */
function measured(
  given: TargetedRows,
  { ordered, byChance, places, contacts, tried }: Orders,
  terms: Terms,
  counts: ArrayLike<number>,
): Readonly<Record<Measure, number>> & { readonly at: readonly number[]; readonly tried: readonly number[] } {
  const { worth, cost } = terms;
  const { gained, shares, qini } = ordered(counts);
  const effect = gained.at(-1)!;
  const contacted = shares[contacts]!;
  // By no contact nothing is gained, and nothing paid.
  const model = contacts === 0 ? 0 : worth * gained[contacts]! - cost * contacted;
  const random = contacts === 0 ? 0 : contacted * (worth * effect - cost);
  const all = worth * effect - cost;
  return {
    ...{ averageEffect: effect, qini, randomQini: byChance(counts).qini },
    ...{ model, random, all, modelMinusRandom: model - random, modelMinusAll: model - all },
    at: places.flatMap((place) => {
      const uplift = gained[place]! / shares[place]!;
      return [uplift, gained[place]!, uplift - effect];
    }),
    tried: triedValues(given, tried, terms, counts, { contacted, value: model }),
  };
}

/**
 * @param given scores are expected effects of what would be sent
 * @param random deals ties, draws the random order and the resamples
 * @throws ShapeError naming what does not belong together
 */
export function judgeUplift(
  given: TargetedRows,
  { terms, shares, resamples, tried = [] }: JudgeUpliftOptions,
  random: Random,
): JudgedUplift {
  const rows = given.scores.length;
  const customers = given.customers.reduce((most, customer) => Math.max(most, customer + 1), 0);
  const order = targetingOrder(given.scores, random.fork('ties'));
  const chance = targetingOrder(new Float64Array(rows), random.fork('chance'));
  const contacts = contactsOf(given.scores, terms);
  const places = shares.map((share) => Math.round(share * rows));
  const [ordered, byChance] = [gainsIn(given, order), gainsIn(given, chance)];
  const orders = { ordered, byChance, contacts, tried, places };
  const own = measured(given, orders, terms, new Uint8Array(customers).fill(1));
  const draw = resampleCounts(customers, random.fork('resamples'));
  const draws = Array.from({ length: resamples }, () => measured(given, orders, terms, draw()));
  const told = (name: Measure) =>
    estimateOf(
      own[name],
      Float64Array.from(draws, (one) => one[name]),
    );
  const toldAt = (list: 'at' | 'tried', place: number) =>
    estimateOf(
      own[list][place]!,
      Float64Array.from(draws, (one) => one[list][place]!),
    );
  const all = terms.contacts === null || terms.contacts >= rows;
  return {
    rows,
    ...{ averageEffect: told('averageEffect'), qini: told('qini'), randomQini: told('randomQini') },
    at: shares.map((share, i) => ({
      ...{ share, uplift: toldAt('at', 3 * i), gained: toldAt('at', 3 * i + 1) },
      minusRandom: toldAt('at', 3 * i + 2),
    })),
    values: {
      ...{ contacts, model: told('model'), random: told('random'), all: all ? told('all') : null },
      modelMinusRandom: told('modelMinusRandom'),
      modelMinusAll: all ? told('modelMinusAll') : null,
      tried: tried.map(({ name }, i) => ({
        ...{ name, gained: toldAt('tried', 3 * i), value: toldAt('tried', 3 * i + 1) },
        modelMinus: toldAt('tried', 3 * i + 2),
      })),
    },
  };
}
