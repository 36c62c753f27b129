/**
 * A contextual bandit whose rewards have heavy tails: four groups of customers, three actions, a log that prefers what a
 * rule of thumb would, with known chances. The policy takes the best action of each group, which the log rarely did.
 */
import { NormalGenerator } from '../../src/core/normal-generator';
import type { Random } from '../../src/core/random';
import { foldsOf, type Folds } from '../../src/evaluate/off-policy/folds';
import {
  importanceProducts,
  importanceRatios,
  type Histories,
  type JudgedPolicy,
} from '../../src/evaluate/off-policy/histories';
import { rewardModel } from '../../src/evaluate/off-policy/reward-model';
import { flagsOf } from '../../src/runs/self-test/value-model';
import { differenceToLog } from './difference';
import { estimatorsOf } from './estimators-of';
import { exact, type NamedSetting } from './named-setting';

interface Group {
  readonly share: number;
  /** [actions] by which the log chose */
  readonly propensities: readonly number[];
  /** [actions] expected reward */
  readonly means: readonly number[];
  /** The best action, and the worst. */
  readonly best: number;
  readonly worst: number;
}

export const groups: readonly Group[] = [
  { share: 0.4, propensities: [0.7, 0.2, 0.1], means: [0.8, 1.2, 0.9], best: 1, worst: 0 },
  { share: 0.3, propensities: [0.2, 0.6, 0.2], means: [1.6, 1, 0.7], best: 0, worst: 2 },
  { share: 0.2, propensities: [0.1, 0.3, 0.6], means: [2, 1, 1.2], best: 0, worst: 1 },
  { share: 0.1, propensities: [0.45, 0.45, 0.1], means: [0.4, 1, 0.5], best: 1, worst: 0 },
];
const ACTIONS = 3;

const meanOver = (value: (group: Group) => number) =>
  groups.reduce((sum, group) => sum + group.share * value(group), 0);

/** Of a policy that is certain of its actions. */
const largestWeight = 1 / Math.min(...groups.flatMap(({ propensities }) => propensities));

/** What the policy earns per decision; what the worst one would, and what was earned. */
export const truth = meanOver(({ means, best }) => means[best]!);
export const worstValue = meanOver(({ means, worst }) => means[worst]!);
export const loggedValue = meanOver(({ means, propensities }) =>
  means.reduce((sum, mean, action) => sum + mean * propensities[action]!, 0),
);

/** A way rewards of a mean are drawn. */
export interface Tail {
  readonly name: string;
  readonly description: string;
  /** Largest reward there can be; null without bound. The least is 0. */
  readonly high: number | null;
  readonly reward: (mean: number, uniform: number, normal: number) => number;
}

/** Standard deviation of the logarithm: a reward's own is then 2.9 means. */
const SPREAD = 1.5;
const SALE = 50;

export const tails: readonly Tail[] = [
  {
    name: 'log-normal',
    description: `rewards are log-normal, the standard deviation of their logarithm is ${SPREAD}`,
    high: null,
    reward: (mean, _, normal) => mean * Math.exp(SPREAD * normal - SPREAD ** 2 / 2),
  },
  {
    name: 'rare sales',
    description: `rewards are ${SALE} for about 2 % of customers and 0 for the others`,
    high: SALE,
    reward: (mean, uniform) => (uniform < mean / SALE ? SALE : 0),
  },
];

/** Index of the part of [0, 1) that a uniform number falls into. */
function partOf(uniform: number, shares: readonly number[]): number {
  let rest = uniform;
  const part = shares.findIndex((share) => (rest -= share) < 0);
  return part < 0 ? shares.length - 1 : part;
}

/** A log without anybody to judge. */
export interface BanditRows {
  readonly histories: Histories;
  readonly rewards: Float64Array;
  /** [n] group of each row */
  readonly of: Int32Array;
  readonly folds: Folds;
}

/** [n, actions] of a number per group and action */
function wide(of: Int32Array, value: (group: Group, action: number) => number): Float64Array {
  return Float64Array.from({ length: of.length * ACTIONS }, (_, k) =>
    value(groups[of[Math.floor(k / ACTIONS)]!]!, k % ACTIONS),
  );
}

/** [n, actions] of the policy that always does the same in a group */
export const certainOf = ({ of }: BanditRows, action: 'best' | 'worst') =>
  wide(of, (group, one) => (one === group[action] ? 1 : 0));

/** Each row a customer of their own. */
export function banditRows(rows: number, { reward }: Tail, random: Random): BanditRows {
  const normals = new Float64Array(rows);
  NormalGenerator.from(random.fork('normal')).fill(normals);
  const uniform = random.fork('uniform');
  const shares = groups.map(({ share }) => share);
  const of = Int32Array.from({ length: rows }, () => partOf(uniform.uniform(), shares));
  const at = (i: number) => groups[of[i]!]!;
  const actions = Int32Array.from(of, (_, i) => partOf(uniform.uniform(), at(i).propensities));
  const ones = new Float64Array(rows).fill(1);
  return {
    of,
    rewards: Float64Array.from(actions, (action, i) =>
      reward(at(i).means[action]!, uniform.uniform(), normals[i]!),
    ),
    folds: foldsOf(rows, random.fork('folds')),
    histories: {
      ...{ units: rows, actionCount: ACTIONS, actions, sampleWeights: ones, worths: ones },
      starts: Int32Array.from({ length: rows + 1 }, (_, i) => i),
      propensities: Float64Array.from(actions, (action, i) => at(i).propensities[action]!),
      actionPropensities: wide(of, ({ propensities }, action) => propensities[action]!),
      discounts: new Float64Array(rows),
    },
  };
}

export function banditLog(rows: number, tail: Tail, random: Random): JudgedPolicy {
  const log = banditRows(rows, tail, random);
  const { histories, rewards, folds, of } = log;
  const probabilities = certainOf(log, 'best');
  const ratios = importanceRatios(histories, probabilities);
  return {
    ...{ histories, probabilities, ratios, products: importanceProducts(histories, ratios), rewards },
    rewardModel: rewardModel({ histories, ...flagsOf(of) }, folds, rewards),
    valueModel: null,
  };
}

function bandit(tail: Tail, rows: number): NamedSetting {
  const name = `bandit, ${tail.name}, ${rows.toLocaleString('en-US')} rows`;
  const known = tail.high === null ? null : { low: 0, high: tail.high, gamma: 1, horizon: 1, largestWeight };
  return {
    name,
    description: `A contextual bandit of ${groups.length} groups and ${ACTIONS} actions, known chances from .1 to .7; ${tail.description}. Judged is the policy with the best action of each group; every estimator of single decisions but replay.`,
    truth: () => Promise.resolve({ ...exact(truth), difference: exact(truth - loggedValue) }),
    open: () =>
      Promise.resolve({
        ...{ name, estimators: estimatorsOf('decision') },
        difference: differenceToLog('decision', known),
        makeLog: (random) => banditLog(rows, tail, random),
      }),
  };
}

export const bandits: readonly NamedSetting[] = tails.flatMap((tail) =>
  [500, 5000].map((rows) => bandit(tail, rows)),
);
