/**
 * How good the learned policies are, over seeds: `npm run bench:agents` trains every setting that the papers speak of and
 * writes data/benchmarks/agents.json, from which `npm run docs` makes the tables of data/benchmarks/README.md.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import yargs from 'yargs';
import { writeFileAtomically } from '../src/core/files';
import type { Report, SeedResult } from '../src/report/report';

export interface AgentsBenchmark {
  readonly version: string;
  readonly settings: readonly {
    readonly name: string;
    /** That `auto` took. */
    readonly backend: string;
    readonly seeds: readonly SeedResult[];
  }[];
}

const PREPARED = ['--data', 'data/sales-channel/prepared.csv', '--preset', 'sales-channel'];

const SETTINGS: readonly { readonly name: string; readonly args: readonly string[] }[] = [
  { name: 'segment, gamma .9 (default)', args: [] },
  { name: 'segment, gamma .99', args: ['--config', 'data/segment/gamma-99.json'] },
  { name: 'sales-channel (default)', args: PREPARED },
  {
    name: 'sales-channel, large batch',
    args: [...PREPARED, '--config', 'data/sales-channel/large-batch.json'],
  },
];

function trainSetting(root: string, args: readonly string[], seeds: number): Report {
  const folder = mkdtempSync(join(tmpdir(), 'bench-agents-'));
  try {
    const program = join(root, 'dist/src/cli/main.js');
    const out = join(folder, 'run');
    const command = [program, 'train', '--seed', '1', '--seeds', String(seeds), ...args, '--out', out];
    const { status } = spawnSync(process.execPath, command, { cwd: root, stdio: ['ignore', 2, 2] });
    if (status !== 0) throw new Error(`training ${args.join(' ')} ended with ${String(status)}`);
    return JSON.parse(readFileSync(join(out, 'report.json'), 'utf8')) as Report;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function main(): void {
  const { seeds, json } = yargs(process.argv.slice(2))
    .usage('bench-agents: train every setting over seeds and write data/benchmarks/agents.json')
    .option('seeds', { type: 'number', default: 5, describe: 'seeds per setting, from 1 on; at least 2' })
    .option('json', { type: 'boolean', default: false, describe: 'print the result too' })
    .strict()
    .parseSync();
  const root = join(__dirname, '../..');
  const reports = SETTINGS.map(({ name, args }) => ({ name, report: trainSetting(root, args, seeds) }));
  const result: AgentsBenchmark = {
    version: reports[0]!.report.version,
    settings: reports.map(({ name, report }) => ({
      name,
      backend: report.backend.name,
      seeds: report.seeds,
    })),
  };
  const text = `${JSON.stringify(result, null, 2)}\n`;
  writeFileAtomically(join(root, 'data/benchmarks/agents.json'), text);
  if (json) process.stdout.write(text);
}

main();
