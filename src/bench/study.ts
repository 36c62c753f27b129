/** Speed at the published settings of the sales-channel study, on rows made up in its shape. */
import { dqnConfigSchema } from '../agents/dqn/dqn-config';
import { Random } from '../core/random';
import { RowReplay } from '../worlds/sales-channel-study/row-replay';
import { publishedShaping } from '../worlds/sales-channel-study/published-shaping';
import type { Now } from './stopwatch';
import { benchTraining, type TrainingSpeed } from './training';

const ROWS = 236;
const FEATURES = 20;
const ACTIONS = ['No Action', 'DM_sent', 'EMsent'];

/** Net 512-256, batch 128, one update per 4 steps; one lane, as published. Speed does not depend on what the rows say. */
export function publishedStudyBench(xla: boolean, milliseconds: number, now: Now): Promise<TrainingSpeed> {
  const random = Random.fromSeed(1).fork('study');
  const rows = {
    features: Array.from({ length: FEATURES }, (_, i) => `feature ${i}`),
    actions: ACTIONS,
    actionCosts: [0, 1, 0],
    observations: Float32Array.from({ length: ROWS * FEATURES }, () => random.uniform()),
    loggedActions: Int32Array.from({ length: ROWS }, () => 1 + random.integer(2)),
    rewards: Float64Array.from({ length: ROWS }, () => random.uniform()),
  };
  const config = dqnConfigSchema.parse({
    ...{ gamma: 0.98, hiddenLayers: [512, 256], doubleQ: false, batchSize: 128 },
    ...{
      learningRate: 1e-4,
      maxGradientNorm: 5,
      target: { period: 1250, tau: 0.01 },
      epsilon: { end: 0.02 },
    },
    ...{ updatesPerTransition: 0.25, learningStarts: 256, replayCapacity: 300_000 },
  });
  return benchTraining(new RowReplay(rows, 1, publishedShaping), config, xla, milliseconds, now);
}
