/** Every setting of learning from logged decisions, and what it starts from. */
import { z } from 'zod';
import { dqnConfigSchema } from '../../../agents/dqn/dqn-config';
import type { LogSchema } from '../../../dataset/schema/log-schema';
import type { SchemaConfig } from '../../../dataset/schema-config';
import { auditThresholds } from '../../../dataset/audit/settings';
import { offPolicySettings } from '../../../evaluate/off-policy/settings';
import { supportSettings } from '../../../evaluate/off-policy/support-settings';
import { positiveInt } from '../../loop-settings';
import { unloggedSettings } from './unlogged-settings';
import { winsoriseSetting } from './winsorise';
import { spendingSettings } from '../spending/settings';

/** How a policy is learned from logged decisions. */
export const methods = ['one-step', 'dqn', 'iql'] as const;
export type Method = (typeof methods)[number];
/** Also the best of them. */
const learnedMethods = ['auto', ...methods] as const;
export type LearnedMethod = (typeof learnedMethods)[number];
/** Also the way of the published study, which has settings of its own. */
export const logMethods = ['auto', ...methods, 'replay-study'] as const;
export type LogMethod = (typeof logMethods)[number];

const share = z.number().min(0).max(1);

const passes = z
  .strictObject({
    least: positiveInt
      .optional()
      .describe(
        'passes over the rows trained on, at least; left out: as many as at most, for the step size falls over all of them',
      ),
    most: positiveInt.default(20).describe('passes at most. Default: ours'),
    patience: positiveInt
      .default(5)
      .describe('evaluations without a better one, after which training ends. Default: ours'),
  })
  .refine(({ least = 1, most }) => least <= most, {
    path: ['least'],
    message: 'expected at most passes.most',
  })
  .readonly();

const { shape } = dqnConfigSchema.unwrap();

const network = z
  .strictObject({
    hiddenLayers: shape.hiddenLayers,
    head: shape.head,
    learningRate: shape.learningRate,
    learningRateEnd: share
      .default(0)
      .describe(
        'share of the step size that is left at the last pass: it falls in a straight line. Default: ours, in simulated logs policies jumped about until the end where it stayed',
      ),
    adamEpsilon: shape.adamEpsilon,
    weightDecay: shape.weightDecay,
    maxGradientNorm: shape.maxGradientNorm,
    target: shape.target,
    doubleQ: shape.doubleQ,
  })
  .readonly();

export const learnedSettings = z
  .strictObject({
    method: z
      .enum(learnedMethods)
      .default('auto')
      .describe(
        'one-step: the value of what was done, then the best action by it; dqn: double Q-learning; iql: implicit Q-learning (Kostrikov et al. 2022); auto: the one of these that is best on validation customers. Default: ours',
      ),
    gamma: z
      .union([z.literal(['auto', 'declared']), share])
      .default('auto')
      .describe(
        'what the next decision is worth: as the schema declares, or so much; auto: the best of 0, 0.5, 0.9 and declared. Default: ours',
      ),
    conservativeWeight: z
      .union([z.literal('auto'), z.number().min(0)])
      .default('auto')
      .describe(
        'of dqn: how much values of actions are pushed down where others were logged (Kumar et al. 2020); auto: the best of 0, 0.1 and 1. Default: ours',
      ),
    relativeThreshold: z
      .union([z.literal('auto'), share])
      .default('auto')
      .describe(
        'of dqn: only actions at least so likely in the log as this share of the likeliest (Fujimoto et al. 2019); auto: the best of 0 and 0.3. Default: ours',
      ),
    traces: share
      .default(0.7)
      .describe(
        'of dqn: how much of what came of later decisions a target heeds beyond the next one, lambda of Harutyunyan et al. (2016). Targets are then made anew three times a pass, and neither doubleQ nor target counts; 0 for Q-learning without. Default: ours, earned more than 0 in simulated logs and as much as 0.9',
      ),
    expectile: z
      .number()
      .gt(0)
      .lt(1)
      .default(0.7)
      .describe(
        'of iql: 0.5 is the mean of what was done, nearer to 1 the best of it. Default: Kostrikov et al. (2022)',
      ),
    ...unloggedSettings,
    winsorise: winsoriseSetting,
    passes: passes.prefault({}),
    network: network.prefault({}),
    withoutEnriched: z
      .boolean()
      .default(true)
      .describe(
        'of a log whose schema names columns that enrich added: the way of learning that is kept learns once more without them, and is judged beside the model, which says what they add. Default: on, one more training as long as one of the ways that are tried',
      ),
    shrinkage: z
      .union([z.literal('auto'), z.boolean()])
      .default('auto')
      .describe(
        'whether what sets decisions apart is kept only as far as it came true on the validation side (Chernozhukov et al. 2018), of a log that shows every action; auto: where the schema names columns that enrich added. Default: ours',
      ),
    support: supportSettings.prefault({}),
    spending: spendingSettings.optional(),
    split: z
      .strictObject({
        testShare: share.default(0.2).describe('share of the customers held out. Default: ours'),
        validationShare: share
          .default(0.2)
          .describe('share of the customers that choose among models. Default: ours'),
        seed: z.int().min(0).default(42).describe('seed of the split'),
      })
      .readonly()
      .prefault({}),
    audit: auditThresholds.prefault({}),
    offPolicy: offPolicySettings.prefault({}),
  })
  .readonly();

export type LearnedSettings = z.output<typeof learnedSettings>;

/**
 * Whether what was learned of differences between customers is drawn together: as the settings say, or else where columns
 * were added of which nobody has seen yet that they are of use.
 */
export function isShrunk({ shrinkage }: LearnedSettings, schema: SchemaConfig | LogSchema): boolean {
  return shrinkage === 'auto' ? 'enriched' in schema && schema.enriched !== undefined : shrinkage;
}
