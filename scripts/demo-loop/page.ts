/** The rounds as tables, for readers. */
import { formatShare } from '../../src/report/format';
import { table } from '../docs/markdown';
import type { RoundResult } from './rounds';
import type { Mean } from './truth';

export interface LoopStudy {
  readonly version: string;
  readonly machine: Readonly<Record<string, string | number>>;
  readonly customers: number;
  readonly weeks: number;
  readonly epsilon: number;
  readonly organic: number;
  readonly episodes: number;
  readonly rounds: readonly RoundResult[];
}

const around = ({ value, standardError }: Mean) =>
  `${value.toFixed(2)} ± ${(1.96 * standardError).toFixed(2)}`;

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Whether the reported interval holds the true difference; null where nothing was reported. */
export function holds({ reported, trueDifference: { value } }: RoundResult): boolean | null {
  return reported === null ? null : reported.low <= value && value <= reported.high;
}

function summary(rounds: readonly RoundResult[]): string {
  const numbers = [...new Set(rounds.map(({ round }) => round))].sort((one, other) => one - other);
  const rows = numbers.map((round) => {
    const own = rounds.filter((one) => one.round === round);
    const told = own.flatMap((one) => holds(one) ?? []);
    return [
      ...[String(round), String(own.length), mean(own.map(({ logged }) => logged.value)).toFixed(2)],
      mean(own.map(({ model }) => model.value)).toFixed(2),
      `${own.filter(({ trueDifference: { value } }) => value > 0).length} of ${own.length}`,
      `${own.filter(({ isServed }) => isServed).length} of ${own.length}`,
      `${own.filter(({ isServed, trueDifference: { value } }) => isServed && value < 0).length}`,
      told.length === 0 ? '–' : `${told.filter(Boolean).length} of ${told.length}`,
    ];
  });
  const head = [
    ...['round', 'companies', 'who wrote the log', 'what was learned', 'truly better', 'put into service'],
    ...['put into service though worse', 'interval holds the truth'],
  ];
  return table(head, rows);
}

function everyRound(rounds: readonly RoundResult[]): string {
  const rows = rounds.map((one) => [
    ...[String(one.seed), String(one.round), one.loggedBy, String(one.decisions), around(one.logged)],
    ...[around(one.model), around(one.trueDifference)],
    one.reported === null
      ? 'cannot tell'
      : `${one.reported.low.toFixed(2)} to ${one.reported.high.toFixed(2)}`,
    ...[one.verdict, one.isServed ? 'yes' : 'no'],
  ]);
  const head = [
    ...['seed', 'round', 'log by', 'decisions judged', 'who wrote it', 'learned', 'difference'],
    ...['reported', 'verdict', 'served'],
  ];
  return table(head, rows);
}

export function loopPage({
  version,
  customers,
  weeks,
  epsilon,
  organic,
  episodes,
  rounds,
}: LoopStudy): string {
  return `# The closed loop, judged by the truth

Serve, log, check, train, gate, swap, round after round, version ${version}, written by \`npm run demo:loop\`. Each round has ${customers}
new customers of the simulated company (\`organic=${organic}\`), who are decided about in ${weeks} successive weeks. The first log is
that of a random test; each later one is written by the service, which leaves ${formatShare(epsilon)} of its decisions to chance and writes
down how likely each was. Each decision is learned from, and judged, by itself. What is learned is put into service if
\`evaluate --gate\` says "better"; else what is there stays, and its next log is learned from.

Values are discounted rewards of a customer in these weeks, by simulation of ${episodes} customers; ± is half of a 95 % interval.
"Difference" is what a decision of the model truly earns more than one of who wrote the log, in the moments that the log
comes to; "reported" is the 95 % interval of it in the report of the training, on customers that were kept from training.

## In the mean

${summary(rounds)}

## Every round

${everyRound(rounds)}
`;
}
