/**
 * Every setting of the DQN with its default, its check and where the default comes from: a description says it after
 * `Default:`, and the tables of settings show it in a column of its own. What a task starts from instead stands with
 * the task (a world's `defaults`, `loggedDefaults`).
 */
import { z } from 'zod';
import { headNames } from './network/head-names';

const share = z.number().min(0).max(1);
const positiveInt = z.int().positive();
/** A layer or a batch beyond this is a slip of the pen, and would end in an error about memory. */
const width = positiveInt.max(65_536);

export const epsilonConfigSchema = z
  .strictObject({
    start: share
      .default(1)
      .describe('share of random actions at the first step. Default: Mnih et al. (2015)'),
    end: share.default(0.05).describe('share of random actions after the decay. Default: Stable-Baselines3'),
    decayShare: z
      .number()
      .gt(0)
      .max(1)
      .default(0.5)
      .describe('share of the steps over which it falls in a straight line. Default: CleanRL, dqn.py'),
  })
  .readonly();

export const targetConfigSchema = z
  .strictObject({
    period: positiveInt
      .default(100)
      .describe(
        'updates between two moves of the target network. Default: ours, between CleanRL (50 updates) and RL Zoo (250, LunarLander)',
      ),
    tau: z
      .number()
      .gt(0)
      .max(1)
      .default(1)
      .describe(
        '1 copies the online network, less moves the target by that share. Default: Mnih et al. (2015)',
      ),
  })
  .readonly();

export const dqnConfigSchema = z
  .strictObject({
    gamma: share
      .default(0.9)
      .describe('discount per decision. Default: the published segment study; ReAgent has it too'),
    nSteps: positiveInt
      .max(100)
      .default(1)
      .describe(
        'steps whose rewards a target adds up at most, until an action was explored, before it asks the target network; more help where the observation does not say all. Default: Mnih et al. (2015); Rainbow has 3',
      ),
    hiddenLayers: z
      .array(width)
      .min(1)
      .default([64, 64])
      .describe('units of the hidden layers. Default: Stable-Baselines3'),
    head: z
      .enum(headNames)
      .default('plain')
      .describe(
        'plain; dueling: value and advantages in streams apart (Wang et al. 2016, arXiv:1511.06581); separate: in networks apart, no layer shared. Default: Mnih et al. (2015)',
      ),
    doubleQ: z
      .boolean()
      .default(true)
      .describe(
        'the online network picks the next action, the target network values it. Default: van Hasselt, Guez & Silver (2016)',
      ),
    learningRate: z
      .number()
      .positive()
      .default(1e-3)
      .describe("Adam's step size. Default: Kingma & Ba (2015)"),
    learningRateEnd: share
      .default(1)
      .describe(
        'share of the step size that is left at the last update: it falls in a straight line. Default: Kingma & Ba (2015), it stays',
      ),
    adamEpsilon: z
      .number()
      .positive()
      .default(1e-8)
      .describe("Adam's epsilon, beside the root of the corrected moment. Default: Kingma & Ba (2015)"),
    weightDecay: z
      .number()
      .min(0)
      .max(100)
      .default(0)
      .describe(
        'times learningRate, the share that an update takes off weights and biases of the advantages, or all of a plain head (Loshchilov & Hutter 2019, arXiv:1711.05101). Default: Kingma & Ba (2015), none',
      ),
    huberDelta: z
      .number()
      .positive()
      .default(1)
      .describe('TD error, in scaled reward, where the loss turns linear. Default: Mnih et al. (2015)'),
    maxGradientNorm: z
      .number()
      .positive()
      .default(10)
      .describe('gradients with a larger global norm are scaled down to it. Default: Stable-Baselines3'),
    batchSize: width.default(128).describe('transitions per update. Default: CleanRL, dqn.py'),
    replayCapacity: positiveInt
      .max(1e9)
      .default(50_000)
      .describe('transitions kept; the oldest make room. Default: RL Zoo, LunarLander'),
    learningStarts: z
      .int()
      .nonnegative()
      .default(1000)
      .describe('environment steps before the first update. Default: RL Zoo, CartPole'),
    updatesPerTransition: z
      .number()
      .positive()
      .default(0.25)
      .describe(
        'updates per environment step after that, whatever the number of lanes. Default: Mnih et al. (2015), one in four',
      ),
    target: targetConfigSchema.prefault({}),
    epsilon: epsilonConfigSchema.prefault({}),
    rewardScale: z
      .number()
      .positive()
      .default(1)
      .describe('the learner sees reward * rewardScale. Default: as they are'),
  })
  .readonly();

export type DqnConfig = z.output<typeof dqnConfigSchema>;

/** How far an update goes, whatever its gradient. */
export type DescentSettings = Pick<
  DqnConfig,
  'maxGradientNorm' | 'learningRate' | 'adamEpsilon' | 'weightDecay'
>;

/** What a trainer reads, whoever acts. */
export type TrainerConfig = DescentSettings & Pick<DqnConfig, 'learningRateEnd' | 'batchSize' | 'target'>;
