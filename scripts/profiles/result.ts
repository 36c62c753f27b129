/** What `npm run bench:profiles` writes, and its table. */
import type { thisMachine } from '../peers/machine';
import type { Spread } from '../peers/statistics';

export interface ProfilesMeasurement {
  readonly name: string;
  /** Customers in the profiles. */
  readonly customers: number;
  readonly seconds: Spread;
  readonly processorSeconds: Spread;
  readonly peakMegabytes: Spread;
}

export interface ProfilesBenchmark {
  readonly version: string;
  readonly date: string;
  readonly machine: ReturnType<typeof thisMachine>;
  readonly threads: number;
  readonly rounds: number;
  readonly company: {
    readonly customers: number;
    readonly transactions: number;
    readonly seed: number;
    readonly bytes: number;
  };
  readonly measurements: readonly ProfilesMeasurement[];
  /** Of the machine, over the minute before. */
  readonly load: { readonly before: number; readonly after: number };
}

export function profilesTable({ measurements }: Pick<ProfilesBenchmark, 'measurements'>) {
  return {
    head: ['profiles', 'customers', 'seconds', 'on all cores', 'peak MB'],
    rows: measurements.map(({ name, customers, seconds, processorSeconds, peakMegabytes }) => [
      name,
      customers.toLocaleString('en-US'),
      seconds.median.toFixed(1),
      processorSeconds.median.toFixed(1),
      peakMegabytes.median.toFixed(0),
    ]),
  };
}
