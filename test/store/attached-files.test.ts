/** Files that travel with a model: whole wherever it goes, and never read damaged. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { manifestSchema } from '../../src/store/manifest';
import { customersOf, loadModel, saveModel } from '../../src/store/model-store';
import { useFreshFolders } from '../support/fresh-folders';

const freshFolder = useFreshFolders();

const MODEL = {
  ...{ features: ['x'], actions: ['No Action', 'mail'], hiddenLayers: [], head: 'plain' as const },
  scaling: { observationOffset: [0], observationScale: [1], rewardScale: 1 },
  weights: Float32Array.of(0, 1, 0, 0),
};
const DETAILS = {
  ...{ version: '0.1.0', createdAt: '2026-01-01T00:00:00.000Z', configHash: 'x', dataHash: null },
  ...{ environment: 'segment', gamma: 0, seed: 1, training: { environmentSteps: 1, gradientUpdates: 1 } },
};
const FILES = new Map([
  ['columns.json', Buffer.from('{}')],
  ['churn/model.json', Buffer.from([0, 255, 10])],
]);

async function saved() {
  const folder = freshFolder();
  await saveModel(folder, MODEL, DETAILS, null, FILES);
  return { folder, of: (file: string) => join(folder, 'model', 'customers', file) };
}

it('come back byte for byte, and go along where the model is saved anew', async () => {
  const { folder, of } = await saved();
  const loaded = await loadModel(folder);
  expect(loaded.customers).toBe(of('.').replace(/\/$/, ''));
  const again = freshFolder();
  await saveModel(again, loaded.model, loaded.manifest, null, customersOf(loaded));
  expect((await loadModel(again)).manifest.sha256.manifest).toBe(loaded.manifest.sha256.manifest);
  expect(readFileSync(join(again, 'model/customers/churn/model.json'))).toEqual(
    FILES.get('churn/model.json'),
  );
});

it('are refused by name where one was changed, or is gone', async () => {
  const { folder, of } = await saved();
  writeFileSync(of('churn/model.json'), 'other');
  await expect(loadModel(folder)).rejects.toThrow(
    /customers\/churn\/model\.json: damaged: expected sha-256 /,
  );
  rmSync(of('churn'), { recursive: true });
  mkdirSync(of('churn'));
  await expect(loadModel(folder)).rejects.toThrow(/customers\/churn\/model\.json/);
});

it('change the checksum of the manifest, which a model without them keeps', async () => {
  const [none, { folder }] = [freshFolder(), await saved()];
  await saveModel(none, MODEL, DETAILS);
  const loaded = await loadModel(none);
  expect([loaded.customers, loaded.manifest.customers]).toEqual([null, undefined]);
  expect((await loadModel(folder)).manifest.sha256.manifest).not.toBe(loaded.manifest.sha256.manifest);
});

it.each(['../weights.bin', '/etc/hosts', 'churn/../../x', '.hidden'])('never lie at %s', (path) => {
  const hash = 'a'.repeat(64);
  const { customers } = manifestSchema.unwrap().shape;
  expect(customers.safeParse({ [path]: hash }).success).toBe(false);
  expect(customers.safeParse({ 'churn/model.json': hash }).success).toBe(true);
});
