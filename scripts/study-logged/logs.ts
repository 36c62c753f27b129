/** The logs of the study: customers of the simulated company, by three ways of writing down what was done. */
import { join } from 'node:path';
import { Random } from '../../src/core/random';
import type { Policy } from '../../src/policies/policy';
import { quietHost } from '../../src/runs/quiet-host';
import { behaviourNamed } from '../../src/runs/simulate-log/behaviours';
import { simulateLog } from '../../src/runs/simulate-log/simulate-log';
import { customers as company } from '../../src/worlds/customers/world';
import type { OpenWorld } from '../../src/worlds/world';

export const CUSTOMERS = 50_000;
/** The company's own discount per week, in the world's defaults and in the schema of every log. */
export const GAMMA = 0.95;

/** What the log shows of a customer: columns as a company has them, or interest and fatigue themselves. */
export type Shown = 'history' | 'latent';

export const worlds: Readonly<Record<Shown, OpenWorld>> = {
  history: company.open({}),
  latent: company.open({ observe: 'latent' }),
};

export interface LogKind {
  readonly name: string;
  /** Who writes it, as `simulate-log --policy` calls it. */
  readonly policy: string;
  readonly hidePropensity: boolean;
  readonly shown: Shown;
  /** Share of the way from the behaviour to the best that is to be reached. */
  readonly target: number;
}

export const logKinds: readonly LogKind[] = [
  { name: 'uniform', policy: 'uniform', hidePropensity: false, shown: 'history', target: 0.9 },
  { name: 'biased', policy: 'biased', hidePropensity: false, shown: 'history', target: 0.9 },
  {
    name: 'biased, propensities left out',
    ...{ policy: 'biased', hidePropensity: true, shown: 'history', target: 0.8 },
  },
  {
    name: 'hidden state shown',
    ...{ policy: 'uniform', hidePropensity: false, shown: 'latent', target: 0.9 },
  },
];

export interface WrittenLog {
  readonly data: string;
  readonly schema: string;
  readonly rows: number;
}

/** Writes a log of whole episodes: a year of weeks, or less of a customer who leaves. */
export async function writeLog(kind: LogKind, seed: number, folder: string): Promise<WrittenLog> {
  const out = join(folder, 'log');
  const request = {
    ...{ customers: CUSTOMERS, policy: kind.policy, hidePropensity: kind.hidePropensity, seed, out },
    set: [`observe=${kind.shown}`],
    // True values are found here, of all policies with the same random numbers.
    ...{ holdout: 0, truthCustomers: 2, overwrite: true },
  };
  const { rows, files } = (await simulateLog(company, request, quietHost()))!;
  return { data: files.log, schema: files.schema, rows };
}

/** Who wrote the log of this seed, as `simulateLog` makes it. */
export function behaviourOf({ policy, shown }: LogKind, seed: number): Promise<Policy> {
  const random = Random.fromSeed(seed).fork('simulate-log').fork('policy');
  return behaviourNamed(policy, worlds[shown], { gamma: GAMMA, random });
}
