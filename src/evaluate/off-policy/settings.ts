/** From where on a log is said to tell too little of a policy, and how estimates are made. */
import { z } from 'zod';

const share = z.number().min(0).max(1);

export const offPolicySettings = z
  .strictObject({
    level: z.number().gt(0).lt(1).default(0.95).describe('coverage of two-sided intervals'),
    resamples: z
      .int()
      .min(100)
      .default(1000)
      .describe(
        'of the bootstrap by customer. Default: Efron & Tibshirani (1993), enough for tails of 2.5 %',
      ),
    fewestEffective: z
      .number()
      .min(0)
      .default(10)
      .describe('effective sample size below which no verdict is given'),
    warnEffective: z
      .number()
      .min(0)
      .default(50)
      .describe('effective sample size below which a verdict comes with a warning'),
    largestShare: share
      .default(0.2)
      .describe('of all weight on one customer, beyond which no verdict is given'),
    fewestVarianceUnits: z
      .number()
      .min(0)
      .default(0.5)
      .describe(
        'customers left of those who make up half of the variance of rewards, below which no verdict is given. Default: simulated settings below it cover in 50 to 90 %',
      ),
    warnVarianceUnits: z
      .number()
      .min(0)
      .default(2)
      .describe(
        'the same, below which a verdict comes with a warning. Default: simulated settings beyond it cover in 88 to 98 %, most in 92.5 % or more (npm run bench:coverage)',
      ),
    weightError: z
      .number()
      .positive()
      .default(4)
      .describe('standard errors from where on a mean weight is not 1 by chance'),
    weightDistance: share
      .default(0.1)
      .describe('distance of a mean weight from 1 that forbids a verdict, if it is no chance'),
    floor: share
      .default(0.01)
      .describe('estimated probability below which an action is not to be expected, as in the audit'),
    rareShare: share
      .default(0.05)
      .describe('of a policy on such actions, from where on its value is not identified'),
    seed: z.int().min(0).default(42).describe('of folds, models and resamples'),
  })
  .readonly();

export type OffPolicySettings = z.output<typeof offPolicySettings>;
