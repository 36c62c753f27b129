/**
 * How often a verdict says "better": where the policy is not, though it does other things than the log (A/A), and where it
 * is by a share of the log's value. Judged are mixtures of a good and a bad policy; at single decisions the value of a
 * mixture lies on the line between them, so the share that makes it worth what is wanted is known.
 */
import { Random } from '../../src/core/random';
import type { Folds } from '../../src/evaluate/off-policy/folds';
import type { Histories } from '../../src/evaluate/off-policy/histories';
import { judgePolicies } from '../../src/evaluate/off-policy/judge-policies';
import { outcomeModels } from '../../src/evaluate/off-policy/outcome-models';
import type { OffPolicyRequest } from '../../src/evaluate/off-policy/request';
import { offPolicySettings } from '../../src/evaluate/off-policy/settings';
import { loggedActions } from '../../src/evaluate/off-policy/support';
import { offPolicyVerdict } from '../../src/evaluate/off-policy/verdict';
import type { Decision } from '../../src/evaluate/verdict';
import { openPowerWorld } from './power-worlds';

/** By how much of the log's value the judged policy is better. */
export const EFFECTS = [0, 0.05, 0.1, 0.2] as const;

/** What the two policies and the log really earn. */
export interface PowerTruth {
  readonly good: number;
  readonly bad: number;
  readonly logged: number;
}

/** A log of single decisions, and what the two policies would do. */
export interface PowerLog {
  readonly histories: Histories;
  readonly rewards: Float64Array;
  /** [n, width] */
  readonly features: Float32Array;
  readonly width: number;
  readonly folds: Folds;
  /** [n, actions] */
  readonly good: Float64Array;
  readonly bad: Float64Array;
}

export interface PowerPlan {
  readonly seed: number;
  readonly customers: number;
  readonly logs: number;
  /** The first so many of the logs judge policies that are better too, the others A/A alone. */
  readonly powerLogs: number;
  readonly resamples: number;
  /** Of the good policy in each mixture, in the order of `EFFECTS`. */
  readonly shares: readonly number[];
}

/** What was said of each policy, in the order of `EFFECTS`; of A/A alone in some logs. */
export type PowerRecord = readonly Decision[];

/** @throws RangeError where no mixture is worth as much */
export function sharesOf({ good, bad, logged }: PowerTruth): number[] {
  return EFFECTS.map((effect) => {
    const share = (logged * (1 + effect) - bad) / (good - bad);
    if (!(share >= 0 && share <= 1))
      throw new RangeError(`effect: expected one that a mixture reaches, got ${effect}, a share of ${share}`);
    return share;
  });
}

/** As `evaluate` asks, but with fewer resamples and no range for a guarantee. */
function requestOf(log: PowerLog, share: number, resamples: number, random: Random): OffPolicyRequest {
  const { histories, rewards, good, bad, folds } = log;
  const { actionCount } = histories;
  const policy = { isFixed: true, role: 'model', description: '' } as const;
  return {
    ...{ histories, folds, random, estimand: 'decision', unit: 'customer', source: 'logged' },
    ...{ actions: Array.from({ length: actionCount }, (_, i) => `action ${i}`), against: 'logged' },
    isLogged: loggedActions(histories),
    measures: new Map([['reward', { values: rewards, known: null }]]),
    ...{ doubts: [], unsure: [] },
    models: outcomeModels({ ...log, random: random.fork('models') }),
    declared: { rewards: null, horizon: null },
    settings: offPolicySettings.parse({ resamples }),
    candidates: [
      { ...policy, name: 'mixture', probabilities: good.map((p, at) => share * p + (1 - share) * bad[at]!) },
      { ...policy, name: 'logged', probabilities: null },
    ],
  };
}

async function decisionOf(request: OffPolicyRequest): Promise<Decision> {
  const { settings } = request;
  const offPolicy = { ...(await judgePolicies(request)), behaviour: null };
  return offPolicyVerdict(offPolicy, { against: 'logged', margin: 0, settings, findings: [] }).decision;
}

/** The log of each number, the same however many others there are. */
export async function powerOf(name: string, plan: PowerPlan): Promise<(log: number) => Promise<PowerRecord>> {
  const { makeLog } = openPowerWorld(name);
  const { seed, customers, powerLogs, resamples, shares } = plan;
  return async (number) => {
    const random = Random.fromSeed(seed).fork('power').fork(`${customers}-${number}`);
    const log = await makeLog(customers, random.fork('log'));
    const decisions: Decision[] = [];
    for (const [place, share] of shares.entries())
      if (place === 0 || number < powerLogs)
        decisions.push(await decisionOf(requestOf(log, share, resamples, random.fork(`judge-${place}`))));
    return decisions;
  };
}

export interface PowerRow {
  readonly customers: number;
  readonly effect: number;
  readonly logs: number;
  /** Of the logs, how many got each decision. */
  readonly better: number;
  readonly worse: number;
  readonly cannotTell: number;
}

export function powerRows({ customers }: PowerPlan, records: readonly PowerRecord[]): PowerRow[] {
  return EFFECTS.map((effect, place) => {
    const said = records.flatMap((decisions) => decisions[place] ?? []);
    const count = (wanted: Decision) => said.filter((decision) => decision === wanted).length;
    return {
      ...{ customers, effect, logs: said.length, better: count('better'), worse: count('worse') },
      cannotTell: count('cannot tell'),
    };
  });
}
