/** What a model charges its actions goes with it: the same decisions after it was saved, and no reader that knows nothing of it. */
import * as tf from '@tensorflow/tfjs';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ModelQFunction } from '../../src/agents/dqn/model-q-function';
import type { Model } from '../../src/agents/model';
import { canonicalJson, sha256 } from '../../src/core/hashes';
import { GreedyPolicy } from '../../src/policies/greedy';
import { loadModel, saveModel, type ModelDetails } from '../../src/store/model-store';
import { useFreshFolders } from '../support/fresh-folders';
import { BY_ONE_FEATURE } from '../support/support-filters';

const freshFolder = useFreshFolders();
beforeAll(() => tf.setBackend('cpu'));

const DETAILS: ModelDetails = {
  ...{ version: '0.1.0', createdAt: '2026-01-02T03:04:05.000Z', configHash: 'c0ffee', dataHash: 'da7a' },
  ...{ environment: null, gamma: 0, seed: 0, training: { environmentSteps: 1, gradientUpdates: 1 } },
};

/** No Action, mail and call are worth 0, 2 and 3 + x. */
const MODEL: Model = {
  ...{ features: ['x'], actions: ['No Action', 'mail', 'call'], hiddenLayers: [], head: 'plain' },
  scaling: { observationOffset: [0], observationScale: [1], rewardScale: 1 },
  weights: Float32Array.of(0, 0, 1, 0, 2, 3),
};

async function decisionsOf(model: Model, x: readonly number[]) {
  const qFunction = new ModelQFunction(model);
  const out = new Int32Array(x.length);
  const decisions = { observations: Float32Array.from(x), allowed: null };
  await new GreedyPolicy(qFunction, model.actions).chosenActions(decisions, out);
  qFunction.dispose();
  return [...out];
}

async function saved(model: Model) {
  const folder = freshFolder();
  await saveModel(folder, model, DETAILS);
  return { folder, ...(await loadModel(folder)) };
}

it('takes them off wherever it decides; of equals the first', async () => {
  const x = [-5, 0, 1, 4];
  expect(await decisionsOf(MODEL, x)).toEqual([1, 2, 2, 2]);
  // Mail is worth 1.5 then, call x − 1: at 2.5 they would be equal.
  expect(await decisionsOf({ ...MODEL, charges: [0, 0.5, 4] }, [...x, 2.5])).toEqual([1, 1, 1, 2, 1]);
  expect(await decisionsOf({ ...MODEL, charges: [0, 2, 8] }, x)).toEqual([0, 0, 0, 0]);
});

it('comes back with them, and decides as it did', async () => {
  const charged = { ...MODEL, charges: [0, 0.1, 1 / 3] };
  const { model, manifest } = await saved(charged);
  expect([model.charges, manifest.charges, manifest.schemaVersion]).toEqual([
    charged.charges,
    charged.charges,
    4,
  ]);
  const x = [-1.4, -0.9, -0.77, -0.76, 0];
  expect(await decisionsOf(model, x)).toEqual(await decisionsOf(charged, x));
  expect(new Set(await decisionsOf(model, x))).toEqual(new Set([1, 2]));
});

it('has the version that its readers must know: 2 of neither, 3 of support, 4 of charges', async () => {
  const versionOf = async (model: Model) => (await saved(model)).manifest.schemaVersion;
  expect(await versionOf(MODEL)).toBe(2);
  const supported = { ...MODEL, support: BY_ONE_FEATURE };
  expect(await versionOf(supported)).toBe(3);
  expect(await versionOf({ ...supported, charges: [0, 1, 2] })).toBe(4);
});

/** As another program would have written it, with checksums that are right. */
function rewrite(folder: string, changes: object): string {
  const path = join(folder, 'model', 'manifest.json');
  const { sha256: checksums, ...fields } = JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>;
  const { manifest: _, ...others } = checksums as Record<string, string>;
  const edited = { ...fields, ...changes };
  const manifest = sha256(canonicalJson({ ...edited, sha256: others }));
  writeFileSync(path, JSON.stringify({ ...edited, sha256: { ...others, manifest } }));
  return path;
}

it.each<[string, object, string]>([
  [
    'a version of before',
    { schemaVersion: 3 },
    ' schemaVersion: expected 4 where there is a key unlogged or charges, and only there',
  ],
  ['other actions', { charges: [0, 1] }, ' charges: expected one for each action'],
  ['less than nothing', { charges: [0, 0, -1] }, ' charges.2: expected a number'],
])('refuses charges of %s', async (_, changes, message) => {
  const { folder } = await saved({ ...MODEL, charges: [0, 0.5, 4] });
  const path = rewrite(folder, changes);
  await expect(loadModel(folder)).rejects.toThrow(`${path}${message}`);
});

it('refuses a version of charges without any', async () => {
  const { folder } = await saved(MODEL);
  const path = rewrite(folder, { schemaVersion: 4 });
  await expect(loadModel(folder)).rejects.toThrow(
    `${path} schemaVersion: expected 4 where there is a key unlogged or charges, and only there`,
  );
});

it('names charges that are not of its actions', () => {
  expect(() => new ModelQFunction({ ...MODEL, charges: [0] })).toThrow(/charges/);
});
