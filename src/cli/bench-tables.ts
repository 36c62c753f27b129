/** What `bench` measured as tables, for the terminal and for README alike. */
import { formatNumber, formatShare } from '../report/format';
import type { Measured } from '../bench/measure';

export interface BenchTable {
  /** The first column is a name, the others are numbers. */
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

const times = (ratio: number) => `${formatNumber(ratio)}×`;
const whole = (value: number) => formatNumber(Math.round(value));

/** Environment, one update, whole training. */
export function benchTables({ learner, environment, training }: Measured): readonly BenchTable[] {
  return [
    {
      head: ['environment', 'lanes', 'steps/s', 'to plain objects'],
      rows: environment.map((row) => [
        row.name,
        formatNumber(row.lanes),
        whole(row.stepsPerSecond),
        times(row.ratioToReference),
      ]),
    },
    {
      head: ['update of net', 'batch', 'program', 'ms', 'operations', 'plain tfjs ms', 'times faster'],
      rows: learner.map((row) => [
        row.net,
        formatNumber(row.batch),
        row.xla ? `${row.program}, XLA` : row.program,
        formatNumber(row.millisecondsPerUpdate),
        formatNumber(row.operationsPerUpdate),
        formatNumber(row.referenceMillisecondsPerUpdate),
        times(row.ratioToReference),
      ]),
    },
    {
      head: ['training', 'steps/s', 'updates/s', ...Object.keys(training.shares)],
      rows: [
        { name: 'segment, defaults', ...training },
        { name: 'study, published settings', ...training.study },
      ].map(({ name, stepsPerSecond, updatesPerSecond, shares }) => [
        name,
        whole(stepsPerSecond),
        whole(updatesPerSecond),
        ...Object.values(shares).map(formatShare),
      ]),
    },
  ];
}
