/**
 * How fast a file is scored, beside its reader alone and its network alone, in one run: `npm run bench:score` makes a log
 * of a million rows (`--rows`) and models of two sizes, lets all take turns, and writes data/benchmarks/score.json.
 */
import { statSync } from 'node:fs';
import { loadavg } from 'node:os';
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
import { ratioOf, spread, type Spread } from './peers/statistics';
import { saveMadeModel } from './score/made-model';
import type { Measured } from './score/measured';
import { nets, scoreTable, type Net, type ScoreBenchmark, type ScoreMeasurement } from './score/result';

const root = join(__dirname, '../..');
const say = (line: string) => process.stderr.write(`${line}\n`);

interface Worker {
  readonly name: string;
  /** null: of the reader, which knows no network. */
  readonly net: Net | null;
  readonly command: readonly string[];
}

function workersOf(folder: string, file: string, backend: string, rows: number): Worker[] {
  const run = (net: Net) => join(folder, net);
  const worker = (name: string, net: Net | null, script: string, ...args: readonly string[]): Worker => ({
    ...{ name, net },
    command: [process.execPath, join(__dirname, 'score', script), ...args],
  });
  return [
    worker('reader alone', null, 'read-alone.js', file),
    ...(Object.keys(nets) as Net[]).flatMap((net) => [
      worker('network alone', net, 'network-alone.js', run(net), backend, String(rows)),
      worker('score', net, 'score-ours.js', run(net), backend, file, join(folder, `${net}.csv`)),
    ]),
  ];
}

async function measure(workers: readonly Worker[], rounds: number): Promise<ScoreMeasurement[]> {
  const found = workers.map(() => [] as (Measured & Printed)[]);
  for (let round = 0; round < rounds; round += 1)
    for (const [i, { name, net, command }] of workers.entries()) {
      const measured = await measureProcess<Measured>(command);
      const speed = Math.round(measured.rows / measured.seconds);
      say(`round ${round + 1} of ${rounds}: ${name}${net === null ? '' : ` ${net}`}: ${speed} rows/s`);
      found[i]!.push(measured);
    }
  return workers.map(({ name, net }, i) => {
    const all = (value: (one: Measured & Printed) => number) => spread(found[i]!.map(value));
    return {
      ...{ name, net },
      rowsPerSecond: all(({ rows, seconds }) => rows / seconds),
      processorMicroseconds: all(({ rows, processorSeconds }) => (1e6 * processorSeconds) / rows),
      peakMegabytes: all(({ peakMegabytes }) => peakMegabytes),
    };
  });
}

/** The slower of two, round by round. */
const slower = (one: Spread, other: Spread) =>
  spread(one.rounds.map((speed, round) => Math.min(speed, other.rounds[round]!)));

const perProcessorSecond = ({ processorMicroseconds }: ScoreMeasurement) =>
  spread(processorMicroseconds.rounds.map((microseconds) => 1e6 / microseconds));

function ratiosOf(measurements: readonly ScoreMeasurement[]): ScoreBenchmark['ofTheSlower'] {
  const of = (name: string, net: Net | null) =>
    measurements.find((one) => one.name === name && one.net === net)!;
  const reader = of('reader alone', null);
  return (Object.keys(nets) as Net[]).map((net) => {
    const [network, ours] = [of('network alone', net), of('score', net)];
    const ratio = (speed: (one: ScoreMeasurement) => Spread) =>
      ratioOf(speed(ours), slower(speed(reader), speed(network)));
    return { net, ratio: ratio((one) => one.rowsPerSecond), ofProcessor: ratio(perProcessorSecond) };
  });
}

async function options() {
  const given = await yargs(process.argv.slice(2))
    .usage('bench:score: scoring a file beside its reader and its network alone')
    .options({
      rows: {
        type: 'number',
        default: 1_000_000,
        describe: 'of the file that is made; 10000000 for the record',
      },
      repeats: { type: 'number', default: 3, describe: 'rounds' },
      seed: { type: 'number', default: 1, describe: 'of the file and the models' },
      backend: { choices: ['wasm', 'tensorflow'] as const, default: 'wasm' as const },
      json: { type: 'string', default: join(root, 'data/benchmarks/score.json'), describe: 'file to write' },
    })
    .strict().argv;
  for (const name of ['rows', 'repeats'] as const)
    if (!(Number.isInteger(given[name]) && given[name] > 0))
      throw new InputError(`--${name}: expected a positive whole number, got ${given[name]}`);
  return given;
}

async function run(folder: string): Promise<void> {
  const { rows, repeats, seed, backend, json } = await options();
  const file = join(folder, 'customers.csv');
  say(`making a file of ${rows} rows`);
  makeLog(file, rows, seed, (count) => say(`  ${count} rows`));
  for (const [net, layers] of Object.entries(nets)) await saveMadeModel(join(folder, net), layers, seed);
  const [before] = loadavg();
  const measurements = await measure(workersOf(folder, file, backend, rows), repeats);
  const benchmark: ScoreBenchmark = {
    ...{ version, date: new Date().toISOString().slice(0, 10), machine: thisMachine() },
    ...{ threads: THREADS, rounds: repeats, backend, file: { rows, seed, bytes: statSync(file).size } },
    ...{ measurements, ofTheSlower: ratiosOf(measurements) },
    load: { before: before!, after: loadavg()[0]! },
  };
  writeFileAtomically(json, `${JSON.stringify(benchmark, null, 2)}\n`);
  const { head, rows: lines } = scoreTable(benchmark);
  const columns = head.map((label, i) => ({ label, align: i < 2 ? 'left' : 'right' }) as const);
  process.stdout.write(`${textTable(columns, lines, 110)}\n`);
}

void inFolder('contact-dqn-score-', run);
