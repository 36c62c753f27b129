/** What every contender of the update comparison starts from: weights, settings and batches, equal to the bit. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { dqnConfigSchema, type DqnConfig } from '../../src/agents/dqn/dqn-config';
import { initialParameters } from '../../src/agents/dqn/network/initial-parameters';
import { networkSpec, type NetworkSpec } from '../../src/agents/dqn/network/spec';
import { updatesPerCall } from '../../src/agents/dqn/trainer';
import { Random } from '../../src/core/random';
import type { TransitionBatch } from '../../src/replay/transition';
import { writeNpy } from './npy';
import { trainingSettings } from './training-settings';

export interface UpdateTask {
  readonly network: NetworkSpec;
  readonly batch: number;
}

const small = networkSpec({ features: 3, hiddenLayers: [64, 64], actions: 5 });
const large = networkSpec({ features: 20, hiddenLayers: [512, 256], actions: 3 });

export const updateTasks: readonly UpdateTask[] = [
  { network: small, batch: 64 },
  { network: large, batch: 128 },
  { network: large, batch: 1024 },
  { network: small, batch: 4096 },
];

/** Different batches handed over in turn; a multiple of every number of updates per call. */
export const BATCHES = 64;
/** Updates after which parameters are compared; common.py has the same number. */
export const CHECK_UPDATES = 32;

/**
 * The defaults, but for what makes the comparison of parameters sharp; none of it changes the work. The target network
 * is held still, as it is between two of its updates. Gradients are clipped at a norm that about half of them exceed.
 * The learning rate is the published study's: at 1e-3 a single unit that rounding opens for one row more grows into
 * a difference of 1e-3 within 32 updates.
 */
export const updateConfig: DqnConfig = dqnConfigSchema.parse({
  target: { period: 1_000_000_000 },
  maxGradientNorm: 0.1,
  learningRate: 1e-4,
});

export function netName({ features, hiddenLayers, actions }: NetworkSpec): string {
  return [features, ...hiddenLayers, actions].join('-');
}

export function taskName({ network, batch }: UpdateTask): string {
  return `${netName(network)}, batch ${batch}`;
}

/** The tasks lie in their order, so that everybody takes them in the same. */
export function taskFolder(folder: string, task: UpdateTask): string {
  return join(folder, String(updateTasks.indexOf(task)));
}

/** Updates that a training with the default number of lanes hands over per call. */
export function ourUpdatesPerCall({ network, batch }: UpdateTask): number {
  return updatesPerCall({ ...updateConfig, batchSize: batch }, trainingSettings.environments, {
    features: network.features,
    maskedActions: 0,
  });
}

export interface UpdateInputs {
  readonly online: Float32Array;
  readonly target: Float32Array;
  /** BATCHES batches one after the other. */
  readonly batches: TransitionBatch;
}

/**
 * Rewards far enough apart that both branches of the Huber loss are met, a transition in ten terminated, observations
 * symmetric about 0 so that no unit is open for a single row only.
 */
export function updateInputs({ network, batch }: UpdateTask): UpdateInputs {
  const random = Random.fromSeed(1).fork('peers');
  const size = BATCHES * batch;
  const observations = () =>
    Float32Array.from({ length: size * network.features }, () => 2 * random.uniform() - 1);
  const batches = {
    size,
    observations: observations(),
    nextObservations: observations(),
    actions: Int32Array.from({ length: size }, () => random.integer(network.actions)),
    rewards: Float32Array.from({ length: size }, () => 4 * random.uniform() - 2),
    discounts: Float32Array.from({ length: size }, () => (random.uniform() < 0.1 ? 0 : 0.9)),
    nextAllowed: null,
  };
  const online = initialParameters(network, random.fork('online'));
  return { online, target: initialParameters(network, random.fork('target')), batches };
}

/** Some of the rows, as views: what a caller hands over costs nothing here, as with slices of NumPy arrays. */
export function rowsOf(batches: TransitionBatch, from: number, size: number): TransitionBatch {
  const rows = <Column extends Float32Array | Int32Array>(column: Column): Column => {
    const width = column.length / batches.size;
    return column.subarray(from * width, (from + size) * width) as Column;
  };
  return {
    size,
    observations: rows(batches.observations),
    nextObservations: rows(batches.nextObservations),
    actions: rows(batches.actions),
    rewards: rows(batches.rewards),
    discounts: rows(batches.discounts),
    nextAllowed: null,
  };
}

/** Writes a task for the peers: settings.json and one NumPy file per array. */
export function writeUpdateInputs(folder: string, task: UpdateTask): void {
  const { features, hiddenLayers, actions } = task.network;
  const { online, target, batches } = updateInputs(task);
  const { learningRate, adamEpsilon, maxGradientNorm } = updateConfig;
  mkdirSync(folder, { recursive: true });
  const settings = {
    ...{ task: taskName(task), updatesPerCall: ourUpdatesPerCall(task) },
    ...{ features, hiddenLayers, actionCount: actions },
    ...{ learningRate, adamEpsilon, maxGradientNorm },
  };
  writeFileSync(join(folder, 'settings.json'), JSON.stringify(settings));
  const write = (name: string, values: Float32Array | Int32Array, ...shape: number[]) =>
    writeNpy(join(folder, `${name}.npy`), values, shape);
  write('online', online, online.length);
  write('target', target, target.length);
  for (const name of ['observations', 'nextObservations'] as const)
    write(name, batches[name], BATCHES, task.batch, features);
  for (const name of ['rewards', 'discounts', 'actions'] as const)
    write(name, batches[name], BATCHES, task.batch);
}
