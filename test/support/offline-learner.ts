/** A small and quick learner of a log whose observations are places, one feature each, so that a line learns a table. */
import {
  OfflineLearner,
  type OfflineLearnerSettings,
  type OfflineMethod,
} from '../../src/agents/dqn/offline-learner';
import { identityScaling } from '../../src/agents/scaling';
import { Random } from '../../src/core/random';
import { savedArray, savedPart } from '../../src/core/saved-state';
import { LoggedDecisions, type DecisionColumns } from '../../src/replay/logged-decisions';

/** The learner sees rewards times this. */
export const REWARD_SCALE = 0.1;

/** One decision: where, what was done, what it paid, and which decision followed. */
export interface Logged {
  readonly place: number;
  readonly action: number;
  readonly reward: number;
  readonly next?: number;
}

export interface LogShape {
  readonly places: number;
  readonly actions: number;
  readonly gamma?: number;
  /** [n, actions]; null: everything may be done */
  readonly allowed?: Uint8Array | null;
}

export function columnsOf(
  log: readonly Logged[],
  { places, actions, gamma = 0.5, allowed = null }: LogShape,
): DecisionColumns {
  return {
    features: places,
    actionCount: actions,
    observations: observationsOf(
      log.map(({ place }) => place),
      places,
    ),
    actions: Int32Array.from(log, ({ action }) => action),
    rewards: Float32Array.from(log, ({ reward }) => reward * REWARD_SCALE),
    discounts: Float32Array.from(log, ({ next }) => (next === undefined ? 0 : gamma)),
    next: Int32Array.from(log, ({ next }) => next ?? -1),
    allowed,
    weights: null,
  };
}

/** [places of the list, places] 1 at the place. */
export function observationsOf(list: readonly number[], places: number): Float32Array {
  const observations = new Float32Array(list.length * places);
  for (const [row, place] of list.entries()) observations[row * places + place] = 1;
  return observations;
}

/** A line for every action, and all decisions in a batch: full gradients, and tables as their limit. */
export const settingsFor = (
  columns: DecisionColumns,
  method: OfflineMethod,
  config: Partial<OfflineLearnerSettings['config']> = {},
): OfflineLearnerSettings => ({
  config: {
    ...{ hiddenLayers: [], head: 'plain', batchSize: columns.actions.length, learningRate: 0.02 },
    ...{
      learningRateEnd: 1,
      adamEpsilon: 1e-8,
      weightDecay: 0,
      maxGradientNorm: 10,
      target: { period: 10, tau: 1 },
    },
    ...config,
  },
  method,
  scaling: identityScaling(columns.features, REWARD_SCALE),
  features: Array.from({ length: columns.features }, (_, i) => `place ${i}`),
  actions: Array.from({ length: columns.actionCount }, (_, i) => `action ${i}`),
  decisionsPerCall: columns.features,
  xla: false,
});

export function offlineLearner(
  columns: DecisionColumns,
  method: OfflineMethod,
  config: Partial<OfflineLearnerSettings['config']> = {},
): OfflineLearner {
  const random = Random.fromSeed(1);
  const decisions = new LoggedDecisions(columns, random.fork('replay'));
  return new OfflineLearner(settingsFor(columns, method, config), decisions, random);
}

/** Lets a linear learner begin with a value of an action that nothing in the log speaks for, in the unit of the reward. */
export async function promise(
  learner: OfflineLearner,
  { places, actions }: LogShape,
  action: number,
  value: number,
) {
  const state = await learner.state();
  const program = savedPart(savedPart(state, 'learner'), 'program');
  for (const network of ['online', 'target'])
    savedArray(program, network, Float32Array)[places * actions + action] = value * REWARD_SCALE;
  learner.restore(state);
}

/** [places][actions] what a learner thinks of every action everywhere. */
export async function table(learner: OfflineLearner, { places, actions }: LogShape): Promise<number[][]> {
  const values = await learner.qValues(
    observationsOf(
      Array.from({ length: places }, (_, i) => i),
      places,
    ),
  );
  return Array.from({ length: places }, (_, place) =>
    Array.from(values.subarray(place * actions, (place + 1) * actions)),
  );
}
