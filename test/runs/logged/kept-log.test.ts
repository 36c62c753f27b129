/** A second start from what the first one kept: the same model, byte by byte; and how reading is shown. */
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { train } from '../../../src';
import type { ProgressOptions } from '../../../src/core/progress';
import type { Host } from '../../../src/runs/host';
import { readCompanyLog } from '../../../src/runs/logged/read-company-log';
import { quietHost } from '../../../src/runs/quiet-host';
import { logSchema } from '../../../src/dataset/schema/log-schema';
import { loadModel } from '../../../src/store/model-store';
import { companyLog } from '../../support/company-log';
import { useFreshFolders } from '../../support/fresh-folders';

const freshFolder = useFreshFolders();

/** A host that writes down what it is told. */
function listeningHost(changes: Partial<Host> = {}) {
  const said: string[] = [];
  const shown: { options: ProgressOptions; updates: [number, readonly string[]][]; stopped: boolean }[] = [];
  const host: Host = {
    ...quietHost(),
    logger: { info: (message) => said.push(message), warn: (message) => said.push(message) },
    progress: (options) => {
      const one = { options, updates: [] as [number, readonly string[]][], stopped: false };
      shown.push(one);
      return {
        update: (done, details) => one.updates.push([done, details]),
        stop: () => (one.stopped = true),
      };
    },
    ...changes,
  };
  return { host, said, shown };
}

it('trains the same model from what was kept as from the file', async () => {
  const folder = freshFolder();
  const log = companyLog(folder);
  const cache = join(folder, 'cache');
  const settings = { steps: 200, environments: 2, dqn: { hiddenLayers: [8] } };
  const { host, said } = listeningHost({ logCache: { folder: cache, smallest: 1 } });
  const weights = [];
  for (const [name, how] of [
    ['plain', quietHost()],
    ['first', host],
    ['second', host],
  ] as const) {
    const out = join(folder, name);
    await train(log, settings, { out, method: 'replay-study', backend: 'cpu', host: how });
    weights.push((await loadModel(out)).model.weights);
  }
  expect(weights[1]).toEqual(weights[0]);
  expect(weights[2]).toEqual(weights[0]);
  expect(said.filter((line) => line.includes(cache))).toEqual([
    `${log.file}: kept in ${cache} for the next start (--no-cache keeps nothing)`,
    `${log.file}: as it was read before, from ${cache}`,
  ]);
});

it('keeps no log that is read in a moment', async () => {
  const folder = freshFolder();
  const log = companyLog(folder);
  const cache = join(folder, 'cache');
  const { host } = listeningHost({ logCache: { folder: cache, smallest: 1e6 } });
  await readCompanyLog([log.file], logSchema.parse({ ...log.schema }), {}, host);
  expect(readdirSync(folder)).not.toContain('cache');
});

it.each(['csv', 'csv.gz'])('shows bytes, rows and rows per second while %s is read', async (extension) => {
  const file = join(freshFolder(), `log.${extension}`);
  const rows = Array.from({ length: 200_000 }, (_, i) => `${i % 3 === 0 ? 'none' : 'mail'},${i}`);
  const text = ['channel,margin', ...rows, ''].join('\n');
  const bytes = extension === 'csv' ? Buffer.from(text) : gzipSync(text);
  writeFileSync(file, bytes);
  const schema = logSchema.parse({ action: 'channel', noAction: 'none', reward: 'margin', features: {} });
  let now = 0;
  const { host, shown } = listeningHost({ clock: { now: () => (now += 100) } });
  await readCompanyLog([file], schema, {}, host);
  const [{ options, updates, stopped }] = shown as [(typeof shown)[number]];
  expect(shown).toHaveLength(1);
  expect(options).toEqual({ title: 'reading', total: Math.ceil(bytes.length / 1e6), unit: 'MB' });
  expect(updates).toHaveLength(21);
  expect(updates.at(-1)).toEqual([
    Math.floor(bytes.length / 1e6),
    ['200000 rows', `${(200_000 / 2.1).toFixed(0)} rows/s`],
  ]);
  expect(stopped).toBe(true);
});
