/**
 * BG/NBD: customers buy at random times, at a rate of their own (gamma with shape r and rate α), and after each purchase are
 * gone for good with a probability of their own (beta with a and b). Fitted by maximum likelihood.
 *
 * @see Fader, Hardie & Lee (2005), "Counting your customers" the easy way, https://doi.org/10.1287/mksc.1040.0098
 */
import { z } from 'zod';
import { InputError } from '../../../core/errors';
import { gathered } from '../../tables/gathered';
import { logGamma } from '../../../stats/log-gamma';
import { fitPositive } from '../../../stats/positive-likelihood';
import type { Random } from '../../../core/random';
import { drawnRows } from '../purchases/drawn-rows';
import type { PurchaseSummary } from '../purchases/summary';

/** Read once: where scripts run in a realm of their own, as under jest, a global costs more than the arithmetic. */
const { abs, exp, log, log1p, max } = Math;

const positive = z.number().positive();
const parameters = { r: positive, alpha: positive, a: positive, b: positive };

export const bgNbdSchema = z
  .strictObject({
    ...parameters,
    standardErrors: z.strictObject(parameters).nullable().describe('null where they are not identified'),
    logLikelihood: z.number(),
    customers: z.int().positive().describe('who had bought'),
    drawn: z.int().positive().nullable().describe('of them, that it was fitted to; null: to all'),
    converged: z.boolean(),
  })
  .readonly();
export type BgNbd = z.infer<typeof bgNbdSchema>;

/** r and a, b without unit; alpha in the unit of the times. */
export type BgNbdParameters = Readonly<Pick<BgNbd, 'r' | 'alpha' | 'a' | 'b'>>;

type Histories = Pick<PurchaseSummary, 'frequency' | 'recency' | 'age'>;

interface Group {
  readonly frequency: number;
  readonly recency: number;
  readonly age: number;
  /** Customers that are alike in all three. */
  customers: number;
}

function groupsOf({ frequency, recency, age }: Histories): Group[] {
  const groups = new Map<string, Group>();
  frequency.forEach((x, row) => {
    const key = `${x} ${recency[row]!} ${age[row]!}`;
    const group = groups.get(key);
    if (group !== undefined) group.customers += 1;
    else groups.set(key, { frequency: x, recency: recency[row]!, age: age[row]!, customers: 1 });
  });
  return [...groups.values()];
}

/** The logarithm of the likelihood of one history, without the terms that its frequency alone decides. */
function ofTimes({ r, alpha, a, b }: BgNbdParameters, { frequency: x, recency, age }: Group): number {
  const stayed = -(r + x) * log(alpha + age);
  if (x === 0) return stayed;
  const left = log(a / (b + x - 1)) - (r + x) * log(alpha + recency);
  return max(stayed, left) + log1p(exp(-abs(stayed - left)));
}

/** ln of Γ(r + x) α^r / Γ(r) · B(a, b + x) / B(a, b) */
function ofFrequency({ r, alpha, a, b }: BgNbdParameters, x: number): number {
  const rate = logGamma(r + x) - logGamma(r) + r * log(alpha);
  return rate + logGamma(b + x) - logGamma(b) + logGamma(a + b) - logGamma(a + b + x);
}

function likelihoodOf(groups: readonly Group[], model: BgNbdParameters): number {
  const known = new Map<number, number>();
  let sum = 0;
  for (const group of groups) {
    const { frequency } = group;
    let constant = known.get(frequency);
    if (constant === undefined) known.set(frequency, (constant = ofFrequency(model, frequency)));
    sum += group.customers * (constant + ofTimes(model, group));
  }
  return sum;
}

/** The log-likelihood of all histories together: equation 6 of the paper. */
export function bgNbdLogLikelihood(model: BgNbdParameters, histories: Histories): number {
  return likelihoodOf(groupsOf(histories), model);
}

const named = ([r, alpha, a, b]: readonly number[]): BgNbdParameters => ({
  r: r!,
  alpha: alpha!,
  a: a!,
  b: b!,
});

/** Kinds of histories that all count; of more as many customers are drawn, which errs by less than what is known of them. */
const MOST = 200_000;

/** Kinds of histories that show where the summit is. */
const ENOUGH_TO_BEGIN = 10_000;

const everyNth = <Value>(values: readonly Value[], n: number): readonly Value[] =>
  n === 1 ? values : values.filter((_, i) => i % n === 0);

/** What the likelihood asks of all: exact where many customers are alike. */
function groupsToFit(histories: Histories, random: Random) {
  const groups = groupsOf(histories);
  if (groups.length <= MOST) return { groups, drawn: null };
  const rows = drawnRows(histories.frequency.length, MOST, random);
  const of = (column: Float64Array) => gathered(column, rows);
  const { frequency, recency, age } = histories;
  const some = { frequency: of(frequency), recency: of(recency), age: of(age) };
  return { groups: groupsOf(some), drawn: rows.length };
}

/**
 * @param histories of customers who have bought, all times in one unit
 * @param random draws customers, where too many differ
 * @throws InputError if nobody bought again: then nothing tells how fast they buy from how fast they go
 */
export function fitBgNbd(histories: Histories, random: Random): BgNbd {
  const customers = histories.frequency.length;
  const { groups, drawn } = groupsToFit(histories, random);
  const repeats = groups.reduce((sum, { frequency, customers: many }) => sum + frequency * many, 0);
  if (repeats === 0)
    throw new InputError(`BG/NBD: expected customers who bought more than once, got none among ${customers}`);
  const time = groups.reduce((sum, { age, customers: many }) => sum + age * many, 0);
  const rate = repeats / time;
  const some = everyNth(groups, Math.ceil(groups.length / ENOUGH_TO_BEGIN));
  // The mean rate r / alpha is that of the data; how customers differ in it, and how many go, is left open.
  const starts = [0.2, 1, 4].flatMap((r) => [
    [r, r / rate, 1, 2],
    [r, r / rate, 0.5, 10],
  ]);
  const {
    parameters: best,
    standardErrors,
    ...fit
  } = fitPositive(
    (at) => likelihoodOf(groups, named(at)),
    starts,
    (at) => likelihoodOf(some, named(at)),
  );
  return {
    ...named(best),
    ...fit,
    customers,
    drawn,
    standardErrors: standardErrors && named(standardErrors),
  };
}
