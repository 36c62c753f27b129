/** The settings that every training has, in a world or on a log. */
import { z } from 'zod';
import { dqnConfigSchema, type DqnConfig } from '../agents/dqn/dqn-config';

export const positiveInt = z.int().positive();

export const stepsSetting = positiveInt
  .default(30_000)
  .describe('environment transitions to train for, over all lanes');

export const lanesSetting = positiveInt.max(1_000_000);

export const loopSettings = {
  dqn: dqnConfigSchema.prefault({}),
  logInterval: positiveInt.default(1000).describe('environment steps between rows of metrics.csv'),
  checkpointInterval: positiveInt.default(10_000).describe('environment steps between checkpoints'),
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
