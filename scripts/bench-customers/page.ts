/** The tables of the benchmark, for readers. */
import { textTable } from '../../src/report/text-table';
import { table } from '../docs/markdown';
import type { thisMachine } from '../peers/machine';
import type { Agreed } from './agreed';
import { cdnowTables, type Cdnow } from './cdnow';
import { hillstromTables, type Hillstrom } from './hillstrom';
import { telcoTables, type Telco } from './telco-page';

interface Timed {
  /** Of our process, on all cores. */
  readonly processorSeconds: number;
}

export interface CustomersBenchmark {
  readonly version: string;
  readonly date: string;
  readonly machine: ReturnType<typeof thisMachine>;
  readonly seed: number;
  readonly backend: string;
  /** Of the machine, of the last minute. */
  readonly load: { readonly before: number; readonly after: number };
  readonly agreed: readonly Agreed[];
  /** Parts that were not run, and why. */
  readonly left: readonly string[];
  readonly cdnow: (Cdnow & Timed) | null;
  readonly telco: (Telco & Timed) | null;
  readonly hillstrom: (Hillstrom & Timed) | null;
}

const answer = (holds: boolean) => (holds ? 'yes' : 'NO');

/** For the terminal. */
export function agreedLines({ agreed }: CustomersBenchmark): string {
  const columns = ['agreed', 'got', 'bound', 'holds'].map((label) => ({ label, align: 'left' }) as const);
  return textTable(
    columns,
    agreed.map(({ what, got, bound, holds }) => [what, got, bound, answer(holds)]),
    130,
  );
}

const part = (title: string, found: Timed | null, tables: () => readonly string[]): string[] =>
  found === null
    ? []
    : [
        `## ${title}`,
        ...tables(),
        `All of it took ${found.processorSeconds.toFixed(0)} seconds of our processor time.`,
      ];

export function customersPage(found: CustomersBenchmark): string {
  const { version, date, machine, seed, backend, load, agreed, left, cdnow, telco, hillstrom } = found;
  return [
    '# Customer models on public data',
    `Version ${version}, written by \`npm run bench:customers\` on ${date}: ${machine.processor}, ${machine.cores} cores, load ${load.before.toFixed(1)} before and ${load.after.toFixed(1)} after; backend ${backend}, seed ${seed}. The data is public and not shipped. Seconds of CDNOW and Hillstrom are of processor, those beside scikit-learn by the clock.`,
    '## What was agreed',
    table(
      ['', 'got', 'bound', 'holds'],
      agreed.map(({ what, got, bound, holds }) => [what, got, bound, answer(holds)]),
    ),
    ...left.map((line) => `Left out: ${line}.`),
    ...part('CDNOW: lifetime value and next purchase', cdnow, () => cdnowTables(cdnow!)),
    ...part('Telco: churn and segments beside scikit-learn', telco, () => telcoTables(telco!)),
    ...part('Hillstrom: uplift of two mails', hillstrom, () => hillstromTables(hillstrom!)),
    '',
  ].join('\n\n');
}
