/** What the papers say of saved results: the shipped models' reports and the files of data/benchmarks. */
import { join } from 'node:path';
import type { Measured } from '../../src/bench/measure';
import { benchTables } from '../../src/cli/bench-tables';
import { readJsonFile } from '../../src/core/files';
import { formatNumber } from '../../src/report/format';
import type { LoggedReport, Report, SeedResult } from '../../src/report/report';
import { reportSummary } from '../../src/report/summary';
import type { AgentsBenchmark } from '../bench-agents';
import type { PeersBenchmark } from '../peers/results';
import { method, peersTables } from '../peers/tables';
import { profilesTable, type ProfilesBenchmark } from '../profiles/result';
import { scoreTable, type ScoreBenchmark } from '../score/result';
import { table } from './markdown';

/** Compiled, this file lies in dist/scripts/docs. */
export const root = join(__dirname, '../../..');

function readResult<Result>(file: string): Result {
  return readJsonFile(join(root, file)) as Result;
}

/** What ends the run of the shipped model: the table and the verdict, without the seeds between them. */
export function closingTable(): string {
  const shown = reportSummary(readResult<Report>('models/segment/report.json'))
    .split('\n\n')
    .filter((paragraph) => !paragraph.startsWith('Everything above is seed'));
  return ['```text', shown.join('\n\n'), '```'].join('\n');
}

/** What matched actions make of the shipped sales-channel model and of always sending an e-mail. */
export function matchedTable(): string {
  const { splits, matchedActions } = readResult<LoggedReport>('models/sales-channel/report.json');
  const parts = [splits.test, matchedActions];
  const names = ['model', 'logged', 'always-EMsent', 'oracle'];
  const rows = names.map((name) => [
    name,
    ...parts.flatMap(({ policies }) => {
      const { reward, contacts, cost } = policies[name]!;
      return [reward, contacts, cost].map(formatNumber);
    }),
  ]);
  const head = parts.flatMap(({ rows: count }, index) => [
    `reward, ${index === 0 ? `${count} held-out rows` : `all ${count} rows`}`,
    'contacts',
    'cost',
  ]);
  return table(['policy', ...head], rows);
}

function seedValue(name: string, value: number | null | undefined): string {
  return name.includes('share') && typeof value === 'number'
    ? `${(100 * value).toFixed(2)} %`
    : formatNumber(value ?? null);
}

/** A row per seed; what no seed has is left out. */
function seedTable(name: string, seeds: readonly SeedResult[]): string {
  const columns = Object.keys(seeds[0]!.values).filter((column) =>
    seeds.some(({ values }) => values[column] !== null),
  );
  const rows = seeds.map(({ seed, values }) => [
    String(seed),
    ...columns.map((column) => seedValue(column, values[column])),
  ]);
  return `**${name}**\n\n${table(['seed', ...columns], rows)}`;
}

/** Every seed of every setting, as `npm run bench:agents` left them. */
export function agentsTables(): string {
  const { version, settings } = readResult<AgentsBenchmark>('data/benchmarks/agents.json');
  const tables = settings.map(({ name, backend, seeds }) => seedTable(`${name}; backend ${backend}`, seeds));
  return [...tables, `\`npm run bench:agents\`, version ${version}.`].join('\n\n');
}

interface LogsBenchmark {
  readonly version: string;
  readonly rounds: number;
  readonly machine: { readonly processor: string; readonly cores: number };
  readonly log: { readonly rows: number; readonly bytes: number };
  readonly measurements: readonly (Readonly<
    Record<'seconds' | 'processorSeconds' | 'peakMegabytes', { readonly median: number }>
  > & { readonly reader: string })[];
}

/** How fast a log is read, as `npm run bench:logs` left it. */
export function logsTable(): string {
  const { version, rounds, machine, log, measurements } =
    readResult<LogsBenchmark>('data/benchmarks/logs.json');
  const [ours] = measurements;
  const rows = measurements.map(({ reader, seconds, processorSeconds, peakMegabytes }) => [
    reader,
    seconds.median.toFixed(1),
    processorSeconds.median.toFixed(1),
    peakMegabytes.median.toFixed(0),
    (seconds.median / ours!.seconds.median).toFixed(2),
  ]);
  return [
    `\`npm run bench:logs\`, version ${version}: ${log.rows.toLocaleString('en-US')} rows, ${(log.bytes / 1e9).toFixed(2)} GB, ` +
      `${rounds} ${rounds === 1 ? 'round' : 'rounds'} on ${machine.processor}, ${machine.cores} cores.`,
    table(['reader', 'seconds', 'on all cores', 'peak MB', 'times ours'], rows),
  ].join('\n\n');
}

/** How fast a file is scored, as `npm run bench:score` left it. */
export function scoreSection(): string {
  const benchmark = readResult<ScoreBenchmark>('data/benchmarks/score.json');
  const { machine, file, rounds, backend, date, load, long } = benchmark;
  const { head, rows } = scoreTable(benchmark);
  const sentences =
    long === null
      ? []
      : [
          `For its memory, a longer file: ${long.rows.toLocaleString('en-US')} rows, ${(long.bytes / 1e9).toFixed(2)} GB, took ${long.peakMegabytes.toFixed(0)} MB at most (${long.net}, ${long.computedBy}).`,
        ];
  return [
    `\`npm run bench:score\`, version ${benchmark.version}, ${date}: ${file.rows.toLocaleString('en-US')} rows, ` +
      `${(file.bytes / 1e9).toFixed(2)} GB, ${rounds} ${rounds === 1 ? 'round' : 'rounds'}, our own programs on the backend ${backend}, on ` +
      `${machine.processor}, ${machine.cores} cores, with a load of ${load.before.toFixed(1)} before and ${load.after.toFixed(1)} after.`,
    table(head, rows),
    ...sentences,
  ].join('\n\n');
}

/** What `npm run bench:profiles` found. */
export function profilesSection(): string {
  const benchmark = readResult<ProfilesBenchmark>('data/benchmarks/profiles.json');
  const { machine, company, rounds, date, load } = benchmark;
  const { head, rows } = profilesTable(benchmark);
  const count = (value: number) => value.toLocaleString('en-US');
  return [
    `\`npm run bench:profiles\`, version ${benchmark.version}, ${date}: ${count(company.customers)} customers, ` +
      `${count(company.transactions)} purchases, ${(company.bytes / 1e9).toFixed(2)} GB, ${rounds} ${rounds === 1 ? 'round' : 'rounds'}, on ` +
      `${machine.processor}, ${machine.cores} cores, with a load of ${load.before.toFixed(1)} before and ${load.after.toFixed(1)} after.`,
    table(head, rows),
  ].join('\n\n');
}

/** What `npm run bench` found with native TensorFlow, its updates compiled or not, and with what npm alone brings. */
export function speedTables(): string {
  const runs = ['speed.json', 'speed-xla.json', 'speed-wasm.json'].map((file) =>
    readResult<Measured>(join('data/benchmarks', file)),
  );
  const parts = runs.flatMap((measured) => {
    const { processor, cores, node, backend } = measured.machine;
    return [
      `\`npm run bench -- --backend ${backend.name}${measured.xla ? ' --xla on' : ''}\` on ${processor}, ${cores} cores, Node ${node}: ${backend.device}.`,
      ...benchTables(measured).map(({ head, rows }) => table(head, rows)),
    ];
  });
  return [
    'Ratios are to a plain program of the same rules that took turns with ours in the same run, medians of the ratios round by round: objects and one customer base at a time for the environment; layers, autodiff and tf.train.adam for an update. Operations are nodes of the TensorFlow graph, kernels of TensorFlow.js (eager), or what a compiled step does one after the other (wasm).',
    ...parts,
  ].join('\n\n');
}

/** What `npm run bench:peers` found. */
export function peersSection(): string {
  const benchmark = readResult<PeersBenchmark>('data/benchmarks/peers.json');
  const { machine, versions, date, threads, rounds } = benchmark;
  const shownVersions = Object.entries(versions).map(([name, version]) => `${name} ${version}`);
  return [
    `${machine.processor}, ${machine.cores} cores, ${formatNumber(machine.memoryGigabytes)} GB; ${shownVersions.join(', ')}; ${date}; ${threads} threads for everybody, ${rounds} rounds.`,
    method,
    ...peersTables(benchmark).flatMap(({ title, head, rows }) => [`**${title}**`, table(head, rows)]),
  ].join('\n\n');
}
