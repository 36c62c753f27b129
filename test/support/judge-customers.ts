/** Policies judged on customers that a test wrote down. */
import { Random } from '../../src/core/random';
import type { Estimand } from '../../src/evaluate/off-policy/estimator';
import { judgePolicies } from '../../src/evaluate/off-policy/judge-policies';
import type { OffPolicyRequest } from '../../src/evaluate/off-policy/request';
import type { OffPolicy } from '../../src/evaluate/off-policy/result';
import { offPolicySettings } from '../../src/evaluate/off-policy/settings';
import { loggedActions } from '../../src/evaluate/off-policy/support';
import { judgedOf, type HistoryFacts } from './random-histories';

/** Those that `judge` judges by. */
export const judgedSettings = offPolicySettings.parse({ resamples: 200 });

export interface Asked {
  readonly estimand?: Estimand;
  /** Of other policies than the one that the facts hold: probabilities at every decision. */
  readonly others?: Readonly<Record<string, readonly number[]>>;
  readonly changes?: Partial<OffPolicyRequest>;
}

/** What is asked of customers that a test wrote down: the policy that the facts hold, which is the subject, what was done, and others. */
export function requestOf(
  customers: readonly HistoryFacts[],
  { estimand = 'decision', others = {}, changes = {} }: Asked = {},
): OffPolicyRequest {
  const { histories, probabilities, rewards } = judgedOf(customers);
  const n = rewards.length;
  const everywhere = (p: readonly number[]) =>
    Float64Array.from({ length: n * p.length }, (_, at) => p[at % p.length]!);
  return {
    ...{ histories, estimand, settings: judgedSettings, random: Random.fromSeed(1), against: 'logged' },
    ...{ unit: 'customer', source: 'logged' },
    actions: ['none', 'mail', 'call'].slice(0, histories.actionCount),
    isLogged: loggedActions(histories),
    measures: new Map([['reward', { values: rewards, known: null }]]),
    ...{ doubts: [], unsure: [] },
    models: { reward: () => null, value: () => () => ({ values: null, reason: null }) },
    folds: { count: 2, of: Uint8Array.from(customers, (_, unit) => unit % 2) },
    declared: { rewards: null, horizon: null },
    candidates: [
      { name: 'model', role: 'model', description: '', probabilities, isFixed: true },
      { name: 'logged', role: 'logged', description: '', probabilities: null, isFixed: true },
      ...Object.entries(others).map(([name, p]) => ({
        ...{ name, role: 'baseline' as const, description: '', probabilities: everywhere(p), isFixed: false },
      })),
    ],
    ...changes,
  };
}

/** Every policy on customers that a test wrote down. */
export async function judge(customers: readonly HistoryFacts[], asked: Asked = {}) {
  const values = await judgePolicies(requestOf(customers, asked));
  return { ...values, behaviour: null } satisfies OffPolicy;
}
