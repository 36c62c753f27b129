/**
 * Which actions a log supports: what a policy that was learned from it may take, since of anything else its values are
 * guesses, and a maximum over guesses finds the luckiest one. Plain data, part of the policy: it is judged with it, saved
 * with it and served with it.
 *
 * @see Fujimoto et al. (2019), Benchmarking batch deep RL algorithms, https://arxiv.org/abs/1910.01708, whose threshold is
 * relative to the likeliest action; this one is absolute, asks for customers besides, and may be relative too
 */
import { z } from 'zod';
import { parameterCount } from '../stats/class-model';

const numbers = z.array(z.number()).readonly();
const share = z.number().min(0).max(1);

const behaviour = z
  .strictObject({
    kind: z.enum(['logistic', 'network', 'shares']),
    width: z.int().positive().describe('features of an observation'),
    parameters: numbers.describe('of the logistic model or of the network; none of shares'),
    temperature: z.number().positive(),
    shares: z
      .strictObject({
        frequent: z.array(z.int().min(0)).readonly().describe('actions of the model, ascending'),
        rare: z.array(share).readonly().describe('[actions] share of each of the others; else 0'),
        weights: z
          .array(z.number().positive())
          .readonly()
          .describe('[actions] decisions that one stands for'),
        rows: z.int().positive().describe('decisions of the fit'),
      })
      .readonly(),
  })
  .readonly()
  .refine((model) => model.parameters.length === parameterCount(model), {
    path: ['parameters'],
    message: 'expected as many as its kind, width and frequent actions say',
  })
  .refine(({ kind, shares }) => (kind === 'shares') === shares.frequent.length < 2, {
    path: ['kind'],
    message: 'expected shares where fewer than two actions are frequent, and only there',
  })
  .refine(
    ({ shares: { frequent, rare } }) =>
      frequent.every((action, i) => action < rare.length && action > (frequent[i - 1] ?? -1)),
    { path: ['shares', 'frequent'], message: 'expected actions by their index, ascending' },
  );

export const supportFilterSchema = z
  .strictObject({
    behaviour: behaviour.describe('what chose the logged actions, by features of comparable scale'),
    scaling: z
      .strictObject({
        observationOffset: numbers,
        observationScale: z.array(z.number().positive()).readonly(),
      })
      .readonly()
      .describe('the behaviour model sees (observation - offset) * scale'),
    isMasked: z
      .boolean()
      .describe(
        'whether the behaviour kept to what was allowed; false where there was no mask, or the log broke it',
      ),
    leastProbability: share.describe('of a supported action under the behaviour model'),
    leastOfLikeliest: share
      .default(0)
      .describe(
        'share of the probability of the likeliest allowed action that a supported action has at least',
      ),
    leastCustomers: z.int().positive().describe('who took a supported action in training'),
    customers: z.array(z.int().min(0)).readonly().describe('[actions] who took it in training'),
    unit: z.enum(['customer', 'row']).describe('what was counted: rows of a log that names no customers'),
  })
  .readonly()
  .refine(
    ({ behaviour: { width }, scaling }) => Object.values(scaling).every((all) => all.length === width),
    {
      path: ['scaling'],
      message: 'expected one offset and one scale per feature',
    },
  )
  .refine(
    ({ behaviour: { shares }, customers }) =>
      [shares.rare, shares.weights].every((all) => all.length === customers.length),
    { path: ['customers'], message: 'expected as many actions as in the shares of the behaviour' },
  );

export type SupportFilter = z.output<typeof supportFilterSchema>;
