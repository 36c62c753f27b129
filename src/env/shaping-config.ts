/** How the training environment pays on logged contacts: the published rule, each term an option. */
import { z } from 'zod';

const penalty = z.number().min(0);

/** Defaults are those of the published study; a term is off at the value its description names. */
export const shapingConfigSchema = z
  .strictObject({
    noActionReward: z
      .number()
      .default(-0.01)
      .describe('reward of No Action; an assumption, for no log knows it'),
    mismatchReward: z
      .number()
      .default(-0.2)
      .describe('reward of another contact than the logged one; 0 is off'),
    power: z.number().positive().default(1.5).describe('exponent of matched rewards in the range; 1 is off'),
    powerFrom: z.number().min(0).default(10).describe('least matched reward that is raised to the power'),
    powerTo: z.number().min(0).default(20).describe('largest matched reward that is raised to the power'),
    repeatPenalty: penalty
      .default(0.001)
      .describe('taken off per earlier choice of the same action in the pass; 0 is off'),
    noveltyBonus: penalty
      .default(0.8)
      .describe('bonus of a state seen first, over the root of visits; 0 is off'),
    noveltyCap: penalty.default(1).describe('largest bonus'),
    noveltyHorizon: z
      .number()
      .positive()
      .default(5_000_000)
      .describe('row of the pass at which the bonus is gone'),
  })
  .readonly();

export type ShapingConfig = z.output<typeof shapingConfigSchema>;
