/** What is learned of one company's log with and without columns of customers, and what that is worth in another company. */
import { join } from 'node:path';
import { Random } from '../../src/core/random';
import type { CompanyTables } from '../../src/profiles/tables/company-tables';
import { windowOf } from '../../src/runs/customers/company-run';
import { defaultCustomersConfig } from '../../src/worlds/customers/settings';
import { timed } from '../bench-customers/timed';
import type { OurMethod } from '../study-logged/ours';
import { differenceOf, meanOf, type Mean } from '../study-logged/true-values';
import {
  behaviourGoesOn,
  enrichedColumns,
  hiddenStateAct,
  learnedAct,
  noColumns,
  shuffledColumns,
} from './acts';
import { playFresh, type FreshPlan } from './fresh-company';
import { learned } from './learned';
import type { Act, Played } from './played-chunk';
import { arms, CONTACTS, fittedModels, type Arm, type SeedLogs, type StudySizes } from './seed-logs';

/** A week's discount, by the schema of the log. */
const GAMMA = 0.95;
/** The company in which policies are compared is not the one whose log was learned from. */
const FRESH_SEEDS = 1000;

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
  const acts: (readonly [string, Act])[] = [['the behaviour of the log', behaviourGoesOn]];
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
