/** A second start from what the first one kept: the same model, byte by byte. */
import { join } from 'node:path';
import { train } from '../../../src';
import { quietHost } from '../../../src/runs/quiet-host';
import { loadModel } from '../../../src/store/model-store';
import { companyLog } from '../../support/company-log';
import { useFreshFolders } from '../../support/fresh-folders';
import { listeningHost } from '../../support/listening-host';

const freshFolder = useFreshFolders();

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
