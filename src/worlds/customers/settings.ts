/**
 * Every number of the simulated company. Defaults are public orders of magnitude where there are any; the others were
 * chosen by what simple rules and dynamic programming earn, before any learner had run here: never contacting and
 * always contacting lose clearly to the best rule, and knowing the hidden state is worth clearly more than that rule
 * (test/worlds/customers/restraint.test.ts holds both).
 */
import { z } from 'zod';
import { channelsSchema } from './channel-settings';
import { segmentsSchema, preferencesFit, wrongPreference } from './segment-settings';

const share = z.number().min(0).max(1);
const levels = z.int().min(2).max(16);

const interest = z
  .strictObject({
    levels: levels
      .default(5)
      .describe('levels of interest, from none to full. Default: ours, coarse enough for exact values'),
    organic: share
      .default(0.2)
      .describe(
        'chance per period that a customer of full interest buys without being asked; in proportion below. Default: ours, an order in ten weeks at middling interest, as in online retail',
      ),
    response: share
      .default(0.5)
      .describe(
        'how much a customer without interest responds, as a share of one of full interest. Default: ours, no public figure',
      ),
    up: share
      .default(0.01)
      .describe('chance per period that interest rises by a level. Default: ours, no public figure'),
    down: share
      .default(0.2)
      .describe(
        'chance per period that it falls by a level. Default: ours, a company that says nothing is forgotten within half a year',
      ),
    sated: share
      .default(0.2)
      .describe('added chance that it falls after a sale. Default: ours, no public figure'),
  })
  .refine(({ up, down }) => up + down <= 1, { path: ['down'], error: 'expected up + down of at most 1' })
  .refine(({ down, sated }) => down + sated <= 1, {
    path: ['sated'],
    error: 'expected down + sated of at most 1',
  })
  .readonly();

const fatigue = z
  .strictObject({
    levels: levels
      .default(6)
      .describe('levels of fatigue, from rested to worn out. Default: ours, coarse enough for exact values'),
    recovery: share
      .default(0.5)
      .describe(
        'chance per period that fatigue falls by a level. Default: ours, two weeks a level: monthly contacts leave little trace, weekly ones pile up',
      ),
    damping: share
      .default(0.7)
      .describe(
        'share of responses lost at full fatigue, in proportion below. Default: ours, no public figure',
      ),
    churn: share
      .default(0.06)
      .describe(
        'added chance per period that a customer of full fatigue leaves, falling with the square. Default: ours, no public figure',
      ),
    annoyance: z
      .number()
      .min(0)
      .default(8)
      .describe(
        'how many times more often a customer of full fatigue unsubscribes or complains, in proportion below. Default: ours; surveys name "too many messages" as the first reason',
      ),
  })
  .readonly();

const sale = z
  .strictObject({
    margin: z
      .number()
      .positive()
      .default(30)
      .describe(
        'mean margin of a sale before contacts, account currency. Default: ours, two fifths of a basket of 75 EUR in online retail',
      ),
    spread: z
      .number()
      .min(0)
      .max(2)
      .default(0.5)
      .describe('standard deviation of the logarithm of the margin. Default: ours, log-normal baskets'),
  })
  .readonly();

export const customersConfigSchema = z
  .strictObject({
    channels: channelsSchema,
    segments: segmentsSchema,
    interest: interest.prefault({}),
    fatigue: fatigue.prefault({}),
    sale: sale.prefault({}),
    churn: share
      .default(0.004)
      .describe(
        'chance per period that a rested customer leaves. Default: order of magnitude of retail, a fifth of the customers in a year of weeks',
      ),
    complaintCost: z
      .number()
      .min(0)
      .default(15)
      .describe(
        'cost of a complaint, account currency. Default: order of magnitude of a quarter of an hour of service',
      ),
    offPreference: share
      .default(0.25)
      .describe(
        'how much a customer notices other channels, as a share of the preferred one. Default: ours, no public figure',
      ),
    observe: z
      .enum(['history', 'latent'])
      .default('history')
      .describe(
        'what a policy sees: what a company can count, or the hidden state itself. Default: what a company has',
      ),
    periods: z
      .int()
      .positive()
      .max(1000)
      .default(52)
      .describe('periods after which an episode is cut short. Default: a year of weeks'),
    ruleCustomers: z
      .int()
      .positive()
      .max(1_000_000)
      .default(4096)
      .describe(
        'customers simulated for each rule that a search tries. Default: ours, a search takes some seconds',
      ),
  })
  .refine(preferencesFit, wrongPreference)
  .readonly();

export type CustomersConfig = z.infer<typeof customersConfigSchema>;

export const defaultCustomersConfig: CustomersConfig = customersConfigSchema.parse({});
