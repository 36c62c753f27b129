/** Values of actions that a log never showed are part of the model: saved, acted by, and told by the version. */
import * as tf from '@tensorflow/tfjs';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ModelQFunction } from '../../src/agents/dqn/model-q-function';
import type { Model } from '../../src/agents/model';
import type { UnloggedValues } from '../../src/agents/unlogged-values';
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

/** A mail is worth x - 10 and a call 10 - x, on half the scale; the network has 50 for No Action and 70 for a fax. */
const model = (unlogged?: UnloggedValues): Model => ({
  ...{ features: ['x'], actions: ['No Action', 'mail', 'call', 'fax'], hiddenLayers: [], head: 'plain' },
  scaling: { observationOffset: [10], observationScale: [1], rewardScale: 0.5 },
  weights: Float32Array.of(0, 0.5, -0.5, 0, 25, 0, 0, 35),
  support: {
    ...BY_ONE_FEATURE,
    ...{ leastProbability: 0, customers: [0, 70, 60, 0] },
    behaviour: {
      ...{ kind: 'logistic', width: 1, parameters: [0, 0, 0, 0], temperature: 1 },
      shares: { frequent: [1, 2], rare: [0, 0, 0, 0], weights: [1, 1, 1, 1], rows: 300 },
    },
  },
  ...(unlogged !== undefined && { unlogged }),
});

const SAID: UnloggedValues = { noActionReward: 3, startsFrom: [{ action: 3, from: 1 }] };
const X = Float32Array.of(8, 12, 14, 5);

async function saved(unlogged?: UnloggedValues) {
  const folder = freshFolder();
  await saveModel(folder, model(unlogged), DETAILS);
  return { folder, ...(await loadModel(folder)) };
}

async function chosen({ actions, ...others }: Model, allowed: Uint8Array | null = null) {
  const qFunction = new ModelQFunction({ actions, ...others });
  const out = new Int32Array(X.length);
  await new GreedyPolicy(qFunction, actions).chosenActions({ observations: X, allowed }, out);
  const values = await qFunction.qValues(X);
  qFunction.dispose();
  return { taken: [...out].map((action) => actions[action]), values: [...values] };
}

it('comes back with the model, which leaves alone where no contact is worth what that is assumed to be', async () => {
  const { model: loaded, manifest } = await saved(SAID);
  expect([manifest.schemaVersion, loaded.unlogged]).toEqual([4, SAID]);
  const { taken, values } = await chosen(loaded);
  // Mails and calls are worth ±2, ±4 and ±5; a fax is worth a mail and never taken.
  expect(taken).toEqual(['No Action', 'No Action', 'mail', 'call']);
  expect(values).toEqual([3, -2, 2, -2, 3, 2, -2, 2, 3, 4, -4, 4, 3, -5, 5, -5]);
  const barred = Uint8Array.of(1, 1, 1, 1, 0, 1, 1, 1, 1, 0, 1, 1, 0, 1, 0, 1);
  expect((await chosen(loaded, barred)).taken).toEqual(['No Action', 'mail', 'No Action', 'mail']);
});

it('says nothing of models of logs that show everything', async () => {
  const { model: loaded, manifest } = await saved();
  expect([manifest.schemaVersion, 'unlogged' in loaded]).toEqual([3, false]);
  expect((await chosen(loaded)).taken).toEqual(['call', 'mail', 'mail', 'call']);
});

/** As another program would have written it, with checksums that are right. */
function rewrite(folder: string, changes: object): string {
  const path = join(folder, 'model', 'manifest.json');
  const edited = { ...(JSON.parse(readFileSync(path, 'utf8')) as { sha256: object }), ...changes };
  const { manifest: _, ...checksums } = edited.sha256 as Record<string, string>;
  const manifest = sha256(canonicalJson({ ...edited, sha256: checksums }));
  writeFileSync(path, JSON.stringify({ ...edited, sha256: { ...checksums, manifest } }));
  return path;
}

it.each([
  [
    'under a version whose readers know nothing of it',
    { schemaVersion: 3 },
    'schemaVersion: expected 4 where there is a key unlogged or charges, and only there, got 3',
  ],
  [
    'of other actions',
    { unlogged: { noActionReward: null, startsFrom: [{ action: 4, from: 1 }] } },
    'unlogged: expected to be of the actions of the model',
  ],
  ['with a key that nobody knows', { unlogged: { ...SAID, discount: 1 } }, 'unlogged: no key "discount"'],
])('is refused %s', async (_how, changes, message) => {
  const { folder } = await saved(SAID);
  const path = rewrite(folder, changes);
  await expect(loadModel(folder)).rejects.toThrow(`${path} ${message}`);
});

it('is refused by readers of before: they know no version above 3', async () => {
  const { folder } = await saved(SAID);
  const path = rewrite(folder, { schemaVersion: 5 });
  await expect(loadModel(folder)).rejects.toThrow(`${path} schemaVersion: expected at most 4, got 5`);
});
