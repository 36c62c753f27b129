/** What `npm run bench:score` leaves, and how it is shown. */
import type { thisMachine } from '../peers/machine';
import type { Spread } from '../peers/statistics';

export const nets = { '64-64': [64, 64], '512-256': [512, 256] } as const;
export type Net = keyof typeof nets;

export type ComputedBy = 'ours' | 'ONNX Runtime';

export interface ScoreMeasurement {
  readonly name: string;
  /** null: of the reader, which knows no network. */
  readonly net: Net | null;
  readonly computedBy: ComputedBy | null;
  readonly rowsPerSecond: Spread;
  /** Microseconds of processor time for a row, on all cores together. */
  readonly processorMicroseconds: Spread;
  readonly peakMegabytes: Spread;
}

export interface LongFile {
  readonly rows: number;
  readonly bytes: number;
  readonly rowsPerSecond: number;
  readonly peakMegabytes: number;
}

export interface ScoreBenchmark {
  readonly version: string;
  readonly date: string;
  readonly machine: ReturnType<typeof thisMachine>;
  readonly threads: number;
  readonly rounds: number;
  readonly backend: string;
  readonly file: { readonly rows: number; readonly bytes: number; readonly seed: number };
  readonly measurements: readonly ScoreMeasurement[];
  /** Of scoring another file, for its memory; null where that was not asked for. */
  readonly long: (Pick<ScoreMeasurement, 'net' | 'computedBy'> & LongFile) | null;
  /** Processes that wanted a core, on average over the minute before and the last one. */
  readonly load: { readonly before: number; readonly after: number };
  /** How fast scoring is, by the slower of reader and network alone: in rows per second, and in rows per processor second. */
  readonly ofTheSlower: readonly {
    readonly net: Net;
    readonly computedBy: ComputedBy;
    readonly ratio: Spread;
    readonly ofProcessor: Spread;
  }[];
}

/** Head and rows, for the terminal and the page. */
export function scoreTable({ measurements, ofTheSlower }: ScoreBenchmark) {
  const count = (n: number) => Math.round(n).toLocaleString('en-US');
  const percent = ({ median }: Spread) => `${(100 * median).toFixed(0)} %`;
  return {
    head: [
      '',
      'network',
      'computed by',
      'rows/s',
      'µs/row on all cores',
      'peak MB',
      'of the slower alone',
      'by processor time',
    ],
    rows: measurements.map(
      ({ name, net, computedBy, rowsPerSecond, processorMicroseconds, peakMegabytes }) => {
        const ratios =
          name === 'score'
            ? ofTheSlower.find((one) => one.net === net && one.computedBy === computedBy)!
            : null;
        return [
          ...[
            name,
            net ?? '',
            computedBy ?? '',
            count(rowsPerSecond.median),
            processorMicroseconds.median.toFixed(2),
          ],
          peakMegabytes.median.toFixed(0),
          ...(ratios === null ? ['', ''] : [percent(ratios.ratio), percent(ratios.ofProcessor)]),
        ];
      },
    ),
  };
}
