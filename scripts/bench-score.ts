/**
 * How fast a file is scored, beside its reader alone and its network alone, in one run, by our own programs and, where it is
 * set up, by ONNX Runtime: `npm run bench:score` makes a log of a million rows (`--rows`) and models of two sizes, lets all
 * take turns, and writes data/benchmarks/score.json.
 */
import { rmSync, statSync } from 'node:fs';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import yargs from 'yargs';
import { InputError } from '../src/core/errors';
import { writeFileAtomically } from '../src/core/files';
import { version } from '../src/core/version';
import { onnxRuntime } from '../src/tensor/onnx/session';
import { textTable } from '../src/report/text-table';
import { makeLog } from './logs/make-log';
import { inFolder } from './peers/in-folder';
import { thisMachine } from './peers/machine';
import { measureProcess, THREADS, type Printed } from './peers/contender';
import { ratioOf, spread, type Spread } from './peers/statistics';
import { saveMadeModel } from './score/made-model';
import type { Measured } from './score/measured';
import {
  nets,
  scoreTable,
  type ComputedBy,
  type Net,
  type ScoreBenchmark,
  type ScoreMeasurement,
} from './score/result';

const root = join(__dirname, '../..');
const say = (line: string) => process.stderr.write(`${line}\n`);

interface Worker extends Pick<ScoreMeasurement, 'name' | 'net' | 'computedBy'> {
  readonly command: readonly string[];
}

/** What computes values, and its name for the processes that are measured. */
interface Computing {
  readonly computedBy: ComputedBy;
  readonly computer: string;
}

function script(name: string, ...args: readonly string[]): readonly string[] {
  return [process.execPath, join(__dirname, 'score', name), ...args];
}

function scoreWorker(folder: string, file: string, net: Net, { computedBy, computer }: Computing): Worker {
  const out = join(folder, `${net}.csv`);
  return {
    name: 'score',
    net,
    computedBy,
    command: script('score-ours.js', join(folder, net), computer, file, out),
  };
}

function workersOf(folder: string, file: string, all: readonly Computing[], rows: number): Worker[] {
  const reader = {
    name: 'reader alone',
    net: null,
    computedBy: null,
    command: script('read-alone.js', file),
  };
  const ofNets = (Object.keys(nets) as Net[]).flatMap((net) =>
    all.flatMap((one): Worker[] => [
      {
        ...{ name: 'network alone', net, computedBy: one.computedBy },
        command: script('network-alone.js', join(folder, net), one.computer, String(rows)),
      },
      scoreWorker(folder, file, net, one),
    ]),
  );
  return [reader, ...ofNets];
}

/** Scores a longer file once, by the smaller net and the faster runtime: does memory grow with the file? */
async function longFile(
  folder: string,
  rows: number,
  seed: number,
  computing: Computing,
): Promise<ScoreBenchmark['long']> {
  const file = join(folder, 'long.csv');
  say(`making a file of ${rows} rows`);
  makeLog(file, rows, seed, () => undefined);
  const { net, computedBy, command } = scoreWorker(folder, file, '64-64', computing);
  const { seconds, peakMegabytes } = await measureProcess<Measured>(command);
  const { size: bytes } = statSync(file);
  rmSync(file);
  return { net, computedBy, rows, bytes, rowsPerSecond: rows / seconds, peakMegabytes };
}

async function measure(workers: readonly Worker[], rounds: number): Promise<ScoreMeasurement[]> {
  const found = workers.map(() => [] as (Measured & Printed)[]);
  for (let round = 0; round < rounds; round += 1)
    for (const [i, { name, net, computedBy, command }] of workers.entries()) {
      const measured = await measureProcess<Measured>(command);
      const speed = Math.round(measured.rows / measured.seconds);
      const who = [name, net, computedBy].filter((part) => part !== null).join(', ');
      say(`round ${round + 1} of ${rounds}: ${who}: ${speed} rows/s`);
      found[i]!.push(measured);
    }
  return workers.map(({ name, net, computedBy }, i) => {
    const all = (value: (one: Measured & Printed) => number) => spread(found[i]!.map(value));
    return {
      ...{ name, net, computedBy },
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
  const reader = measurements.find(({ net }) => net === null)!;
  return measurements.flatMap((ours) => {
    const { name, net, computedBy } = ours;
    if (name !== 'score' || net === null || computedBy === null) return [];
    const network = measurements.find(
      (one) => one.name === 'network alone' && one.net === net && one.computedBy === computedBy,
    )!;
    const ratio = (speed: (one: ScoreMeasurement) => Spread) =>
      ratioOf(speed(ours), slower(speed(reader), speed(network)));
    return [
      {
        ...{ net, computedBy },
        ratio: ratio((one) => one.rowsPerSecond),
        ofProcessor: ratio(perProcessorSecond),
      },
    ];
  });
}

async function options() {
  const given = await yargs(process.argv.slice(2))
    .usage('bench:score: scoring a file beside its reader and its network alone')
    .options({
      rows: { type: 'number', default: 1_000_000, describe: 'of the file that is made' },
      repeats: { type: 'number', default: 3, describe: 'rounds' },
      seed: { type: 'number', default: 1, describe: 'of the file and the models' },
      long: {
        ...{ type: 'number', default: 0 },
        describe: 'rows of another file that is scored once, for its memory; 10000000 for the record',
      },
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
  const { rows, repeats, seed, backend, long, json } = await options();
  const ours: Computing = { computedBy: 'ours', computer: backend };
  const onnx: Computing = { computedBy: 'ONNX Runtime', computer: 'onnx' };
  const isThere = (await onnxRuntime()) !== null;
  if (!isThere) say('ONNX Runtime is left out, for it is not set up: npm run setup:onnx');
  const all = isThere ? [ours, onnx] : [ours];
  const file = join(folder, 'customers.csv');
  say(`making a file of ${rows} rows`);
  makeLog(file, rows, seed, (count) => say(`  ${count} rows`));
  for (const [net, layers] of Object.entries(nets)) await saveMadeModel(join(folder, net), layers, seed);
  const [before] = loadavg();
  const measurements = await measure(workersOf(folder, file, all, rows), repeats);
  const longOne = long === 0 ? null : await longFile(folder, long, seed, all.at(-1)!);
  const benchmark: ScoreBenchmark = {
    ...{ version, date: new Date().toISOString().slice(0, 10), machine: thisMachine() },
    ...{ threads: THREADS, rounds: repeats, backend, file: { rows, seed, bytes: statSync(file).size } },
    ...{ measurements, ofTheSlower: ratiosOf(measurements), long: longOne },
    load: { before: before!, after: loadavg()[0]! },
  };
  writeFileAtomically(json, `${JSON.stringify(benchmark, null, 2)}\n`);
  const { head, rows: lines } = scoreTable(benchmark);
  const columns = head.map((label, i) => ({ label, align: i < 3 ? 'left' : 'right' }) as const);
  process.stdout.write(`${textTable(columns, lines, 110)}\n`);
}

void inFolder('contact-dqn-score-', run);
