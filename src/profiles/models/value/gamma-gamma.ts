/**
 * Gamma-gamma: the amounts of a customer's purchases are gamma with shape p and a rate of their own, the rates gamma with
 * shape q and rate γ. What a customer's purchases come to on average is drawn towards the mean of all, the more so the fewer
 * they are. It assumes that how much is bought does not hang on how often: `spendAssumption` looks.
 *
 * @see Fader & Hardie (2013), The gamma-gamma model of monetary value, http://brucehardie.com/notes/025/
 */
import { z } from 'zod';
import { InputError } from '../../../core/errors';
import type { Random } from '../../../core/random';
import { correlationInterval } from '../../../stats/correlation';
import { logGamma } from '../../../stats/log-gamma';
import { fitPositive } from '../../../stats/positive-likelihood';
import { gathered } from '../../tables/gathered';
import { drawnRows } from '../purchases/drawn-rows';
import type { PurchaseSummary } from '../purchases/summary';

/** Read once: where scripts run in a realm of their own, as under jest, a global costs more than the arithmetic. */
const { log } = Math;

const positive = z.number().positive();
const parameters = { p: positive, q: positive, gamma: positive.describe('account currency') };

export const gammaGammaSchema = z
  .strictObject({
    ...parameters,
    standardErrors: z.strictObject(parameters).nullable().describe('null where they are not identified'),
    logLikelihood: z.number(),
    customers: z.int().positive().describe('who bought more than once, for something'),
    drawn: z.int().positive().nullable().describe('of them, that it was fitted to; null: to all'),
    converged: z.boolean(),
  })
  .readonly();
export type GammaGamma = z.infer<typeof gammaGammaSchema>;

export type GammaGammaParameters = Readonly<Pick<GammaGamma, 'p' | 'q' | 'gamma'>>;

type Spending = Pick<PurchaseSummary, 'frequency' | 'meanValue'>;

/** Those who bought more than once, for something. */
function buyersOf({ frequency, meanValue }: Spending): Spending {
  const isBuyer = (row: number) => frequency[row]! > 0 && meanValue[row]! > 0;
  return {
    frequency: frequency.filter((_, row) => isBuyer(row)),
    meanValue: meanValue.filter((_, row) => isBuyer(row)),
  };
}

/** The log-likelihood of all mean values together: equation 1a of the note. */
export function gammaGammaLogLikelihood(
  { p, q, gamma }: GammaGammaParameters,
  { frequency, meanValue }: Spending,
): number {
  const ofFrequency = new Map<number, number>();
  let sum = 0;
  for (let row = 0; row < frequency.length; row += 1) {
    const x = frequency[row]!;
    const value = meanValue[row]!;
    let constant = ofFrequency.get(x);
    if (constant === undefined) {
      constant = logGamma(p * x + q) - logGamma(p * x) - logGamma(q) + q * log(gamma) + p * x * log(x);
      ofFrequency.set(x, constant);
    }
    sum += constant + (p * x - 1) * log(value) - (p * x + q) * log(gamma + x * value);
  }
  return sum;
}

const named = ([p, q, gamma]: readonly number[]): GammaGammaParameters => ({ p: p!, q: q!, gamma: gamma! });

/** Customers that all count; of more as many are drawn, which errs by less than what is known of them. */
const MOST = 200_000;

function someOf({ frequency, meanValue }: Spending, random: Random): Spending {
  const rows = drawnRows(frequency.length, MOST, random);
  return { frequency: gathered(frequency, rows), meanValue: gathered(meanValue, rows) };
}

/**
 * @param random draws customers, where there are too many
 * @throws InputError if fewer than two customers bought more than once, or if mean amounts are so unequal that they have no
 *   mean (q is 1 or less)
 */
export function fitGammaGamma(spending: Spending, random: Random): GammaGamma {
  const all = buyersOf(spending);
  const customers = all.frequency.length;
  if (customers < 2)
    throw new InputError(`gamma-gamma: expected customers who bought more than once, got ${customers}`);
  const buyers = someOf(all, random);
  const count = buyers.frequency.length;
  const mean = buyers.meanValue.reduce((sum, value) => sum + value, 0) / count;
  const starts = [1, 6].flatMap((p) => [2, 5].map((q) => [p, q, (mean * (q - 1)) / p]));
  const {
    parameters: best,
    standardErrors,
    ...fit
  } = fitPositive((at) => gammaGammaLogLikelihood(named(at), buyers), starts);
  const model = named(best);
  if (model.q <= 1)
    throw new InputError(
      `gamma-gamma: expected amounts that have a mean, got a tail with q = ${model.q.toPrecision(3)}`,
    );
  return {
    ...model,
    ...fit,
    customers,
    drawn: count < customers ? count : null,
    standardErrors: standardErrors && named(standardErrors),
  };
}

/**
 * [rows] What a purchase of each customer is expected to come to, account currency: equation 5 of the note; for those without
 * a purchase after the first one the mean of all, pγ/(q − 1). Where more went back than was paid, it is as if nothing was.
 */
export function expectedPurchaseValues(
  { p, q, gamma }: GammaGammaParameters,
  { frequency, meanValue }: Spending,
): Float64Array {
  return frequency.map(
    (x, row) => (p * (gamma + (x > 0 ? x * Math.max(0, meanValue[row]!) : 0))) / (p * x + q - 1),
  );
}

const number = z.number().nullable();

export const spendAssumptionSchema = z
  .strictObject({
    /**
     * Pearson's, of how often and how much customers buy who bought more than once. Not one of ranks: where amounts are skewed
     * the median of their mean rises with their number, though the mean does not.
     */
    correlation: z.strictObject({ value: number, low: number, high: number, level: z.number() }).readonly(),
    holds: z
      .boolean()
      .nullable()
      .describe('false where the correlation is surely not small; null where it cannot be told'),
  })
  .readonly();
export type SpendAssumption = z.infer<typeof spendAssumptionSchema>;

/** A correlation that is small, by the convention of Cohen (1988), Statistical power analysis. */
const SMALL = 0.1;

/** Whether how much is bought hangs on how often, of which gamma-gamma assumes that it does not. */
export function spendAssumption(
  spending: Spending,
  options: { readonly resamples: number; readonly random: Random },
): SpendAssumption {
  const { frequency, meanValue } = someOf(buyersOf(spending), options.random.fork('customers'));
  const correlation = correlationInterval(frequency, meanValue, options);
  const { low, high } = correlation;
  const holds = low === null || high === null ? null : low <= SMALL && high >= -SMALL;
  return { correlation, holds };
}
