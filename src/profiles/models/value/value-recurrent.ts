/**
 * Lifetime value by a memory over the purchase history: what customers will spend a week, said at its last step, today. As of
 * the feed-forward net, customers are assumed to go on at that pace beyond the weeks it was fitted to.
 */
import { z } from 'zod';
import { InputError } from '../../../core/errors';
import type { Random } from '../../../core/random';
import { fitPreparation, preparationSchema } from '../preparation';
import { fitLstms, fittedLstmSchema, type LstmSettings } from '../recurrent/fit-lstm';
import { historySteps, joinedSteps, sequencesOf } from '../recurrent/history-steps';
import { lastRates } from '../recurrent/lstm';
import { DAYS_A_WEEK, type PurchaseHistories } from '../purchases/histories';
import { spendOf } from './value-features';

export const valueRecurrentSchema = z
  .strictObject({
    preparation: preparationSchema,
    weeklySpend: z.number().positive().describe('mean, account currency; a score of 0 says it'),
    members: z.array(fittedLstmSchema).min(1).readonly().describe('nets whose predictions are averaged'),
  })
  .readonly();
export type ValueRecurrent = z.infer<typeof valueRecurrentSchema>;

/**
 * @param until last day that is known
 * @param weeks lengths of the periods ahead, all of which end at that day
 * @throws InputError where nobody spent anything in them
 */
export async function fitValueRecurrent(
  histories: PurchaseHistories,
  until: number,
  weeks: readonly number[],
  settings: LstmSettings,
  random: Random,
): Promise<ValueRecurrent> {
  const parts = weeks.map((ahead) => {
    const cutoff = until - ahead * DAYS_A_WEEK;
    const steps = historySteps(histories, cutoff, true);
    return { ahead, steps, spend: spendOf(histories, steps.customer, cutoff, until) };
  });
  const steps = joinedSteps(parts.map((part) => part.steps));
  const spend = parts.flatMap((part) => [...part.spend]);
  const looked = parts.flatMap((part) => [...part.spend].map(() => part.ahead));
  const total = (column: readonly number[]) => column.reduce((sum, value) => sum + value, 0);
  const weeklySpend = total(spend) / total(looked);
  if (!(weeklySpend > 0))
    throw new InputError(
      `lifetime value: expected customers who spent something, got none among ${spend.length}`,
    );
  const preparation = fitPreparation(steps.table);
  const exposure = new Float32Array(steps.table.rows);
  const came = new Float32Array(steps.table.rows);
  steps.starts.subarray(1).forEach((end, sequence) => {
    exposure[end - 1] = looked[sequence]!;
    came[end - 1] = spend[sequence]! / weeklySpend;
  });
  const sequences = { ...sequencesOf(preparation, steps), kinds: 1, exposure, came };
  const members = await fitLstms(sequences, steps.customer, settings, random);
  return { preparation, weeklySpend, members };
}

/**
 * What whoever has bought until a day is expected to spend within some weeks from then, account currency.
 *
 * @returns [rows] in the order of `summaryOf`
 */
export function applyValueRecurrent(
  { preparation, weeklySpend, members }: ValueRecurrent,
  histories: PurchaseHistories,
  until: number,
  weeks: number,
): Float64Array {
  const sequences = sequencesOf(preparation, historySteps(histories, until, true));
  return lastRates(
    members.map(({ lstm }) => lstm),
    sequences,
  ).map((rate) => weeks * weeklySpend * rate);
}
