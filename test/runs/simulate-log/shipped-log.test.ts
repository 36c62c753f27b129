/** The log that ships is what its paper says: written by that command, read by its schema, and without a fault. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { quietHost } from '../../../src/runs/quiet-host';
import { loadLog, logSource } from '../../../src/runs/logged/log-source';
import { loggedSettings } from '../../../src/runs/logged/settings';
import { simulateLog } from '../../../src/runs/simulate-log/simulate-log';
import { customers } from '../../../src/worlds/list';
import { useFreshFolders } from '../../support/fresh-folders';

const freshFolder = useFreshFolders();
const shipped = (file: string) => join('data/company-log', file);

it('comes out of the command in its paper', async () => {
  const out = join(freshFolder(), 'log');
  const request = { customers: 150, policy: 'biased', holdout: 0.1, hidePropensity: false, seed: 7 };
  const written = await simulateLog(
    customers,
    { ...request, out, overwrite: false, truthCustomers: 2 },
    quietHost(),
  );
  const { files } = written!;
  const same = (one: string, other: string) => readFileSync(one, 'utf8') === readFileSync(other, 'utf8');
  expect(same(files.log, shipped('contacts.csv'))).toBe(true);
  expect(same(files.schema, shipped('schema.yaml'))).toBe(true);
});

it('has nothing that blocks, held out customers included', async () => {
  const log = await loadLog(
    logSource(shipped('contacts.csv'), { schema: shipped('schema.yaml') }),
    quietHost(),
  );
  expect(log.count).toBe(5593);
  expect(log.audit(loggedSettings.parse({})).filter(({ severity }) => severity === 'block')).toEqual([]);
});
