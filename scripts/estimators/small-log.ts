/**
 * Twenty decisions of six customers, written down, with what Open Bandit Pipeline and scope-rl make of them: so that tests
 * hold ours against others without any Python. Two weights are beyond √20, where some estimators cut; some customers are
 * gone before others.
 */
import { join } from 'node:path';
import { readJsonFile, writeFileAtomically } from '../../src/core/files';
import {
  importanceProducts,
  importanceRatios,
  type Histories,
  type JudgedPolicy,
} from '../../src/evaluate/off-policy/histories';
import { judgedByPeers } from './peers';

export interface SmallLog {
  readonly gamma: number;
  /** In the order of customers and time. */
  readonly rows: readonly {
    readonly customer: number;
    readonly action: number;
    readonly reward: number;
    /** [actions] under what wrote the log */
    readonly b: readonly number[];
    /** [actions] under the policy that is judged */
    readonly p: readonly number[];
    /** [actions] model of the reward, and of the value */
    readonly q: readonly number[];
  }[];
  readonly versions: Readonly<Record<string, string>>;
  /** By our names of estimators: what the peers' are called, and what they say. */
  readonly values: Readonly<
    Record<string, { readonly peer: string; readonly called: string; readonly value: number }>
  >;
}

export function judgedOfSmallLog({ gamma, rows }: Pick<SmallLog, 'gamma' | 'rows'>): JudgedPolicy {
  const firsts = rows.flatMap(({ customer }, i) => (customer === rows[i - 1]?.customer ? [] : [i]));
  const starts = [...firsts, rows.length];
  const place = rows.map((_, i) => i - firsts.findLast((first) => first <= i)!);
  const histories: Histories = {
    ...{ units: firsts.length, starts: Int32Array.from(starts), actionCount: rows[0]!.b.length },
    actions: Int32Array.from(rows, ({ action }) => action),
    propensities: Float64Array.from(rows, ({ action, b }) => b[action]!),
    actionPropensities: Float64Array.from(rows.flatMap(({ b }) => b)),
    sampleWeights: new Float64Array(rows.length).fill(1),
    worths: Float64Array.from(place, (t) => gamma ** t),
    discounts: Float64Array.from(rows, (_, i) => (starts.includes(i + 1) ? 0 : gamma)),
  };
  const probabilities = Float64Array.from(rows.flatMap(({ p }) => p));
  const ratios = importanceRatios(histories, probabilities);
  const model = Float64Array.from(rows.flatMap(({ q }) => q));
  return {
    ...{ histories, probabilities, ratios, products: importanceProducts(histories, ratios) },
    rewards: Float64Array.from(rows, ({ reward }) => reward),
    ...{ rewardModel: model, valueModel: model },
  };
}

export const smallLogFile = join('test', 'fixtures', 'off-policy', 'peer-values.json');

/** A line per decision and per value. */
function textOf({ rows, values, ...rest }: SmallLog): string {
  const decisions = rows.map((row) => `    ${JSON.stringify(row)}`).join(',\n');
  const found = Object.entries(values).map(([name, one]) => `    "${name}": ${JSON.stringify(one)}`);
  const others = JSON.stringify(rest, null, 2).slice(0, -2);
  return `${others},\n  "rows": [\n${decisions}\n  ],\n  "values": {\n${found.join(',\n')}\n  }\n}\n`;
}

/** Asks the peers anew, and writes down what they say. */
export async function updateSmallLog(root: string): Promise<void> {
  const file = join(root, smallLogFile);
  const { gamma, rows } = readJsonFile(file) as SmallLog;
  const settings = { gamma, repeats: 1, resamples: 0 };
  const { estimators, versions } = await judgedByPeers(judgedOfSmallLog({ gamma, rows }), settings);
  const values = Object.fromEntries(
    Object.entries(estimators).map(([name, { peer, called, value }]) => [name, { peer, called, value }]),
  );
  writeFileAtomically(file, textOf({ gamma, rows, versions, values }));
}
