/**
 * Every number of the next-best-action world. The defaults are those of the published notebook: ikatsov/tensor-house,
 * promotions/next-best-action-rl.ipynb.
 */
import { z } from 'zod';

/** Offers that a customer gets in an episode. */
export const OFFERS = 3;

/** Index 0 is No Action: what happens where no offer is made, and never a choice where one is due. */
export const actionNames = ['none', 'advertisement', 'small-discount', 'large-discount'] as const;

/** Indices of the actions that are offers. */
export const offers = [1, 2, 3] as const;

const share = z.number().min(0).max(1);

/** What customers of a kind do at one time step, if not nothing: a visit or a purchase. */
function eventSchema(who: string, visit: number, purchase: number) {
  const probability = (event: string, value: number) =>
    share
      .default(value)
      .describe(
        `probability of a ${event} per time step, of a customer who is ${who}. Default: tensor-house`,
      );
  return z
    .strictObject({ visit: probability('visit', visit), purchase: probability('purchase', purchase) })
    .readonly()
    .refine((events) => events.visit + events.purchase <= 1, {
      error: 'expected visit and purchase to be at most 1 together',
    })
    .prefault({});
}

export const nextBestActionConfigSchema = z
  .strictObject({
    framing: z
      .enum(['unframed', 'framed'])
      .default('unframed')
      .describe(
        'unframed: a decision earns what follows its offer; framed, as tensor-house has it: what lies before its offer. Default: ours, no purchase is lost',
      ),
    horizon: z
      .int()
      .min(OFFERS + 1)
      .max(10_000)
      .default(100)
      .describe('time steps that a customer is watched for. Default: tensor-house'),
    offerMeans: z
      .tuple([z.int(), z.int(), z.int()])
      .readonly()
      .default([25, 50, 75])
      .describe('mean time step of each offer. Default: tensor-house'),
    jitter: z
      .number()
      .min(0)
      .max(10)
      .default(5)
      .describe(
        'standard deviation of the time steps of offers; 0 makes them at their means. Default: tensor-house',
      ),
    plain: eventSchema('not boosted', 0.08, 0.02),
    boosted: eventSchema('boosted', 0.08, 0.22),
    spontaneous: share
      .default(0.1)
      .describe(
        'probability, at each time step, that a customer who is not boosted acts as one who is. Default: tensor-house',
      ),
  })
  .readonly()
  .superRefine(({ horizon, offerMeans }, context) => {
    const [first, second, third] = offerMeans;
    if (0 <= first && first < second && second < third && third < horizon) return;
    const message = 'expected three rising time steps from 0 on, below the horizon';
    context.addIssue({ code: 'custom', path: ['offerMeans'], message, input: offerMeans });
  });

export type NextBestActionConfig = z.infer<typeof nextBestActionConfigSchema>;

/** Features of the notebook's state; `...Time` is the first time step of that offer, the horizon if it was not made. */
const framedFeatures = ['trait', 'visits', 'advertisementTime', 'smallDiscountTime', 'largeDiscountTime'];

/**
 * Names of an observation's columns. Unframed there is the time step of the decision too: without it, an offer made
 * twice looks like one made once, and the state does not tell how many offers are left.
 */
export function featureNames({ framing }: NextBestActionConfig): readonly string[] {
  return framing === 'framed' ? framedFeatures : [...framedFeatures, 'time'];
}
