/** The settings that every training has, in a world or on a log. */
import { z } from 'zod';
import { dqnConfigSchema, type DqnConfig } from '../agents/dqn/dqn-config';

export const positiveInt = z.int().positive();

export const stepsSetting = positiveInt
  .default(30_000)
  .describe(
    'environment steps to train for, counted over all lanes. Default: ours, four times what 99 % of the best known value took in the segment world (measured: 7,520)',
  );

export const lanesSetting = positiveInt.max(1_000_000);

export const loopSettings = {
  dqn: dqnConfigSchema.prefault({}),
  logInterval: positiveInt
    .default(1000)
    .describe('environment steps between lines of metrics.csv. Default: ours, 30 points of a curve'),
  checkpointInterval: positiveInt
    .default(10_000)
    .describe('environment steps between checkpoints. Default: ours, about a second of training'),
};

/** What the training loop reads of a run's settings. */
export interface LoopSettings {
  /** Environment transitions, over all lanes. */
  readonly steps: number;
  readonly environments: number;
  readonly dqn: DqnConfig;
  readonly logInterval: number;
  readonly checkpointInterval: number;
  readonly evaluation: { readonly interval: number };
}

/** Every lane adds a transition at each step, and the replay takes them all. */
export function lanesFitReplay({ environments, dqn }: Pick<LoopSettings, 'environments' | 'dqn'>): boolean {
  return environments <= dqn.replayCapacity;
}

export const tooManyLanes = {
  path: ['environments'],
  message: 'expected at most dqn.replayCapacity lanes',
};

/** The first transition over several steps is whole when that many have passed in every lane. */
export function learnsFromWholeSteps({
  environments,
  dqn,
}: Pick<LoopSettings, 'environments' | 'dqn'>): boolean {
  return dqn.learningStarts >= (dqn.nSteps - 1) * environments;
}

export const learnsTooSoon = {
  path: ['dqn', 'learningStarts'],
  message: 'expected at least (dqn.nSteps - 1) times environments: before, no transition is whole',
};
