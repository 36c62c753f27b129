/** Every setting of a training on a log, and what it starts from. */
import { z } from 'zod';
import { auditThresholds } from '../../dataset/audit/settings';
import { offPolicySettings } from '../../evaluate/off-policy/settings';
import { shapingConfigSchema } from '../../worlds/sales-channel-study/shaping';
import {
  lanesFitReplay,
  lanesSetting,
  loopSettings,
  positiveInt,
  stepsSetting,
  tooManyLanes,
} from '../loop-settings';

const split = z
  .strictObject({
    testShare: z
      .number()
      .gt(0)
      .lt(1)
      .default(0.2)
      .describe('share of the rows held out. Default: the published sales-channel study'),
    seed: z
      .int()
      .min(0)
      .max(2 ** 32 - 1)
      .default(42)
      .describe('seed of the split. Default: the published sales-channel study'),
  })
  .readonly();

export const loggedSettings = z
  .strictObject({
    steps: stepsSetting,
    environments: lanesSetting
      .default(8)
      .describe(
        'lanes, each passing over the rows from its own starting row. Default: ours, two updates are then due at once; the study had 1',
      ),
    ...loopSettings,
    evaluation: z
      .strictObject({
        interval: positiveInt
          .default(2500)
          .describe(
            'environment steps between evaluations that choose the best model. Default: ours, 12 of a training',
          ),
      })
      .readonly()
      .prefault({}),
    split: split.prefault({}),
    scaling: z
      .enum(['fit', 'none'])
      .default('fit')
      .describe(
        'fit: features to mean 0 and deviation 1, rewards to at most 1, over the rows trained on; none: as they are. Default: ours, columns of a log come in any units',
      ),
    shaping: shapingConfigSchema.prefault({}),
    audit: auditThresholds.prefault({}),
    offPolicy: offPolicySettings.prefault({}),
  })
  .refine(lanesFitReplay, tooManyLanes)
  .refine(({ dqn }) => dqn.nSteps === 1, {
    path: ['dqn', 'nSteps'],
    message: 'expected 1 on a log, whose next row is of another customer',
  })
  .readonly();

export type LoggedSettings = z.output<typeof loggedSettings>;

/**
 * Logged rows replayed in order know no consequences: the next row comes whatever was chosen, so a discount above 0
 * adds the noise of rows to come and nothing else. The published study used .98
 * (data/sales-channel/published-settings.json). Learning rate and steps were chosen by five-fold cross-validation on
 * the published training rows alone.
 */
export const loggedDefaults = { dqn: { gamma: 0, learningRate: 3e-4 } };

/** The study's features lie in [0, 1] and its rewards were learned from as they are. */
export const salesChannelDefaults = { scaling: 'none' };
