/** Every setting of a training run, for both modes, and what each task starts from. */
import { z } from 'zod';
import { dqnConfigSchema } from '../agents/dqn/dqn-config';
import { shapingConfigSchema } from '../worlds/sales-channel-study/shaping';
import { segmentConfigSchema } from '../worlds/segment/settings';

const positiveInt = z.int().positive();
const lanes = positiveInt.max(1_000_000);

/** Every lane adds a transition at each step, and the replay takes them all. */
function lanesFitReplay({
  environments,
  dqn,
}: {
  environments: number;
  dqn: { replayCapacity: number };
}): boolean {
  return environments <= dqn.replayCapacity;
}

const tooManyLanes = { path: ['environments'], message: 'expected at most dqn.replayCapacity lanes' };

const loopSettings = {
  dqn: dqnConfigSchema.prefault({}),
  logInterval: positiveInt.default(1000).describe('environment steps between rows of metrics.csv'),
  checkpointInterval: positiveInt.default(10_000).describe('environment steps between checkpoints'),
};

export const simulationConfigSchema = z
  .strictObject({
    environment: z.literal('segment').default('segment').describe('simulator to train in'),
    steps: positiveInt.default(30_000).describe('environment transitions to train for, over all lanes'),
    environments: lanes.default(32).describe('lanes stepped together'),
    ...loopSettings,
    evaluation: z
      .strictObject({
        interval: positiveInt
          .default(2000)
          .describe('environment steps between evaluations that choose the best model'),
        episodes: positiveInt
          .default(200)
          .describe('episodes of each, on the same random numbers every time'),
      })
      .readonly()
      .prefault({}),
    report: z
      .strictObject({
        evaluationSeed: z
          .int()
          .nonnegative()
          .default(1)
          .describe('seed of the random numbers that all policies are judged on'),
        episodes: positiveInt.default(20_000).describe('episodes per policy'),
        lookAheadEpisodes: positiveInt
          .default(200)
          .describe('episodes of the look-ahead baseline, which plans anew in each state'),
      })
      .readonly()
      .prefault({}),
    segment: segmentConfigSchema.prefault({}),
  })
  .refine(lanesFitReplay, tooManyLanes)
  .readonly();

export type SimulationConfig = z.output<typeof simulationConfigSchema>;

export const loggedConfigSchema = z
  .strictObject({
    steps: positiveInt.default(30_000).describe('environment transitions to train for, over all lanes'),
    environments: lanes.default(8).describe('lanes, each passing over the rows from its own starting row'),
    ...loopSettings,
    evaluation: z
      .strictObject({
        interval: positiveInt
          .default(2500)
          .describe('environment steps between evaluations that choose the best model'),
      })
      .readonly()
      .prefault({}),
    split: z
      .strictObject({
        testShare: z.number().gt(0).lt(1).default(0.2).describe('share of the rows held out'),
        seed: z
          .int()
          .min(0)
          .max(2 ** 32 - 1)
          .default(42)
          .describe('seed of the split; 42 is the published one'),
      })
      .readonly()
      .prefault({}),
    scaling: z
      .enum(['fit', 'none'])
      .default('fit')
      .describe(
        'fit: features to mean 0 and deviation 1, rewards to at most 1, over the rows trained on; none: as they are',
      ),
    shaping: shapingConfigSchema.prefault({}),
  })
  .refine(lanesFitReplay, tooManyLanes)
  .readonly();

export type LoggedConfig = z.output<typeof loggedConfigSchema>;

/** Rewards of a period are tens of thousands: scaled so that the values of gamma .9 are of the order of 1. */
export const simulationDefaults = { dqn: { rewardScale: 1e-5 } };

/**
 * Logged rows replayed in order know no consequences: the next row comes whatever was chosen, so a discount above 0
 * adds the noise of rows to come and nothing else. The published study used .98
 * (data/sales-channel/published-settings.json). Learning rate and steps were chosen by five-fold cross-validation on
 * the published training rows alone.
 */
export const loggedDefaults = { dqn: { gamma: 0, learningRate: 3e-4 } };

/** The study's features lie in [0, 1] and its rewards were learned from as they are. */
export const salesChannelDefaults = { scaling: 'none' };
