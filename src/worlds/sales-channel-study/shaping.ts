/** How the training environment pays on logged contacts: the terms of the published study, each an option. */
import { z } from 'zod';

const penalty = z.number().min(0);

/**
 * Every term is off by default: a contact like the logged one pays what was logged, anything else 0. The published
 * study's values stand in the descriptions, and in its preset.
 */
export const shapingConfigSchema = z
  .strictObject({
    noActionReward: z
      .number()
      .default(0)
      .describe(
        'reward of No Action where something else was logged; an assumption. Default: ours, an assumption of nothing (the study: -0.01)',
      ),
    mismatchReward: z
      .number()
      .default(0)
      .describe(
        'reward of another contact than the logged one; an assumption. Default: ours, an assumption of nothing (the study: -0.2)',
      ),
    power: z
      .number()
      .positive()
      .default(1)
      .describe('exponent of matched rewards in the range; 1 is off. Default: off (the study: 1.5)'),
    powerFrom: z
      .number()
      .min(0)
      .default(10)
      .describe(
        'least matched reward that is raised to the power. Default: the published sales-channel study',
      ),
    powerTo: z
      .number()
      .min(0)
      .default(20)
      .describe(
        'largest matched reward that is raised to the power. Default: the published sales-channel study',
      ),
    repeatPenalty: penalty
      .default(0)
      .describe(
        'taken off per earlier choice of the same action in the pass over the rows. Default: off (the study: 0.001)',
      ),
    noveltyBonus: penalty
      .default(0)
      .describe('bonus of a state seen first, over the root of visits. Default: off (the study: 0.8)'),
    noveltyCap: penalty.default(1).describe('largest bonus. Default: the published sales-channel study'),
    noveltyHorizon: z
      .number()
      .positive()
      .default(5_000_000)
      .describe(
        'row of the pass over the rows at which the bonus is gone. Default: the published sales-channel study',
      ),
  })
  .readonly();

export type ShapingConfig = z.output<typeof shapingConfigSchema>;
