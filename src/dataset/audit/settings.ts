/** From where on the audit speaks: shares of the log, so that a log of any size is judged alike. */
import { z } from 'zod';

const share = z.number().min(0).max(1);

const thresholds = z.strictObject({
  fewestRows: z
    .int()
    .min(2)
    .default(10)
    .describe(
      'rows of each of two kinds below which a pattern may be chance; ten lie in order once in 184,756 tries',
    ),
  fewestUnits: z
    .int()
    .min(2)
    .default(50)
    .describe('independent customers (or rows without customer) below which a mean is not worth an interval'),
  missingShare: share.default(0.01).describe('of a column, from where on its gaps are named'),
  nearlyAllMissing: share.default(0.9).describe('of a column, from where on it is said to be empty'),
  duplicateShare: share.default(0.01).describe('of rows that copy another one'),
  ownStateShare: share
    .default(0.95)
    .describe('of states among rows, from where on equal states are taken for chance'),
  oneActionShare: share
    .default(0.5)
    .describe('of rows in often repeated states, from where on a single action there is named'),
  overlapFloor: share
    .default(0.01)
    .describe('estimated probability below which an action is not to be expected'),
  overlapShare: share.default(0.05).describe('of decisions below that floor, from where on it is named'),
  propensityError: z
    .number()
    .positive()
    .default(4)
    .describe('standard errors from where on a mean weight is not 1'),
  propensityBlock: share
    .default(0.1)
    .describe('distance of a mean weight from 1 that blocks, if it is no chance'),
  actionLeakShare: share
    .default(0.95)
    .describe('of the errors of guessing the action that one feature removes'),
  rewardLeakShare: share
    .default(0.08)
    .describe('of the spread of rewards that one feature alone adds to all others'),
  rewardLeakRatio: z.number().min(1).default(4).describe('times what the next feature adds'),
  rewardCopyShare: share
    .default(0.6)
    .describe('of the spread of rewards that one feature explains by itself: that blocks'),
  heavyTailShare: share.default(0.3).describe('of all that was earned, by the best 1 % of the rows'),
  leftOutShare: share.default(0.2).describe('of rows without a known outcome, from where on it limits'),
  largeCustomerShare: share.default(0.01).describe('of all rows that are one customer’s'),
  gapShare: share.default(0.1).describe('of the time of the log without a row'),
  attributionShare: share.default(0.05).describe('of decisions whose outcome window holds the next one'),
  barredShare: share.default(0.05).describe('of decisions that break a rule: that blocks'),
  driftIndex: z
    .number()
    .positive()
    .default(0.25)
    .describe('population stability index from training to test'),
  sampleRatioLevel: share.default(0.001).describe('p-value below which the arms are not as they were drawn'),
  householdShare: share.default(0.05).describe('of customers who equal another one in every feature'),
  modelRows: z
    .int()
    .positive()
    .default(20_000)
    .describe('decisions that the models of the audit look at; of more a random sample'),
  seed: z.int().min(0).default(42).describe('of that sample'),
});

export const auditThresholds = thresholds.readonly();
export type AuditThresholds = z.output<typeof auditThresholds>;

export const auditSettings = thresholds
  .extend({
    noActionReward: z.number().default(0).describe('what No Action is taken to pay where the log holds none'),
  })
  .readonly();

export type AuditSettings = z.output<typeof auditSettings>;
