/** Every setting of the DQN with its default, its check and where the default comes from. */
import { z } from 'zod';
import { headNames } from './network/head-names';

const share = z.number().min(0).max(1);
const positiveInt = z.int().positive();
/** A layer or a batch beyond this is a slip of the pen, and would end in an error about memory. */
const width = positiveInt.max(65_536);

export const epsilonConfigSchema = z
  .strictObject({
    start: share.default(1).describe('share of random actions at the first step'),
    end: share.default(0.05).describe('share of random actions after the decay'),
    decayShare: z
      .number()
      .gt(0)
      .max(1)
      .default(0.5)
      .describe('share of the steps over which it falls in a straight line'),
  })
  .readonly();

export const targetConfigSchema = z
  .strictObject({
    period: positiveInt.default(100).describe('learner steps between updates of the target network'),
    tau: z
      .number()
      .gt(0)
      .max(1)
      .default(1)
      .describe('1 copies the online network, less moves the target by that share'),
  })
  .readonly();

export const dqnConfigSchema = z
  .strictObject({
    gamma: share.default(0.9).describe('discount per decision'),
    hiddenLayers: z.array(width).min(1).default([64, 64]).describe('units of the hidden layers'),
    head: z
      .enum(headNames)
      .default('plain')
      .describe(
        'plain, or dueling: value and advantages in streams apart (Wang et al. 2016, arXiv:1511.06581)',
      ),
    doubleQ: z
      .boolean()
      .default(true)
      .describe('the online network picks the next action, the target network values it'),
    learningRate: z.number().positive().default(1e-3).describe("Adam's step size"),
    adamEpsilon: z
      .number()
      .positive()
      .default(1e-8)
      .describe("Adam's epsilon, beside the root of the corrected moment"),
    huberDelta: z
      .number()
      .positive()
      .default(1)
      .describe('TD error, in scaled reward, where the loss turns linear'),
    maxGradientNorm: z
      .number()
      .positive()
      .default(10)
      .describe('gradients with a larger global norm are scaled down to it'),
    batchSize: width.default(128).describe('transitions per update'),
    replayCapacity: positiveInt.max(1e9).default(50_000).describe('transitions kept'),
    learningStarts: z.int().nonnegative().default(1000).describe('environment steps before the first update'),
    updatesPerTransition: z
      .number()
      .positive()
      .default(0.25)
      .describe('updates per environment step after that, whatever the number of lanes'),
    target: targetConfigSchema.prefault({}),
    epsilon: epsilonConfigSchema.prefault({}),
    rewardScale: z.number().positive().default(1).describe('the learner sees reward * rewardScale'),
  })
  .readonly();

export type DqnConfig = z.output<typeof dqnConfigSchema>;
