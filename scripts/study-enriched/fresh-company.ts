/**
 * A company of its own, played as `simulate-company` plays it while the log's behaviour acts, and then under a policy that
 * sees what stands in the tables. Chance has the same numbers for a customer's weeks whatever is done; only the minute of a
 * purchase, its product and what is written come from streams that customers share, as in `simulate-company`.
 */
import { Random } from '../../src/core/random';
import { sparingPolicy } from '../../src/policies/behaviour';
import type { SimulatedCompany } from '../../src/runs/simulate-company/company-rows';
import { beginChunk, LANES } from '../../src/runs/simulate-company/play-company';
import type { CustomersConfig } from '../../src/worlds/customers/settings';
import { openCustomers } from '../../src/worlds/customers/world';
import type { OpenWorld } from '../../src/worlds/world';
import type { SharedTables } from './books';
import { PlayedChunk, type Act, type Played } from './played-chunk';

export interface FreshPlan {
  readonly customers: number;
  readonly seed: number;
  readonly config: CustomersConfig;
  /** Share of weeks with a contact, by which the company acts before the policy. */
  readonly contacts: number;
  /** Weeks of the history. */
  readonly history: number;
  /** Weeks of the policy after it. */
  readonly weeks: number;
  /** What a week later is worth. */
  readonly gamma: number;
}

export function simulatedCompany({
  config,
  contacts,
  history,
  weeks,
  customers,
}: Omit<FreshPlan, 'seed' | 'gamma'>): SimulatedCompany {
  const open = openCustomers({ ...config, periods: history + weeks });
  // Rewards are what a week brings on average: the same value, with less luck in it.
  const world: OpenWorld = { ...open, makeLogged: (lanes, random) => open.make(lanes, random) };
  const plan = { customers, weeks: history, horizon: weeks };
  const behaviour = sparingPolicy(world.actions, contacts);
  return { world, form: world.logForm!, company: world.company!, behaviour, plan };
}

function joined(parts: readonly Float64Array[]): Float64Array {
  return Float64Array.from(parts.flatMap((part) => [...part]));
}

/** @param shared of a company of the same world */
export async function playFresh(plan: FreshPlan, shared: SharedTables, act: Act): Promise<Played> {
  const simulated = simulatedCompany(plan);
  const random = Random.fromSeed(plan.seed).fork('simulate-company');
  const span = { from: plan.history, until: plan.history + plan.weeks, gamma: plan.gamma };
  const parts: Played[] = [];
  for (let first = 0; first < plan.customers; first += LANES) {
    const begun = await beginChunk(simulated, first, random);
    const own = random.fork(`policy-${first}`);
    parts.push(await new PlayedChunk(simulated, begun, shared, act, span, own).play());
  }
  return {
    value: joined(parts.map(({ value }) => value)),
    discounted: joined(parts.map(({ discounted }) => discounted)),
    stays: joined(parts.map(({ stays }) => stays)),
    decisions: parts.map(({ decisions }) => decisions).reduce((sum, own) => sum.map((n, i) => n + own[i]!)),
  };
}
