/** What a policy may spend, as it was asked for. */
import { z } from 'zod';

const rate = (what: string) =>
  z
    .strictObject({
      amount: z.number().positive().describe(what),
      per: z
        .enum(['day', 'decision'])
        .default('day')
        .describe('of what the amount is; a log without times has no days'),
    })
    .readonly();

export const spendingSettings = z
  .strictObject({
    price: z
      .number()
      .min(0)
      .optional()
      .describe('what a unit of cost is charged beside its value, in the units of the reward'),
    budget: rate('most that may be spent').optional(),
    capacity: z
      .record(z.string().min(1), rate('most contacts'))
      .readonly()
      .optional()
      .describe('most contacts by a channel: its name, and an amount as of a budget'),
  })
  .readonly()
  .refine(({ price, budget }) => price === undefined || budget === undefined, {
    path: ['price'],
    message: 'expected without a budget, which makes a price of its own',
  });

export type SpendingSettings = z.output<typeof spendingSettings>;
