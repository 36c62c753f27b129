/** Reads a log as training does, measures itself, and prints one line of JSON. Usage: read-ours FILE */
import { NameColumn } from '../../src/dataset/read/columns';
import { OptionalNameColumn, OptionalNumberColumn, TimeColumn } from '../../src/dataset/read/contact-columns';
import { readTable } from '../../src/dataset/read/read-table';
import { columns } from './make-log';

const rules = { missing: new Set(['', 'NA']), decimal: '.' } as const;

async function main(file: string): Promise<void> {
  const numbers = columns.numbers.map((name) => new OptionalNumberColumn(name, rules));
  const categories = columns.categories.map((name) => new OptionalNameColumn(name, rules));
  const customer = new NameColumn(columns.customer);
  const time = new TimeColumn(columns.time, rules, null, () => 0);
  const start = performance.now();
  const startOfProcessor = process.cpuUsage();
  const { rows } = await readTable([file], [customer, time, ...categories, ...numbers], {
    onProgress: (count) => count % 1_000_000 === 0 && process.stderr.write(`  ${count} rows\n`),
  });
  // As columns, in one piece each.
  const values = new Map(numbers.map((column) => [column.name, column.values()]));
  const codes = [customer, ...categories].map((column) => column.codes());
  const read = [...values.values(), ...codes, time.values()];
  const seconds = (performance.now() - start) / 1000;
  const { user, system } = process.cpuUsage(startOfProcessor);
  if (read.some((column) => column.length !== rows)) throw new Error('columns of different lengths');
  const sums = ['margin', 'count_7', 'score_6', 'spend_4'].map((name) =>
    values.get(name)!.reduce((sum, value) => (Number.isNaN(value) ? sum : sum + value), 0),
  );
  const peakMegabytes = process.resourceUsage().maxRSS / 1024;
  const measured = { seconds, processorSeconds: (user + system) / 1e6, peakMegabytes };
  const versions = { Node: process.versions.node };
  process.stdout.write(`${JSON.stringify({ ...measured, versions, rows, sums })}\n`);
}

void main(process.argv[2]!);
