/** Logs of one simulated company: as it is, with columns of customers, and with these shuffled. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { makeFolder, readJsonFile, writeFileAtomically } from '../../src/core/files';
import { Random } from '../../src/core/random';
import type { FittedModel } from '../../src/profiles/customer-model';
import { customerModelNamed } from '../../src/profiles/models/list';
import { loadCustomerModel } from '../../src/profiles/saved/saved-model';
import type { CompanyTables } from '../../src/profiles/tables/company-tables';
import { openCompany } from '../../src/profiles/tables/open-company';
import { readTables } from '../../src/runs/customers/read-tables';
import { enrich } from '../../src/runs/enrich/enrich';
import { quietHost } from '../../src/runs/quiet-host';
import { simulateCompany } from '../../src/runs/simulate-company/simulate-company';
import { customers as world } from '../../src/worlds/customers/world';
import { keptIn } from './kept';
import { writeShuffled } from './shuffle';

export interface StudySizes {
  /** Of the company whose log is learned from, and of the one in which policies are compared. */
  readonly customers: number;
  readonly fresh: number;
  /** Weeks of each one's history. */
  readonly history: number;
  /** Weeks that a policy acts. */
  readonly weeks: number;
  /** How far customer models look ahead. */
  readonly window: string;
}

/** Share of weeks with a contact, of whoever may be contacted. */
export const CONTACTS = 0.4;

/** Customer models whose columns are added, and settings that are not their defaults: segments are chosen by fewer customers and draws. */
export const modelSettings = {
  churn: {},
  value: {},
  segments: { rowsLookedAt: 300, draws: 5, resamplePairs: 3, starts: 3 },
} as const;

const assignments = Object.entries(modelSettings).flatMap(([name, settings]) =>
  Object.entries(settings).map(([key, value]) => `${name}.${key}=${value}`),
);

export const arms = ['plain', 'enriched', 'shuffled'] as const;
export type Arm = (typeof arms)[number];

interface Log {
  readonly data: string;
  readonly schema: string;
}

/** What was written of a company. */
interface WrittenLogs {
  /** company.yaml */
  readonly company: string;
  readonly rows: number;
  readonly logs: Readonly<Record<Arm, Log>>;
  /** Folder of what made the added columns. */
  readonly models: string;
  /** Names of what was added. */
  readonly added: readonly string[];
}

export interface SeedLogs extends WrittenLogs {
  /** Of these files, and of what is learned from them. */
  readonly folder: string;
  readonly tables: CompanyTables;
}

async function write(
  { customers, history, weeks, window }: StudySizes,
  seed: number,
  folder: string,
): Promise<WrittenLogs> {
  const host = quietHost();
  const plan = { customers, weeks: history, horizon: weeks, contacts: CONTACTS };
  const request = { ...plan, seed, out: join(folder, 'company'), overwrite: true };
  const { files } = (await simulateCompany(world, request, host))!;
  const plain = { data: files.contacts, schema: files.contactsSchema };
  const out = join(folder, 'logs', 'enriched.csv');
  makeFolder(join(folder, 'logs'));
  const models = { models: Object.keys(modelSettings), window, set: assignments };
  const written = (await enrich(
    { ...plain, ...models, company: files.company, seed, out, overwrite: true },
    host,
  ))!;
  const enriched = { data: written.files.out, schema: written.files.schema };
  const added = written.columns.map(({ name }) => name);
  const shuffled = { data: join(folder, 'logs', 'shuffled.csv'), schema: enriched.schema };
  await writeShuffled(enriched, added, shuffled.data, Random.fromSeed(seed).fork('study-enriched/rows'));
  const found = { company: files.company, rows: written.rows, models: written.files.models };
  return { ...found, logs: { plain, enriched, shuffled }, added };
}

/** Writes them unless that has been done with the same sizes and settings. @param folder for folders of them */
export async function writeLogs(sizes: StudySizes, seed: number, folder: string): Promise<SeedLogs> {
  const own = keptIn(folder, 'company', { sizes, seed, contacts: CONTACTS, models: modelSettings });
  makeFolder(own);
  const list = join(own, 'logs.json');
  if (!existsSync(list))
    writeFileAtomically(list, `${JSON.stringify(await write(sizes, seed, own), null, 2)}\n`);
  const written = readJsonFile(list) as WrittenLogs;
  const tables = await readTables(await openCompany(written.company), [], quietHost());
  return { ...written, folder: own, tables };
}

/** As they travel with a policy: fitted on what was known until the last decision. */
export function fittedModels({ models }: Pick<SeedLogs, 'models'>): Promise<readonly FittedModel[]> {
  return Promise.all(
    Object.keys(modelSettings).map(async (name) => {
      const { fitted } = await loadCustomerModel(join(models, name), customerModelNamed('models', name));
      return fitted;
    }),
  );
}
