/** One company's log, what is learned of it with and without columns of customers, and what that is worth in another company. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Random } from '../../src/core/random';
import { pastOf } from '../../src/profiles/asof/past';
import type { FittedModel } from '../../src/profiles/customer-model';
import { customerModelNamed } from '../../src/profiles/models/list';
import { openCompany } from '../../src/profiles/tables/open-company';
import type { CompanyTables } from '../../src/profiles/tables/company-tables';
import { windowOf } from '../../src/runs/customers/company-run';
import { readTables } from '../../src/runs/customers/read-tables';
import { enrich } from '../../src/runs/enrich/enrich';
import { quietHost } from '../../src/runs/quiet-host';
import { simulateCompany } from '../../src/runs/simulate-company/simulate-company';
import { defaultCustomersConfig } from '../../src/worlds/customers/settings';
import { customers as world } from '../../src/worlds/customers/world';
import { timed } from '../bench-customers/timed';
import { differenceOf, meanOf, type Mean } from '../study-logged/true-values';
import type { OurMethod } from '../study-logged/ours';
import { enrichedColumns, hiddenStateAct, learnedAct, noColumns, shuffledColumns } from './acts';
import { playFresh, type FreshPlan } from './fresh-company';
import { learned } from './learned';
import type { Act, Played } from './played-chunk';
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

/** Customer models whose columns are added, with their own default settings. */
export const MODELS = ['churn', 'value', 'segments'] as const;
/** Share of weeks with a contact, of whoever may be contacted. */
const CONTACTS = 0.4;
/** A week's discount, by the schema of the log. */
const GAMMA = 0.95;
/** The company in which policies are compared is not the one whose log was learned from. */
const FRESH_SEEDS = 1000;

export const arms = ['plain', 'enriched', 'shuffled'] as const;
export type Arm = (typeof arms)[number];

interface Log {
  readonly data: string;
  readonly schema: string;
}

export interface SeedLogs {
  readonly tables: CompanyTables;
  readonly rows: number;
  readonly logs: Readonly<Record<Arm, Log>>;
  /** Names of what was added. */
  readonly added: readonly string[];
}

/** @param folder for its files */
export async function writeLogs(
  { customers, history, weeks, window }: StudySizes,
  seed: number,
  folder: string,
): Promise<SeedLogs> {
  const host = quietHost();
  const plan = { customers, weeks: history, horizon: weeks, contacts: CONTACTS };
  const { files } = (await simulateCompany(
    world,
    { ...plan, seed, out: join(folder, 'company'), overwrite: false },
    host,
  ))!;
  const plain = { data: files.contacts, schema: files.contactsSchema };
  mkdirSync(join(folder, 'logs'));
  const written = (await enrich(
    {
      ...{ ...plain, company: files.company, models: MODELS, window, set: [], seed, overwrite: false },
      out: join(folder, 'logs', 'enriched.csv'),
    },
    host,
  ))!;
  const enriched = { data: written.files.out, schema: written.files.schema };
  const added = written.columns.map(({ name }) => name);
  const shuffled = { data: join(folder, 'logs', 'shuffled.csv'), schema: enriched.schema };
  await writeShuffled(enriched, added, shuffled.data, Random.fromSeed(seed).fork('study-enriched/rows'));
  const tables = await readTables(await openCompany(files.company), [], host);
  return { tables, rows: written.rows, logs: { plain, enriched, shuffled }, added };
}

/** As they would travel with a policy: fitted on what was known until the last decision. */
export async function fittedModels(
  tables: CompanyTables,
  window: number,
  random: Random,
): Promise<readonly FittedModel[]> {
  const last = tables.decisions!.times.reduce((latest, time) => Math.max(latest, time));
  const past = pastOf(tables, last, window);
  const models = MODELS.map((name) => customerModelNamed('models', name));
  return Promise.all(
    models.map((model) => model.fit(past, model.settings.parse({}), random.fork(model.name))),
  );
}

/** What one policy came to, in the mean of the customers. */
export interface Worth {
  readonly policy: string;
  /** Account currency per customer and week. */
  readonly value: Mean;
  /** Share still there at the end. */
  readonly stays: number;
  /** [actions] shares of the decisions */
  readonly actions: readonly number[];
}

function worthOf(policy: string, { value, stays, actions }: Played, weeks: number): Worth {
  const decisions = actions.reduce((sum, count) => sum + count, 0);
  return {
    policy,
    value: meanOf(value.map((sum) => sum / weeks)),
    stays: meanOf(stays).value,
    actions: Array.from(actions, (count) => count / decisions),
  };
}

export interface SeedResult {
  readonly seed: number;
  readonly method: string;
  /** Of the log, and columns that were added to it. */
  readonly rows: number;
  readonly added: readonly string[];
  /** Customers of the other company who were there when the policy began. */
  readonly there: number;
  readonly actionNames: readonly string[];
  readonly worths: readonly Worth[];
  /** Per customer and week, against the policy of plain columns: customer by customer. */
  readonly abovePlain: Readonly<Record<Exclude<Arm, 'plain'>, Mean>>;
  /** Of processor: each training, and all together. */
  readonly seconds: Readonly<Record<Arm, number>>;
}

/** Plays all that are compared in the same company. */
async function played(acts: readonly (readonly [string, Act])[], plan: FreshPlan, tables: CompanyTables) {
  const found = new Map<string, Played>();
  for (const [name, act] of acts) found.set(name, await playFresh(plan, tables, act));
  return found;
}

/** What was written of a seed, learned from by one method. @param folder for its files */
export async function studySeed(
  sizes: StudySizes,
  seed: number,
  method: OurMethod,
  { tables, rows, logs, added }: SeedLogs,
  folder: string,
): Promise<SeedResult> {
  const { history, weeks, fresh } = sizes;
  const config = defaultCustomersConfig;
  const window = windowOf(sizes.window);
  const random = Random.fromSeed(seed).fork('study-enriched');
  const columns = enrichedColumns({ models: await fittedModels(tables, window, random), window });
  const columnsOf = { plain: noColumns, enriched: columns, shuffled: shuffledColumns(columns) } as const;
  const seconds: Partial<Record<Arm, number>> = {};
  const acts: (readonly [string, Act])[] = [['the behaviour of the log', null]];
  for (const arm of arms) {
    const model = await timed(() => learned(logs[arm], method, seed, join(folder, `${method.name}-${arm}`)));
    seconds[arm] = model.seconds;
    acts.push([arm, learnedAct(model.result, columnsOf[arm])]);
  }
  acts.push(['who sees the hidden state', hiddenStateAct(config, GAMMA)]);
  const plan = { customers: fresh, seed: FRESH_SEEDS + seed, config, contacts: CONTACTS, history, weeks };
  const found = await played(acts, plan, tables);
  const weekly = (name: string) => found.get(name)!.value.map((sum) => sum / weeks);
  return {
    ...{ seed, method: method.name, rows, added, there: weekly('plain').length },
    actionNames: tables.contacts!.actionNames,
    worths: [...found].map(([name, one]) => worthOf(name, one, weeks)),
    abovePlain: {
      enriched: differenceOf(weekly('enriched'), weekly('plain')),
      shuffled: differenceOf(weekly('shuffled'), weekly('plain')),
    },
    seconds: seconds as Record<Arm, number>,
  };
}
