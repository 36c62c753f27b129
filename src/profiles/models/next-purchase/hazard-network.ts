/**
 * The next purchase by a memory over the purchases so far: after each it says how likely the next one is on any day, a rate for
 * each part of the time that goes by. Who has not bought again counts with the days until the last one that is known, no more:
 * the likelihood of constant rates between edges is that of counts with exposure.
 *
 * @see Friedman (1982), Piecewise exponential models for survival data with covariates, https://doi.org/10.1214/aos/1176345693
 */
import { z } from 'zod';
import { InputError } from '../../../core/errors';
import type { Random } from '../../../core/random';
import type { NextPurchaseCurves } from '../../judge/next-purchase-curves';
import { fitPreparation, preparationSchema } from '../preparation';
import { fitLstms, fittedLstmSchema, type LstmSettings } from '../recurrent/fit-lstm';
import { historySteps, sequencesOf, type HistorySteps } from '../recurrent/history-steps';
import { lastRates } from '../recurrent/lstm';
import type { SequenceTargets } from '../recurrent/sequences';
import { DAYS_A_WEEK, endUntil, type PurchaseHistories } from '../purchases/histories';

/** Days since a purchase from which on another rate holds; the last rate holds for ever. */
const EDGES = [0, 7, 14, 21, 28, 42, 63, 91, 126, 182] as const;

export const hazardNetworkSchema = z
  .strictObject({
    preparation: preparationSchema,
    edges: z.array(z.number().nonnegative()).min(1).readonly().describe('days since a purchase, from 0 on'),
    members: z.array(fittedLstmSchema).min(1).readonly().describe('nets whose rates are averaged'),
  })
  .readonly();
export type HazardNetwork = z.infer<typeof hazardNetworkSchema>;

/** Days between two times that lie between an edge and the next one. */
function daysBetween(edges: readonly number[], part: number, from: number, to: number): number {
  const [low, high] = [Math.max(from, edges[part]!), Math.min(to, edges[part + 1] ?? Infinity)];
  return Math.max(0, high - low);
}

/** After each purchase: weeks looked at in each part, and where the next purchase fell. @param until last day known */
export function gapTargets(
  { days, starts: first }: PurchaseHistories,
  { customer, starts, purchase }: HistorySteps,
  until: number,
): SequenceTargets {
  const kinds = EDGES.length;
  const exposure = new Float32Array(purchase.length * kinds);
  const came = new Float32Array(purchase.length * kinds);
  customer.forEach((one, sequence) => {
    for (let step = starts[sequence]!; step < starts[sequence + 1]!; step += 1) {
      const next = purchase[step]! + 1;
      const isSeen = next < first[one + 1]! && days[next]! <= until;
      const gap = (isSeen ? days[next]! : until) - days[purchase[step]!]!;
      for (let part = 0; part < kinds; part += 1) {
        exposure[step * kinds + part] = daysBetween(EDGES, part, 0, gap) / DAYS_A_WEEK;
        const fellHere = gap > EDGES[part]! && gap <= (EDGES[part + 1] ?? Infinity);
        if (isSeen && fellHere) came[step * kinds + part] = 1;
      }
    }
  });
  return { kinds, exposure, came };
}

/**
 * @param until last day that is known: purchases after it are not looked at
 * @throws InputError if nobody bought again
 */
export async function fitHazardNetwork(
  histories: PurchaseHistories,
  until: number,
  settings: LstmSettings,
  random: Random,
): Promise<HazardNetwork> {
  const steps = historySteps(histories, until, false);
  const targets = gapTargets(histories, steps, until);
  if (!targets.came.includes(1))
    throw new InputError(
      `next purchase: expected customers who bought more than once, got none among ${steps.customer.length}`,
    );
  const preparation = fitPreparation(steps.table);
  const sequences = { ...sequencesOf(preparation, steps), ...targets };
  const members = await fitLstms(sequences, steps.customer, settings, random);
  return { preparation, edges: EDGES, members };
}

/**
 * What it says of whoever has bought until a day, given that they have not since their last purchase.
 *
 * @returns [rows] in the order of `summaryOf`
 */
export function hazardCurves(
  { preparation, edges, members }: HazardNetwork,
  histories: PurchaseHistories,
  until: number,
): NextPurchaseCurves {
  const steps = historySteps(histories, until, false);
  const rates = lastRates(
    members.map(({ lstm }) => lstm),
    sequencesOf(preparation, steps),
  );
  const elapsed = Float64Array.from(
    steps.customer,
    (one) => until - histories.days[endUntil(histories, one, until) - 1]!,
  );
  const noPurchaseWithin = (row: number, days: number): number => {
    let expected = 0;
    for (let part = 0; part < edges.length; part += 1) {
      const rate = rates[row * edges.length + part]! / DAYS_A_WEEK;
      expected += rate * daysBetween(edges, part, elapsed[row]!, elapsed[row]! + days);
    }
    return Math.exp(-expected);
  };
  return { rows: elapsed.length, noPurchaseWithin };
}
