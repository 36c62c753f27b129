/** What is learned of one company's log with and without columns of customers, and what that is worth in another company. */
import { Random } from '../../src/core/random';
import { windowOf } from '../../src/runs/customers/company-run';
import { customersBaselines } from '../../src/worlds/customers/baselines';
import { defaultCustomersConfig } from '../../src/worlds/customers/settings';
import { timed } from '../bench-customers/timed';
import type { OurMethod } from '../study-logged/ours';
import { differenceOf, type Mean } from '../study-logged/true-values';
import {
  behaviourGoesOn,
  enrichedColumns,
  hiddenStateAct,
  learnedAct,
  noColumns,
  ruleAct,
  shuffledColumns,
} from './acts';
import type { FreshPlan } from './fresh-company';
import { learned } from './learned';
import type { SharedTables } from './books';
import type { Act, Played } from './played-chunk';
import { playedAll, worthOf, type Worth } from './worth';
import { arms, CONTACTS, fittedModels, type Arm, type SeedLogs, type StudySizes } from './seed-logs';

/** A week's discount, by the schema of the log. */
export const GAMMA = 0.95;
/** The company in which policies are compared is not the one whose log was learned from. */
const FRESH_SEEDS = 1000;

/** What one policy earns more than another, customer by customer: luck that both meet cancels. */
export interface Difference {
  readonly policy: string;
  readonly against: string;
  readonly value: Mean;
  readonly discounted: Mean;
}

/** The company in which policies of a seed are compared. */
function planOf({ fresh, history, weeks }: StudySizes, seed: number): FreshPlan {
  const plan = { customers: fresh, seed: FRESH_SEEDS + seed, config: defaultCustomersConfig };
  return { ...plan, contacts: CONTACTS, history, weeks, gamma: GAMMA };
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

/** What was written of a seed, learned from by one method. */
export async function studySeed(
  sizes: StudySizes,
  seed: number,
  method: OurMethod,
  written: SeedLogs,
): Promise<SeedResult> {
  const { tables, rows, logs, added, folder } = written;
  const { weeks } = sizes;
  const window = windowOf(sizes.window);
  const columns = enrichedColumns({ models: await fittedModels(written), window });
  const columnsOf = { plain: noColumns, enriched: columns, shuffled: shuffledColumns(columns) } as const;
  const seconds: Partial<Record<Arm, number>> = {};
  const acts: (readonly [string, Act])[] = [['the behaviour of the log', behaviourGoesOn]];
  for (const arm of arms) {
    const model = await timed(() => learned(logs[arm], method, seed, arm, folder));
    seconds[arm] = model.seconds;
    acts.push([arm, learnedAct(model.result, columnsOf[arm])]);
    if (arm === 'enriched') acts.push([MISTAKEN, learnedAct(model.result, shuffledColumns(columns))]);
  }
  acts.push(['who sees the hidden state', hiddenStateAct(defaultCustomersConfig, GAMMA)]);
  const found = await playedAll(acts, planOf(sizes, seed), tables);
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

/** Rules that a marketer would write, which the world tunes for a new customer's year: known beside what is learned. */
export const RULES = ['recency-rule', 'segment-rule', 'favourite-channel'] as const;

export interface RuleWorths {
  readonly seed: number;
  readonly rules: readonly { readonly name: string; readonly words: string }[];
  readonly worths: readonly Worth[];
}

/** @param shared of a company of the same world */
export async function studyRules(sizes: StudySizes, seed: number, shared: SharedTables): Promise<RuleWorths> {
  const random = Random.fromSeed(seed).fork('study-enriched/rules');
  const baselines = customersBaselines(defaultCustomersConfig, { gamma: GAMMA, random });
  const acts: (readonly [string, Act])[] = [];
  const rules: { readonly name: string; readonly words: string }[] = [];
  for (const name of RULES) {
    const rule = await baselines.find((one) => one.name === name)!.make();
    rules.push({ name, words: rule.description });
    acts.push([name, ruleAct(rule)]);
  }
  const found = await playedAll(acts, planOf(sizes, seed), shared);
  return { seed, rules, worths: [...found].map(([name, one]) => worthOf(name, one, sizes.weeks)) };
}
