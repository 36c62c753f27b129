/**
 * How fast a contact log is read, beside pandas, in one run: `npm run bench:logs` makes a log of ten million rows, lets
 * ours and pandas take turns at it, checks that they read the same, and writes data/benchmarks/logs.json. Ours reads
 * columns; goes the whole way to ordered, typed decisions; and goes it again from what a first start kept.
 */
import { statSync } from 'node:fs';
import { join } from 'node:path';
import yargs from 'yargs';
import { InputError } from '../src/core/errors';
import { writeFileAtomically } from '../src/core/files';
import { version } from '../src/core/version';
import { textTable } from '../src/report/text-table';
import { makeLog } from './logs/make-log';
import { inFolder } from './peers/in-folder';
import { thisMachine } from './peers/machine';
import { measureProcess, THREADS, type Printed } from './peers/contender';
import { pythonWith } from './peers/python';
import { ratioOf, spread, type Spread } from './peers/statistics';

const root = join(__dirname, '../..');
const say = (line: string) => process.stderr.write(`${line}\n`);

/** What a process prints about its reading. */
interface Reading {
  readonly seconds: number;
  /** Of all cores together; on a busy machine the more telling number. */
  readonly processorSeconds: number;
  readonly rows: number;
  /** Of some columns, by which readings are compared. */
  readonly sums: readonly number[];
}

interface Reader {
  readonly name: string;
  readonly command: readonly string[];
}

interface Measurement {
  readonly reader: string;
  readonly seconds: Spread;
  readonly processorSeconds: Spread;
  readonly peakMegabytes: Spread;
}

const pandasVersions = ['3.1.1', '2.3.3'] as const;

function pandasReaders(version: string, file: string): Reader[] {
  const python = pythonWith(
    {
      name: 'logs',
      requirements: join(root, `scripts/logs/requirements-pandas-${version}.txt`),
      announcement: [`pandas ${version} and what it needs, 40 MB to download`],
    },
    say,
  );
  const script = join(root, 'scripts/logs/read_pandas.py');
  return [
    { name: `pandas ${version} read_csv`, command: [python, script, file, 'plain'] },
    { name: `pandas ${version} read_csv, typed`, command: [python, script, file, 'typed'] },
  ];
}

function readersOf(file: string, cache: string, versions: readonly string[]): Reader[] {
  const ours = (name: string, script: string, ...args: readonly string[]): Reader => ({
    name: `contact-dqn ${name}`,
    command: [process.execPath, join(__dirname, 'logs', script), file, ...args],
  });
  return [
    ours('to decisions', 'decide-ours.js'),
    ours('read alone', 'read-ours.js'),
    ours('second start', 'decide-ours.js', cache),
    ...versions.flatMap((version) => pandasReaders(version, file)),
  ];
}

/** @throws Error if one reads something else than the first one does */
function expectEqual(reader: string, rows: number, { rows: found, sums }: Reading, first: Reading): void {
  const isEqual = sums.every((sum, i) => Math.abs(sum - first.sums[i]!) <= 1e-9 * Math.abs(sum));
  if (found !== rows || !isEqual)
    throw new Error(
      `${reader}: expected ${rows} rows with sums ${first.sums.join(' ')}, got ${found} with ${sums.join(' ')}`,
    );
}

/** Ours and pandas in turn, round by round. */
async function measure(readers: readonly Reader[], rows: number, repeats: number) {
  const readings = readers.map(() => [] as (Reading & Printed)[]);
  const versions: Record<string, string> = {};
  for (let round = 0; round < repeats; round += 1) {
    for (const [i, { name, command }] of readers.entries()) {
      const reading = await measureProcess<Reading>(command);
      expectEqual(name, rows, reading, readings[0]![0] ?? reading);
      say(`round ${round + 1} of ${repeats}: ${name}: ${reading.seconds.toFixed(2)} s`);
      readings[i]!.push(reading);
      Object.assign(versions, reading.versions);
    }
  }
  const measurements = readers.map(({ name }, i): Measurement => {
    const all = (value: (reading: Reading & Printed) => number) => spread(readings[i]!.map(value));
    return {
      reader: name,
      seconds: all(({ seconds }) => seconds),
      processorSeconds: all(({ processorSeconds }) => processorSeconds),
      peakMegabytes: all(({ peakMegabytes }) => peakMegabytes),
    };
  });
  return { measurements, versions };
}

/** How many times as long, as much work, and as much memory, as ours all the way to decisions. */
function ratiosOf([ours, ...others]: readonly Measurement[]) {
  return others.map(({ reader, seconds, processorSeconds, peakMegabytes }) => ({
    reader,
    seconds: ratioOf(seconds, ours!.seconds),
    processorSeconds: ratioOf(processorSeconds, ours!.processorSeconds),
    peakMegabytes: ratioOf(peakMegabytes, ours!.peakMegabytes),
  }));
}

function printed(measurements: readonly Measurement[], rows: number): string {
  const [ours] = measurements;
  const labels = [
    'reader',
    'seconds',
    'on all cores',
    'million rows/s',
    'peak MB',
    'times ours',
    'memory, times ours',
  ];
  return textTable(
    labels.map((label, i) => ({ label, align: i === 0 ? 'left' : 'right' }) as const),
    measurements.map(({ reader, seconds, processorSeconds, peakMegabytes }) => [
      reader,
      seconds.median.toFixed(2),
      processorSeconds.median.toFixed(2),
      (rows / seconds.median / 1e6).toFixed(2),
      peakMegabytes.median.toFixed(0),
      ratioOf(seconds, ours!.seconds).median.toFixed(2),
      ratioOf(peakMegabytes, ours!.peakMegabytes).median.toFixed(2),
    ]),
    110,
  );
}

async function options() {
  const given = await yargs(process.argv.slice(2))
    .usage('bench:logs: reading a contact log beside pandas.read_csv')
    .options({
      rows: { type: 'number', default: 10_000_000, describe: 'of the log that is made' },
      pandas: {
        ...{ type: 'string', array: true, choices: pandasVersions, default: pandasVersions },
        describe: 'versions to compare with; may be repeated',
      },
      repeats: { type: 'number', default: 3, describe: 'rounds' },
      seed: { type: 'number', default: 1, describe: 'of the log' },
      json: { type: 'string', default: join(root, 'data/benchmarks/logs.json'), describe: 'file to write' },
    })
    .strict().argv;
  for (const name of ['rows', 'repeats'] as const) {
    if (!(Number.isInteger(given[name]) && given[name] > 0))
      throw new InputError(`--${name}: expected a positive whole number, got ${given[name]}`);
  }
  return given;
}

async function run(folder: string): Promise<void> {
  const { rows, repeats, seed, json, pandas } = await options();
  const file = join(folder, 'log.csv');
  const cache = join(folder, 'cache');
  const readers = readersOf(file, cache, pandas);
  say(`making a log of ${rows} rows`);
  makeLog(file, rows, seed, (count) => say(`  ${count} rows`));
  say('keeping it for second starts');
  await measureProcess<Reading>(readers.find(({ name }) => name.includes('second'))!.command);
  const { measurements, versions } = await measure(readers, rows, repeats);
  const benchmark = {
    version,
    date: new Date().toISOString().slice(0, 10),
    machine: thisMachine(),
    ...{ threads: THREADS, rounds: repeats, versions: { ...versions, pandas: pandas.join(' and ') } },
    log: { rows, seed, bytes: statSync(file).size },
    measurements,
    ratios: ratiosOf(measurements),
  };
  writeFileAtomically(json, `${JSON.stringify(benchmark, null, 2)}\n`);
  process.stdout.write(`${printed(measurements, rows)}\n`);
}

void inFolder('contact-dqn-logs-', run);
