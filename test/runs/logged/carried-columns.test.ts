/** What made enriched columns goes from beside the schema into the model, or the run is refused before it reads the log. */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readJsonFile } from '../../../src/core/files';
import { canonicalJson, sha256 } from '../../../src/core/hashes';
import { logSchema } from '../../../src/dataset/schema/log-schema';
import { carriedColumns, carriedFiles, carriedFolder } from '../../../src/runs/logged/carried-columns';
import { savedColumns } from '../../support/company-model';
import { useFreshFolders } from '../../support/fresh-folders';

const freshFolder = useFreshFolders();

const ENRICHED = { columns: ['spend', 'region'], models: 'my.customers' };
/** Rewritten as earlier versions wrote it, which named no log. */
function asOfBefore(columns: string): void {
  const file = join(columns, 'columns.json');
  const { logHash: _, sha256: __, ...saved } = readJsonFile(file) as Record<string, unknown>;
  const before = { ...saved, schemaVersion: 1 };
  writeFileSync(file, JSON.stringify({ ...before, sha256: sha256(canonicalJson(before)) }));
}

const source = (folder: string, keys: object = { enriched: ENRICHED }) => ({
  schema: logSchema.parse({ action: 'channel', reward: 'margin', ...keys }),
  schemaFile: join(folder, 'enriched.schema.yaml'),
});

it('finds the folder beside the schema, and its files', async () => {
  const folder = freshFolder();
  const columns = savedColumns(join(folder, 'my.customers'));
  const carried = (await carriedColumns(source(folder)))!;
  expect(carried.folder).toBe(columns);
  const files = carriedFiles(carried);
  expect([...files.keys()]).toEqual(['columns.json']);
  expect(files.get('columns.json')).toEqual(readFileSync(join(columns, 'columns.json')));
});

it('carries nothing where the schema names no folder', async () => {
  const folder = freshFolder();
  for (const one of [source(folder, {}), source(folder, { enriched: { columns: ['spend'] } })])
    expect([carriedFolder(one), await carriedColumns(one)]).toEqual([null, null]);
});

it('refuses a folder that is not there, is of another log, or was changed', async () => {
  const folder = freshFolder();
  await expect(carriedColumns(source(folder))).rejects.toThrow(
    /enriched\.schema\.yaml enriched\.models: expected the folder that enrich wrote/,
  );
  const columns = savedColumns(join(folder, 'my.customers'));
  await expect(
    carriedColumns(source(folder, { enriched: { ...ENRICHED, columns: ['spend'] } })),
  ).rejects.toThrow(/enriched\.columns: expected "region" among them/);
  const file = join(columns, 'columns.json');
  writeFileSync(file, readFileSync(file, 'utf8').replace('30d', '60d'));
  await expect(carriedColumns(source(folder))).rejects.toThrow(/columns\.json: damaged or edited/);
});

it('refuses a folder that another log was enriched with, and asks nothing where the schema names no log', async () => {
  const folder = freshFolder();
  const [own, other] = ['cd'.repeat(32), 'ef'.repeat(32)];
  const columns = savedColumns(join(folder, 'my.customers'), { logHash: own });
  const named = (logHash: string) => source(folder, { enriched: { ...ENRICHED, logHash } });
  expect(await carriedColumns(named(own))).toEqual(await carriedColumns(source(folder)));
  await expect(carriedColumns(named(other))).rejects.toThrow(
    `${join(folder, 'enriched.schema.yaml')} enriched.models: expected a folder made with the log of enriched.logHash (sha-256 ${other}), got ${columns} of ${own}`,
  );
  asOfBefore(columns);
  expect(await carriedColumns(source(folder))).toMatchObject({ folder: columns });
  await expect(carriedColumns(named(own))).rejects.toThrow(/, got .* of a log that it does not name$/);
});

it('refuses to go on with another folder than the run began with', async () => {
  const folder = freshFolder();
  const columns = savedColumns(join(folder, 'my.customers'));
  const carried = (await carriedColumns(source(folder)))!;
  rmSync(columns, { recursive: true });
  expect(() => carriedFiles(carried)).toThrow(/lay there when the run began, found no columns\.json$/);
  savedColumns(columns, { profile: [] });
  expect(() => carriedFiles(carried)).toThrow(/columns\.json: expected that of the run \(sha-256 /);
});
