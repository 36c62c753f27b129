/** Threads beside the one that scores: what they refuse, and what is heard where one ends. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Model } from '../../src/agents/model';
import { identityScaling } from '../../src/agents/scaling';
import type { TableSource } from '../../src/dataset/read/table-source';
import type { Computer } from '../../src/inference/compute-values';
import { decideBeside } from '../../src/runs/score/batch-decider';
import { readBeside } from '../../src/runs/score/batch-source';
import { useFreshFolders } from '../support/fresh-folders';
import { inputError } from '../support/input-error';
import { shipped } from '../support/run-cli';

const freshFolder = useFreshFolders();
const COMPILED = shipped('dist/src/runs/score/decide-worker.js');

const model: Model = {
  ...{ features: ['age', 'visits'], hiddenLayers: [1], head: 'plain', actions: ['none', 'contact'] },
  weights: Float32Array.of(1, 2, -1, 3, -1, 0, 10),
  scaling: identityScaling(2),
};
const source: TableSource = {
  ...{ rows: 2, files: ['customers.csv'], formats: ['csv'], fileOf: null, dataHash: '' },
  lines: Int32Array.of(2, 3),
};
const batch = (...observations: number[]) => ({
  ...{ rows: 2, observations: Float32Array.from(observations), bars: null, source, place: () => 'never' },
});

/** A thread of this text. */
function threadOf(text: string): string {
  const file = join(freshFolder(), 'thread.js');
  writeFileSync(file, text);
  return file;
}

const ENDING = `require('node:worker_threads').parentPort.on('message', () => process.exit(3));`;

it('refuse a row by its place, and go on', async () => {
  const beside = decideBeside({ model, computer: 'wasm' }, 2, COMPILED);
  const all = [batch(2, 1, 0, 0), batch(1, 1, 3e38, 3e38), batch(0, 0, 2, 1)].map((one) =>
    beside.decide(one, null, null),
  );
  const [one, wrong, other] = await Promise.allSettled(all);
  expect(one).toMatchObject({ status: 'fulfilled', value: { actions: Int32Array.of(0, 1) } });
  expect(wrong).toMatchObject({
    status: 'rejected',
    reason: inputError('customers.csv:3: its values are not finite'),
  });
  expect(other).toMatchObject({ status: 'fulfilled', value: { actions: Int32Array.of(1, 0) } });
  await beside.close();
});

it('say as bad input what cannot compute there', async () => {
  const beside = decideBeside({ model, computer: 'abacus' as Computer }, 2, COMPILED);
  await expect(beside.decide(batch(2, 1, 0, 0), null, null)).rejects.toThrow(
    inputError(expect.stringContaining('--backend abacus') as string),
  );
  await beside.close();
});

it('leave nobody waiting where they end without an error', async () => {
  const beside = decideBeside({ model, computer: 'wasm' }, 2, threadOf(ENDING));
  const all = Array.from({ length: 4 }, () => beside.decide(batch(2, 1, 0, 0), null, null));
  const ended = { status: 'rejected', reason: new Error('a thread that decides ended with code 3') };
  expect(await Promise.allSettled(all)).toEqual([ended, ended, ended, ended]);
  // Nor whoever comes later.
  await expect(beside.decide(batch(2, 1, 0, 0), null, null)).rejects.toThrow('ended with code 3');
  await beside.close();
});

it('wait for nothing that could not be posted', async () => {
  const beside = decideBeside({ model, computer: 'wasm' }, 1, COMPILED);
  const noData = (() => 0) as never;
  await expect(beside.decide(batch(2, 1, 0, 0), null, noData)).rejects.toThrow('could not be cloned');
  expect((await beside.decide(batch(2, 1, 0, 0), null, null)).actions).toEqual(Int32Array.of(0, 1));
  await beside.close();
});

it('are heard where the one that reads ends', async () => {
  const reading = readBeside({} as Parameters<typeof readBeside>[0], threadOf(ENDING));
  await expect(reading.history()).rejects.toThrow('the thread that reads ended with code 3');
  await expect(reading.batches().next()).rejects.toThrow('the thread that reads ended with code 3');
  await reading.close();
});
