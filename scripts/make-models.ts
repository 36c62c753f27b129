/**
 * Trains the models that come with contact-dqn: `npm run models` writes models/segment and models/sales-channel with
 * their reports, and the picture that README shows.
 */
import { spawnSync } from 'node:child_process';
import { readdirSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import yargs from 'yargs';
import { readJsonFile, writeFileAtomically } from '../src/core/files';
import { comparisonPicture } from '../src/report/picture';
import type { SimulationReport } from '../src/report/report';

const RUNS: readonly { readonly folder: string; readonly args: readonly string[] }[] = [
  { folder: 'models/segment', args: ['--seeds', '5'] },
  {
    folder: 'models/sales-channel',
    args: ['--data', 'data/sales-channel/prepared.csv', '--preset', 'sales-channel', '--seeds', '5'],
  },
];

/** What only continuing or watching a run needs, and the models of the further seeds. */
function removeWorkingFiles(folder: string): void {
  for (const name of readdirSync(folder)) {
    const working = name === 'checkpoint' || name === 'seeds' || name.startsWith('events.out');
    if (working) rmSync(join(folder, name), { recursive: true });
  }
}

/** A run's own configuration says in full where its log lies; one that ships says it from here. */
function shipConfig(root: string, folder: string): void {
  const file = join(root, folder, 'config.json');
  const config = readJsonFile(file) as { readonly data?: string };
  if (config.data === undefined) return;
  const shipped = { ...config, data: relative(root, config.data) };
  writeFileAtomically(file, `${JSON.stringify(shipped, null, 2)}\n`);
}

function trainModel(root: string, { folder, args }: (typeof RUNS)[number]): boolean {
  // Removed first: the picture beside the run is no file that --overwrite would take for its own.
  rmSync(join(root, folder), { recursive: true, force: true });
  const program = join(root, 'dist/src/cli/main.js');
  const command = [program, 'train', '--seed', '1', ...args, '--backend', 'wasm', '--out', folder];
  const { status } = spawnSync(process.execPath, command, { cwd: root, stdio: 'inherit' });
  if (status === 0) {
    removeWorkingFiles(join(root, folder));
    shipConfig(root, folder);
  }
  return status === 0;
}

function main(): number {
  void yargs(process.argv.slice(2))
    .usage('make-models: train the models that come with contact-dqn')
    .strict()
    .parseSync();
  const root = join(__dirname, '../..');
  if (!RUNS.every((run) => trainModel(root, run))) return 1;
  const report = readJsonFile(join(root, 'models/segment/report.json')) as SimulationReport;
  writeFileAtomically(join(root, 'models/segment/policies.svg'), comparisonPicture(report));
  return 0;
}

process.exitCode = main();
