/** Every setting of a training in a world. */
import { z } from 'zod';
import type { World } from '../../worlds/world';
import {
  lanesFitReplay,
  learnsFromWholeSteps,
  learnsTooSoon,
  lanesSetting,
  loopSettings,
  positiveInt,
  stepsSetting,
  tooManyLanes,
  type LoopSettings,
} from '../loop-settings';

const evaluation = z
  .strictObject({
    interval: positiveInt
      .default(2000)
      .describe(
        'environment steps between evaluations that choose the best model. Default: ours, 15 of a training',
      ),
    episodes: positiveInt
      .default(200)
      .describe(
        'episodes of each, on the same random numbers every time. Default: ours, a small part of the time of training',
      ),
  })
  .readonly();

const report = z
  .strictObject({
    evaluationSeed: z
      .int()
      .nonnegative()
      .default(1)
      .describe(
        "seed of the random numbers that all policies are judged on. Default: ours, apart from the training's seed",
      ),
    episodes: positiveInt
      .default(20_000)
      .describe(
        'episodes per policy. Default: measured, an interval is then ±0.01 % of the value of a good policy in the segment world',
      ),
    lookAheadEpisodes: positiveInt
      .default(200)
      .describe(
        'episodes of baselines that plan anew in each state, such as look-ahead. Default: ours, they take hundreds of times as long',
      ),
  })
  .readonly();

export interface SimulationSettings extends LoopSettings {
  /** Name of the world, under which its own settings stand. */
  readonly environment: string;
  readonly evaluation: z.output<typeof evaluation>;
  readonly report: z.output<typeof report>;
  readonly [world: string]: unknown;
}

/**
 * @returns the schema of a run in this world; the world's own settings stand under its name
 * @throws RangeError if the world is called like a setting
 */
export function simulationSettings(world: World): z.ZodType<SimulationSettings> {
  const common = {
    environment: z.literal(world.name).default(world.name).describe('the world to train in'),
    steps: stepsSetting,
    environments: lanesSetting
      .default(32)
      .describe('lanes stepped together. Default: ours, eight updates are then due at once, in one call'),
    ...loopSettings,
    evaluation: evaluation.prefault({}),
    report: report.prefault({}),
  };
  if (Object.hasOwn(common, world.name))
    throw new RangeError(`world ${world.name}: expected a name that is no setting's`);
  const schema = z
    .strictObject({ ...common, [world.name]: world.settings.prefault({}) })
    .refine(lanesFitReplay, tooManyLanes)
    .refine(learnsFromWholeSteps, learnsTooSoon)
    .readonly();
  // TypeScript does not follow a key that is known at run time alone.
  return schema;
}
