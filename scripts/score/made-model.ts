/** A model of the columns of a made log, with weights of chance: what it decides is of no use, how long that takes is. */
import { Random } from '../../src/core/random';
import { networkSpec } from '../../src/agents/dqn/network/spec';
import { featureNames } from '../../src/dataset/features/feature-names';
import type { FittedFeature } from '../../src/dataset/features/fitted-features';
import type { RawInputs } from '../../src/dataset/features/raw-inputs';
import { saveModel } from '../../src/store/model-store';
import { logSchemaOf } from '../logs/make-log';

const ACTIONS = ['No Action', 'email', 'sms', 'letter', 'call'];
const LEVELS = ['A', 'B', 'north', 'south-east', 'Best Ager', 'family', 'single', 'other'];

/** As they would be fitted, roughly: numbers that the network sees are around 1. */
function fittedOf(column: string, kind: string): FittedFeature {
  if (kind === 'category') return { column, kind, levels: LEVELS, missing: false, other: false };
  if (kind === 'count') return { column, kind, origin: 0, mean: 4, scale: 0.4, missing: false };
  return { column, kind: 'number', origin: 0, mean: 100, scale: 0.005, missing: column.startsWith('spend') };
}

/** @returns what the model takes, and the numbers that its network sees */
export function madeInputs(): { readonly raw: RawInputs; readonly width: number } {
  const schema = logSchemaOf();
  const features = Object.entries(schema.features!).map(([column, { kind }]) => fittedOf(column, kind));
  return { raw: { schema, features }, width: featureNames(features).length };
}

/** Every action is supported somewhere, and most of them where the behaviour model says so. */
function supportOf(width: number, random: Random) {
  const count = ACTIONS.length;
  const parameters = Array.from({ length: (width + 1) * count }, () => random.uniform() - 0.5);
  return {
    behaviour: {
      ...{ kind: 'logistic' as const, width, parameters, temperature: 1.1 },
      shares: {
        ...{ frequent: ACTIONS.map((_, i) => i), rare: ACTIONS.map(() => 0) },
        ...{ weights: ACTIONS.map(() => 1), rows: 100_000 },
      },
    },
    scaling: {
      observationOffset: new Array<number>(width).fill(0),
      observationScale: new Array<number>(width).fill(1),
    },
    ...{ isMasked: true, leastProbability: 0.02, leastOfLikeliest: 0, leastCustomers: 50 },
    ...{ customers: ACTIONS.map(() => 1000), unit: 'customer' as const },
  };
}

export async function saveMadeModel(
  run: string,
  hiddenLayers: readonly number[],
  seed: number,
): Promise<void> {
  const { raw, width } = madeInputs();
  const random = Random.fromSeed(seed).fork('made-model');
  const { parameterCount } = networkSpec({ features: width, hiddenLayers, actions: ACTIONS.length });
  const names = featureNames(raw.features);
  await saveModel(
    run,
    {
      ...{ features: names, actions: ACTIONS, hiddenLayers, head: 'plain' },
      weights: Float32Array.from({ length: parameterCount }, () => (random.uniform() - 0.5) / 4),
      scaling: {
        observationOffset: names.map(() => 0),
        observationScale: names.map(() => 1),
        rewardScale: 1,
      },
      support: supportOf(width, random),
    },
    {
      ...{ version: 'bench', createdAt: '2026-01-01T00:00:00.000Z', configHash: 'bench', dataHash: 'bench' },
      ...{ environment: null, gamma: 0, seed, raw, training: { environmentSteps: 0, gradientUpdates: 0 } },
    },
  );
}
