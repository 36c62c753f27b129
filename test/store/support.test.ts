/** A model's support filter goes with it: the same bytes, the same decisions, and no reader that knows nothing of it. */
import * as tf from '@tensorflow/tfjs';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ModelQFunction } from '../../src/agents/dqn/model-q-function';
import type { Model } from '../../src/agents/model';
import type { SupportFilter } from '../../src/agents/support-filter';
import { Random } from '../../src/core/random';
import { canonicalJson, sha256 } from '../../src/core/hashes';
import { fitSupport } from '../../src/evaluate/off-policy/fit-support';
import { GreedyPolicy } from '../../src/policies/greedy';
import { loadModel, saveModel, type ModelDetails } from '../../src/store/model-store';
import { useFreshFolders } from '../support/fresh-folders';
import { BY_ONE_FEATURE, CALL, MAIL } from '../support/support-filters';

const freshFolder = useFreshFolders();
beforeAll(() => tf.setBackend('cpu'));

const DETAILS: ModelDetails = {
  ...{ version: '0.1.0', createdAt: '2026-01-02T03:04:05.000Z', configHash: 'c0ffee', dataHash: 'da7a' },
  ...{ environment: null, gamma: 0, seed: 0, training: { environmentSteps: 1, gradientUpdates: 1 } },
};

/** Values call highest and mail next, wherever it is asked. */
const MODEL: Model = {
  ...{ features: ['x'], actions: ['No Action', 'mail', 'call'], hiddenLayers: [], head: 'plain' },
  scaling: { observationOffset: [0], observationScale: [1], rewardScale: 1 },
  weights: Float32Array.of(0, 0, 0, 1, 2, 3),
  support: BY_ONE_FEATURE,
};

async function saved(support: SupportFilter) {
  const folder = freshFolder();
  await saveModel(folder, { ...MODEL, support }, DETAILS);
  return { folder, ...(await loadModel(folder)) };
}

async function decisionsOf(model: Model, observations: Float32Array, allowed: Uint8Array | null) {
  const qFunction = new ModelQFunction(model);
  const out = new Int32Array(observations.length);
  await new GreedyPolicy(qFunction, model.actions).chosenActions({ observations, allowed }, out);
  qFunction.dispose();
  return [...out];
}

/** Of 600 units that choose by x where no line tells them apart, the third action in a few cases. */
function fittedFilter(): SupportFilter {
  const random = Random.fromSeed(3);
  const x = Float32Array.from({ length: 600 }, () => 2 * random.uniform() - 1);
  const actions = Int32Array.from(x, (value, i) =>
    i % 97 === 0 ? 2 : Math.abs(value) > 0.5 === random.uniform() < 0.9 ? 1 : 0,
  );
  return fitSupport(
    {
      histories: {
        ...{ starts: Int32Array.from({ length: 601 }, (_, i) => i), actions, actionCount: 3 },
        sampleWeights: new Float64Array(600).fill(1.1),
      },
      ...{ features: x, width: 1, allowed: null, unit: 'row' },
      scaling: { observationOffset: [0.1], observationScale: [0.9] },
    },
    { leastProbability: 0.2, leastCustomers: 1 },
    random,
  );
}

it('comes back bit by bit, and its model takes what it took before', async () => {
  for (const support of [BY_ONE_FEATURE, fittedFilter()]) {
    const { model, folder } = await saved(support);
    expect(model.support).toEqual(support);
    const x = Float32Array.from({ length: 200 }, (_, i) => i / 10);
    const allowed = Uint8Array.from({ length: 600 }, (_, i) => (i % 5 === 0 ? 0 : 1));
    const before = await decisionsOf({ ...MODEL, support }, x, allowed);
    expect(await decisionsOf(model, x, allowed)).toEqual(before);
    expect(new Set(before).size).toBeGreaterThan(1);
    const read = (place: string) => readFileSync(join(place, 'model', 'manifest.json'), 'utf8');
    const again = freshFolder();
    await saveModel(again, model, DETAILS);
    expect(read(again)).toBe(read(folder));
  }
  expect(fittedFilter().behaviour.kind).toBe('network');
});

it('never takes an action that is not supported, whatever it is worth', async () => {
  const { model } = await saved({ ...BY_ONE_FEATURE, customers: [80, 70, 49] });
  const { support: _, ...unfiltered } = model;
  const x = Float32Array.of(10, MAIL, CALL, CALL);
  const allowed = Uint8Array.of(1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 1, 1);
  expect(await decisionsOf(unfiltered, x, allowed)).toEqual([2, 2, 2, 2]);
  // Where mail is rare, No Action is left; where that is barred and mail still rare, calls are the likeliest.
  expect(await decisionsOf(model, x, allowed)).toEqual([1, 1, 0, 2]);
});

it('is told by the version of the manifest, which older readers refuse', async () => {
  const { manifest } = await saved(BY_ONE_FEATURE);
  expect([manifest.schemaVersion, manifest.support]).toEqual([3, BY_ONE_FEATURE]);
  const { support: _, ...unfiltered } = MODEL;
  const folder = freshFolder();
  await saveModel(folder, unfiltered, DETAILS);
  const { model, manifest: plain } = await loadModel(folder);
  expect([plain.schemaVersion, 'support' in plain, 'support' in model]).toEqual([2, false, false]);
});

interface Fields extends Record<string, unknown> {
  readonly support?: SupportFilter;
  readonly sha256: Readonly<Record<string, string>>;
}

/** As another program would have written it, with checksums that are right. */
function rewrite(folder: string, edit: (manifest: Fields) => Fields): string {
  const path = join(folder, 'model', 'manifest.json');
  const edited = edit(JSON.parse(readFileSync(path, 'utf8')) as Fields);
  const { manifest: _, ...checksums } = edited.sha256;
  const manifest = sha256(canonicalJson({ ...edited, sha256: checksums }));
  writeFileSync(path, JSON.stringify({ ...edited, sha256: { ...checksums, manifest } }));
  return path;
}

it.each<[string, (support: SupportFilter) => object, RegExp]>([
  [
    'another model',
    (s) => ({ ...s, customers: [1, 2] }),
    /support\.customers: expected as many actions as in the shares/,
  ],
  [
    'too few parameters',
    ({ behaviour, ...s }) => ({ ...s, behaviour: { ...behaviour, parameters: [1] } }),
    /support\.behaviour\.parameters: expected as many as its kind, width and frequent actions say/,
  ],
  [
    'a scaling of other features',
    (s) => ({ ...s, scaling: { observationOffset: [1, 2], observationScale: [1, 2] } }),
    /support\.scaling: expected one offset and one scale per feature/,
  ],
  ['a probability above 1', (s) => ({ ...s, leastProbability: 1.5 }), /support\.leastProbability: /],
  ['a key that nobody knows', (s) => ({ ...s, relative: 0.3 }), /support: .*relative/],
])('refuses %s in one line', async (_what, change, message) => {
  const { folder } = await saved(BY_ONE_FEATURE);
  const path = rewrite(folder, (fields) => ({
    ...fields,
    support: change(fields.support!) as SupportFilter,
  }));
  const error = await loadModel(folder).catch((reason: unknown) => reason as Error);
  expect(error).toMatchObject({ name: 'InputError', message: expect.stringMatching(message) as string });
  expect((error as Error).message.startsWith(`${path} `)).toBe(true);
  expect((error as Error).message).not.toContain('\n');
});

it('refuses a filter under a version that says there is none, one of other actions, and an edited one', async () => {
  const { folder } = await saved(BY_ONE_FEATURE);
  const path = rewrite(folder, (fields) => ({ ...fields, schemaVersion: 2 }));
  await expect(loadModel(folder)).rejects.toThrow(
    `${path} schemaVersion: expected 3 where there is a key support, and only there`,
  );
  const { behaviour, customers, ...others } = BY_ONE_FEATURE;
  const { shares } = behaviour;
  const wider = {
    ...others,
    behaviour: {
      ...behaviour,
      shares: { ...shares, rare: [...shares.rare, 0], weights: [...shares.weights, 1] },
    },
    customers: [...customers, 1],
  };
  await expect(saveModel(freshFolder(), { ...MODEL, support: wider }, DETAILS)).rejects.toThrow(
    /expected to be of the features and actions of the model/,
  );
  const edited = await saved(BY_ONE_FEATURE);
  const file = join(edited.folder, 'model', 'manifest.json');
  writeFileSync(file, readFileSync(file, 'utf8').replace('"leastCustomers": 50', '"leastCustomers": 5'));
  await expect(loadModel(edited.folder)).rejects.toThrow(/manifest\.json: damaged or edited: /);
});
