/** What every contender of the update comparison starts from: weights, settings and batches, equal to the bit. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { dqnConfigSchema, type DqnConfig } from '../../src/agents/dqn/dqn-config';
import { initialParameters, type NetworkShape } from '../../src/agents/dqn/q-network';
import { Random } from '../../src/core/random';
import type { TransitionBatch } from '../../src/replay/transition';
import { writeNpy } from './npy';

export interface UpdateTask {
  readonly shape: NetworkShape;
  readonly batch: number;
}

const small = { features: 3, hiddenLayers: [64, 64], actions: 5 };
const large = { features: 20, hiddenLayers: [512, 256], actions: 3 };

export const updateTasks: readonly UpdateTask[] = [
  { shape: small, batch: 64 },
  { shape: large, batch: 128 },
  { shape: large, batch: 1024 },
  { shape: small, batch: 4096 },
];

/** Different batches handed over in turn; a multiple of every number of updates per call. */
export const BATCHES = 64;
/** Updates after which parameters are compared; common.py has the same number. */
export const CHECK_UPDATES = 32;

/** The target network is held still, as it is between two of its updates. */
export const updateConfig: DqnConfig = dqnConfigSchema.parse({ target: { period: 1_000_000_000 } });

export function netName({ features, hiddenLayers, actions }: NetworkShape): string {
  return [features, ...hiddenLayers, actions].join('-');
}

export function taskName({ shape, batch }: UpdateTask): string {
  return `${netName(shape)}, batch ${batch}`;
}

export interface UpdateInputs {
  readonly online: Float32Array;
  readonly target: Float32Array;
  readonly batches: readonly TransitionBatch[];
}

/**
 * Rewards far enough apart that both branches of the Huber loss are met, an episode in ten terminated, and every
 * eighth batch large enough that its gradient is clipped.
 */
export function updateInputs({ shape, batch: size }: UpdateTask): UpdateInputs {
  const random = Random.fromSeed(1).fork('peers');
  const uniform = (length: number, scale: number) =>
    Float32Array.from({ length }, () => scale * random.uniform());
  const batches = Array.from({ length: BATCHES }, (_, i): TransitionBatch => {
    const scale = i % 8 === 7 ? 100 : 1;
    return {
      size,
      observations: uniform(size * shape.features, scale),
      nextObservations: uniform(size * shape.features, scale),
      actions: Int32Array.from({ length: size }, () => random.integer(shape.actions)),
      rewards: uniform(size, 4).map((reward) => reward - 2),
      discounts: Float32Array.from({ length: size }, () => (random.uniform() < 0.1 ? 0 : 0.9)),
      nextAllowed: null,
    };
  });
  const online = initialParameters(shape, random.fork('online'));
  return { online, target: initialParameters(shape, random.fork('target')), batches };
}

function joined(parts: readonly Float32Array[]): Float32Array {
  const all = new Float32Array(parts.length * parts[0]!.length);
  parts.forEach((part, i) => all.set(part, i * part.length));
  return all;
}

/** Writes a task for the peers: settings.json and one NumPy file per array. */
export function writeUpdateInputs(folder: string, task: UpdateTask): void {
  const { features, hiddenLayers, actions } = task.shape;
  const { online, target, batches } = updateInputs(task);
  const { learningRate, adamEpsilon, maxGradientNorm } = updateConfig;
  mkdirSync(folder, { recursive: true });
  const settings = {
    ...{ features, hiddenLayers, actionCount: actions },
    ...{ learningRate, adamEpsilon, maxGradientNorm },
  };
  writeFileSync(join(folder, 'settings.json'), JSON.stringify(settings));
  const write = (name: string, values: Float32Array | Int32Array, ...shape: number[]) =>
    writeNpy(join(folder, `${name}.npy`), values, shape);
  write('online', online, online.length);
  write('target', target, target.length);
  for (const name of ['observations', 'nextObservations'] as const)
    write(name, joined(batches.map((batch) => batch[name])), BATCHES, task.batch, features);
  for (const name of ['rewards', 'discounts'] as const)
    write(name, joined(batches.map((batch) => batch[name])), BATCHES, task.batch);
  const chosen = batches.flatMap((batch) => Array.from(batch.actions));
  write('actions', Int32Array.from(chosen), BATCHES, task.batch);
}
