/** What is kept of a log for the next start, and how reading is shown. */
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { readCompanyLog } from '../../../src/runs/logged/read-company-log';
import { logSchema } from '../../../src/dataset/schema/log-schema';
import { companyLog } from '../../support/company-log';
import { useFreshFolders } from '../../support/fresh-folders';
import { listeningHost } from '../../support/listening-host';

const freshFolder = useFreshFolders();

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
