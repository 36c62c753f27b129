/** Writes what README says about flags, settings, results and speed from code and saved results; `--check` fails on drift. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import yargs from 'yargs';
import { z } from 'zod';
import { benchTables } from '../src/cli/bench-tables';
import { commands } from '../src/cli/commands';
import { flagName } from '../src/cli/flags';
import { settingsOf } from '../src/runs/settings';
import { readJsonFile } from '../src/core/files';
import { formatNumber } from '../src/report/format';
import type { Report, SeedResult } from '../src/report/report';
import { reportSummary } from '../src/report/summary';
import { loggedSettings } from '../src/runs/logged/settings';
import { simulationSettings } from '../src/runs/simulation/settings';
import { segment } from '../src/worlds/segment/world';
import type { Measured } from '../src/bench/measure';
import type { AgentsBenchmark } from './bench-agents';
import type { PeersBenchmark } from './peers/results';
import { method, peersTables } from './peers/tables';

const root = join(__dirname, '../..');
const cell = (text: string) => text.replace(/\|/g, '\\|').replace(/\n/g, ' ');

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map(cell).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

function shown(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length > 40 ? '`config.json` of any run has it' : `\`${text}\``;
}

/** One table of flags per command. */
function flagTables(): string {
  return commands
    .map(({ name, description, flags }) => {
      const { properties = {} } = z.toJSONSchema(flags, { io: 'input' });
      const rows = Object.entries(properties).map(([key, property]) => {
        const { description: meaning = '', default: value } = property as {
          description?: string;
          default?: unknown;
        };
        return [
          `\`--${flagName(key)}\``,
          meaning,
          value === undefined || value === false ? '' : shown(value),
        ];
      });
      return [`**\`${name}\`** — ${description}`, table(['flag', 'meaning', 'default'], rows)].join('\n\n');
    })
    .join('\n\n');
}

function settingTable(schema: z.ZodType, skip: (path: string) => boolean): string {
  const rows = settingsOf(schema)
    .filter(({ path }) => !skip(path))
    .map(({ path, description, defaultValue }) => [
      `\`${path}\``,
      description,
      defaultValue === null ? '' : shown(defaultValue),
    ]);
  return table(['setting', 'meaning', 'default'], rows);
}

/** The table that ends the run of the shipped model. */
function closingTable(): string {
  const report = readJsonFile(join(root, 'models/segment/report.json')) as Report;
  return ['```text', reportSummary(report), '```'].join('\n');
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
  return `${name}\n\n${table(['seed', ...columns], rows)}`;
}

/** Every seed of every setting, as `npm run bench:agents` left them. */
function agentsTables(): string {
  const { version, settings } = readJsonFile(join(root, 'data/benchmarks/agents.json')) as AgentsBenchmark;
  const tables = settings.map(({ name, backend, seeds }) => seedTable(`${name}; backend ${backend}`, seeds));
  return [...tables, `\`npm run bench:agents\`, version ${version}.`].join('\n\n');
}

/** What `npm run bench` found with native TensorFlow, its updates compiled or not, and with what npm alone brings. */
function speedTables(): string {
  const runs = ['speed.json', 'speed-xla.json', 'speed-wasm.json'].map(
    (file) => readJsonFile(join(root, 'data/benchmarks', file)) as Measured,
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
function peersSection(): string {
  const benchmark = readJsonFile(join(root, 'data/benchmarks/peers.json')) as PeersBenchmark;
  const { machine, versions, date, threads, rounds } = benchmark;
  const shownVersions = Object.entries(versions).map(([name, version]) => `${name} ${version}`);
  return [
    `${machine.processor}, ${machine.cores} cores, ${formatNumber(machine.memoryGigabytes)} GB; ${shownVersions.join(', ')}; ${date}; ${threads} threads for everybody, ${rounds} rounds.`,
    method,
    ...peersTables(benchmark).flatMap(({ title, head, rows }) => [`**${title}**`, table(head, rows)]),
  ].join('\n\n');
}

const sections: Readonly<Record<string, () => string>> = {
  'closing table': closingTable,
  agents: agentsTables,
  speed: speedTables,
  benchmarks: peersSection,
  'simulation settings': () =>
    settingTable(simulationSettings(segment), (path) => /^segment\.(start|arrivals|revenue)\./.test(path)),
  'logged settings': () => settingTable(loggedSettings, (path) => path.startsWith('dqn.')),
  flags: flagTables,
};

/** README with every marked part written anew. @throws Error if a mark is missing */
function withSections(text: string): string {
  return Object.entries(sections).reduce((written, [name, make]) => {
    const mark = new RegExp(`(<!-- ${name} -->\\n)[\\s\\S]*?(<!-- /${name} -->)`);
    if (!mark.test(written)) throw new Error(`README.md: no part marked <!-- ${name} -->`);
    return written.replace(mark, (_, open: string, close: string) => `${open}\n${make()}\n\n${close}`);
  }, text);
}

async function main(): Promise<number> {
  const { check } = await yargs(process.argv.slice(2))
    .usage('docs: write the tables of README.md from the schemas and the saved results')
    .option('check', {
      type: 'boolean',
      default: false,
      describe: 'write nothing, fail if README.md differs',
    })
    .strict().argv;
  const file = join(root, 'README.md');
  const before = readFileSync(file, 'utf8');
  const after = await format(withSections(before), { ...(await resolveConfig(file)), parser: 'markdown' });
  if (before === after) return 0;
  if (check) {
    process.stderr.write('README.md: its tables differ from schemas and results; run `npm run docs`\n');
    return 1;
  }
  writeFileSync(file, after);
  return 0;
}

void main().then((code) => {
  process.exitCode = code;
});
