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
export const GAMMA = 0.95;
/** The company in which policies are compared is not the one whose log was learned from. */
const FRESH_SEEDS = 1000;

/** What one policy came to, in the mean of the customers. */
export interface Worth {
  readonly policy: string;
  /** Account currency per customer and week. */
  readonly value: Mean;
  /** Account currency per customer, discounted to the week in which the policy began. */
  readonly discounted: Mean;
  /** Share still there at the end. */
  readonly stays: number;
  /** [actions] shares of the decisions */
  readonly actions: readonly number[];
}

function worthOf(policy: string, { value, discounted, stays, actions }: Played, weeks: number): Worth {
  const decisions = actions.reduce((sum, count) => sum + count, 0);
  return {
    policy,
    value: meanOf(value.map((sum) => sum / weeks)),
    discounted: meanOf(discounted),
    stays: meanOf(stays).value,
    actions: Array.from(actions, (count) => count / decisions),
  };
}

/** What one policy earns more than another, customer by customer: luck that both meet cancels. */
export interface Difference {
  readonly policy: string;
  readonly against: string;
  readonly value: Mean;
  readonly discounted: Mean;
}

/** The enriched policy as it is, but each customer is taken for another one who is decided about as well. */
const MISTAKEN = 'enriched, taking customers for others';

const compared: readonly (readonly [string, string])[] = [
  ['enriched', 'plain'],
  ['shuffled', 'plain'],
  ['enriched', 'shuffled'],
  ['enriched', MISTAKEN],
];

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
  readonly differences: readonly Difference[];
  /** Of processor, of each training; of one that had been done, of opening it. */
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
    if (arm === 'enriched') acts.push([MISTAKEN, learnedAct(model.result, shuffledColumns(columns))]);
  }
  acts.push(['who sees the hidden state', hiddenStateAct(config, GAMMA)]);
  const plan = { customers: fresh, seed: FRESH_SEEDS + seed, config, contacts: CONTACTS, history, weeks };
  const found = await played(acts, { ...plan, gamma: GAMMA }, tables);
  const weekly = ({ value }: Played) => value.map((sum) => sum / weeks);
  return {
    ...{ seed, method: method.name, rows, added, there: found.get('plain')!.value.length },
    actionNames: tables.contacts!.actionNames,
    worths: [...found].map(([name, one]) => worthOf(name, one, weeks)),
    differences: compared.map(([policy, against]) => {
      const [one, other] = [found.get(policy)!, found.get(against)!];
      return {
        ...{ policy, against, value: differenceOf(weekly(one), weekly(other)) },
        discounted: differenceOf(one.discounted, other.discounted),
      };
    }),
    seconds: seconds as Record<Arm, number>,
  };
}
