/** The tables of the study, for readers. */
import { formatNumber, formatShare } from '../../src/report/format';
import { table } from '../docs/markdown';
import { median } from '../study-customers/summary';
import { logKinds } from './logs';
import type { Mean } from './true-values';

/** One method on one log. Values are discounted rewards of a new customer over a year. */
export interface LogResult {
  readonly log: string;
  readonly seed: number;
  readonly method: string;
  readonly ours: boolean;
  readonly value: Mean;
  readonly behaviour: Mean;
  readonly best: Mean;
  readonly aboveBehaviour: Mean;
  /** Of the way from the behaviour to the best found online. */
  readonly share: Mean;
  /** Of learning alone, by the clock. */
  readonly learningSeconds: number;
  /** On all cores together; of ours with reading and judging. */
  readonly processorSeconds: number;
  /** Decisions learned from, each as often as it was, over those there were. */
  readonly passes: number;
}

/** One method on one log of single decisions. */
export interface DecisionResult {
  readonly log: 'rare' | 'noise';
  readonly seed: number;
  readonly method: string;
  readonly logged: number;
  readonly model: number;
  readonly best: number;
  readonly verdict: string;
}

export interface LoggedStudy {
  readonly version: string;
  readonly machine: Readonly<Record<string, string | number>>;
  readonly customers: number;
  readonly gamma: number;
  readonly episodes: number;
  readonly online: readonly { readonly seed: number; readonly value: Mean }[];
  readonly results: readonly LogResult[];
  readonly decisions: readonly DecisionResult[];
}

const around = ({ value, standardError }: Mean) =>
  `${value.toFixed(2)} ± ${(1.96 * standardError).toFixed(2)}`;

/** Distinct in the order of their first. */
const distinct = (all: readonly string[]): string[] => [...new Set(all)];

function summaryTable(results: readonly LogResult[]): string {
  const rows = logKinds.flatMap(({ name, target }) =>
    distinct(results.filter(({ log }) => log === name).map(({ method }) => method)).map((method) => {
      const own = results.filter((one) => one.log === name && one.method === method);
      const shares = own.map(({ share }) => share.value);
      return [
        ...[name, method, formatNumber(own.length), formatShare(median(shares))],
        ...[formatShare(Math.min(...shares)), formatShare(target)],
        formatNumber(
          own.filter(({ aboveBehaviour: { value, standardError } }) => value < -1.96 * standardError).length,
        ),
        formatNumber(median(own.map(({ learningSeconds }) => learningSeconds))),
        formatNumber(median(own.map(({ processorSeconds }) => processorSeconds))),
      ];
    }),
  );
  const head = ['log', 'method', 'logs', 'share, median', 'least', 'target', 'below behaviour'];
  return table([...head, 'seconds learning', 'processor seconds'], rows);
}

function resultTable(results: readonly LogResult[]): string {
  const rows = results.map(({ log, seed, method, value, behaviour, best, share, passes }) => [
    ...[log, formatNumber(seed), method, around(value), around(behaviour), around(best)],
    `${formatShare(share.value)} ± ${formatShare(1.96 * share.standardError)}`,
    formatNumber(passes),
  ]);
  return table(['log', 'seed', 'method', 'value', 'behaviour', 'best known', 'share', 'passes'], rows);
}

function decisionText(all: readonly DecisionResult[], log: DecisionResult['log']): string[] {
  const own = all.filter((one) => one.log === log);
  if (own.length === 0) return [];
  const better = own.filter(({ verdict }) => verdict === 'better').length;
  const title = log === 'rare' ? 'A good action on 2 % of the rows' : 'Nothing but noise';
  const rows = own.map(({ seed, method, logged, model, best, verdict }) => [
    ...[formatNumber(seed), method, ...[logged, model, best].map(formatNumber)],
    ...[log === 'rare' ? formatShare((model - logged) / (best - logged)) : '–', verdict],
  ]);
  return [
    `## ${title}`,
    `The verdict was "better" in ${better} of ${own.length}.`,
    table(['seed', 'method', 'log', 'learned', 'best', 'share of the way', 'verdict'], rows),
  ];
}

export function loggedStudyPage({
  version,
  customers,
  gamma,
  episodes,
  online,
  results,
  decisions,
}: LoggedStudy): string {
  return [
    '# Learned from logs, judged by the truth',
    `Logs of ${formatNumber(customers)} simulated customers over whole episodes, version ${version}, written by \`npm run study:logged\`. What a policy is worth is simulated in the world that wrote the log: ${formatNumber(episodes)} customers, the same luck for all policies, discounted by ${gamma} a week. ± is half of a 95 % interval of that simulation alone, and from log to log what is learned differs by more; share is how far a policy goes from the behaviour to the best known. Seconds learning are by the clock of machines that did other work too.`,
    `Found online with the same network: ${online.map(({ seed, value }) => `seed ${seed}: ${around(value)}`).join('; ')}. The best of them counts; where the hidden state is shown, dynamic programming in it.`,
    'Of d3rlpy every setting is its default but gamma, which is the log’s; it learns from the same decisions, and takes the best action that is allowed.',
    '## In the median',
    summaryTable(results),
    '## Every log',
    resultTable(results),
    ...decisionText(decisions, 'rare'),
    ...decisionText(decisions, 'noise'),
    '',
  ].join('\n\n');
}
