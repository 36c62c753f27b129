/**
 * Uplift judged on customers who were dealt their contacts: the Qini coefficient, uplift among the first, and what it pays
 * under a price per contact and a number of contacts; random targeting beside each. Intervals resample customers, and an
 * order is kept in all resamples, for it was made before anybody looked at these customers.
 */
import type { Estimate } from '../../core/estimate';
import type { Random } from '../../core/random';
import { percentileInterval, resampleCounts } from '../../stats/bootstrap';
import { gainsOf, targetingOrder, type TargetedRows } from './qini';

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
  /** null where there are more customers than contacts */
  readonly all: Estimate | null;
  readonly modelMinusRandom: Estimate;
  readonly modelMinusAll: Estimate | null;
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

type Measure = 'averageEffect' | 'qini' | 'randomQini' | keyof Omit<TargetedValues, 'contacts'>;

interface Orders {
  readonly order: Int32Array;
  readonly chance: Int32Array;
  /** Rows of each share that is told. */
  readonly places: readonly number[];
  /** Rows that the model contacts. */
  readonly contacts: number;
}

/** All that is told, of the sample itself and of each resample alike. */
function measured(
  given: TargetedRows,
  { order, chance, places, contacts }: Orders,
  { worth, cost }: Terms,
  counts: ArrayLike<number>,
): Readonly<Record<Measure, number>> & { readonly at: readonly number[] } {
  const { gained, shares, qini } = gainsOf(given, order, counts);
  const effect = gained.at(-1)!;
  const contacted = shares[contacts]!;
  // By no contact nothing is gained, and nothing paid.
  const model = contacts === 0 ? 0 : worth * gained[contacts]! - cost * contacted;
  const random = contacts === 0 ? 0 : contacted * (worth * effect - cost);
  const all = worth * effect - cost;
  return {
    ...{ averageEffect: effect, qini, randomQini: gainsOf(given, chance, counts).qini },
    ...{ model, random, all, modelMinusRandom: model - random, modelMinusAll: model - all },
    at: places.flatMap((place) => {
      const uplift = gained[place]! / shares[place]!;
      return [uplift, gained[place]!, uplift - effect];
    }),
  };
}

/**
 * @param given scores are expected effects of what would be sent
 * @param random deals ties, draws the random order and the resamples
 * @throws ShapeError naming what does not belong together
 */
export function judgeUplift(
  given: TargetedRows,
  { terms, shares, resamples }: JudgeUpliftOptions,
  random: Random,
): JudgedUplift {
  const rows = given.scores.length;
  const customers = given.customers.reduce((most, customer) => Math.max(most, customer + 1), 0);
  const order = targetingOrder(given.scores, random.fork('ties'));
  const chance = targetingOrder(new Float64Array(rows), random.fork('chance'));
  const contacts = contactsOf(given.scores, terms);
  const orders = { order, chance, contacts, places: shares.map((share) => Math.round(share * rows)) };
  const own = measured(given, orders, terms, new Uint8Array(customers).fill(1));
  const draw = resampleCounts(customers, random.fork('resamples'));
  const draws = Array.from({ length: resamples }, () => measured(given, orders, terms, draw()));
  const told = (name: Measure) =>
    estimateOf(
      own[name],
      Float64Array.from(draws, (one) => one[name]),
    );
  const toldAt = (place: number) =>
    estimateOf(
      own.at[place]!,
      Float64Array.from(draws, ({ at }) => at[place]!),
    );
  const all = terms.contacts === null || terms.contacts >= rows;
  return {
    rows,
    ...{ averageEffect: told('averageEffect'), qini: told('qini'), randomQini: told('randomQini') },
    at: shares.map((share, i) => ({
      ...{ share, uplift: toldAt(3 * i), gained: toldAt(3 * i + 1), minusRandom: toldAt(3 * i + 2) },
    })),
    values: {
      ...{ contacts, model: told('model'), random: told('random'), all: all ? told('all') : null },
      modelMinusRandom: told('modelMinusRandom'),
      modelMinusAll: all ? told('modelMinusAll') : null,
    },
  };
}
