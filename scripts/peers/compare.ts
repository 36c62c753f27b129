/**
 * How fast contact-dqn is beside its peers, in one run: `npm run bench:peers` installs them with pip, lets ours and
 * theirs take turns, checks that they do the same work, and writes data/benchmarks/peers.json, from which
 * `npm run docs` makes the tables of data/benchmarks/README.md.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import yargs from 'yargs';
import { InputError, RequirementError } from '../../src/core/errors';
import { expectWritableFolder, writeFileAtomically } from '../../src/core/files';
import { version } from '../../src/core/version';
import { textTable } from '../../src/report/text-table';
import { chooseBackend } from '../../src/tensor/backend';
import { thisMachine } from './machine';
import { Checks } from './checks';
import { THREADS, type Match } from './contender';
import { environmentMatches, studyMatches, trainingMatches, updateMatches, type Setting } from './matches';
import { pythonWithPeers } from './python';
import { sections, type PeersBenchmark, type Section } from './results';
import { playMatch, ratiosOf, type MatchResult } from './rounds';
import { method, peersTables } from './tables';

const root = join(__dirname, '../../..');
const say = (line: string) => process.stderr.write(`${line}\n`);

function parseSections(list: string): Section[] {
  return list.split(',').map((name) => {
    const found = sections.find((section) => section === name.trim());
    if (found === undefined)
      throw new InputError(`--only: expected some of ${sections.join(',')}, got "${name}"`);
    return found;
  });
}

async function options() {
  const given = await yargs(process.argv.slice(2))
    .usage('bench:peers: contact-dqn beside PyTorch, JAX, TensorFlow, Stable-Baselines3, numpy and gymnasium')
    .epilogue(
      'Five rounds take an estimated 25 minutes on two quiet cores; the first installation comes on top.',
    )
    .option('only', {
      type: 'string',
      default: sections.join(','),
      describe: 'sections, separated by commas',
    })
    .option('repeats', { type: 'number', default: 5, describe: 'rounds; seeds of the training' })
    .option('quick', {
      type: 'boolean',
      default: false,
      describe: 'one short round: shows that it works, measures nothing',
    })
    .option('json', {
      type: 'string',
      describe: 'file to write; data/benchmarks/peers.json unless --quick',
    })
    .strict().argv;
  if (!(Number.isInteger(given.repeats) && given.repeats > 0))
    throw new InputError(`--repeats: expected a positive whole number, got ${given.repeats}`);
  const file = given.json ?? (given.quick ? null : join(root, 'data/benchmarks/peers.json'));
  return { ...given, file, sections: parseSections(given.only) };
}

async function matchesOf(section: Section, setting: Setting): Promise<Match[]> {
  if (section === 'update') return updateMatches(setting);
  if (section === 'environment') return environmentMatches(setting);
  if (section === 'training') return trainingMatches(setting);
  return studyMatches(setting);
}

function benchmarkOf(results: readonly MatchResult[], checks: Checks, rounds: number): PeersBenchmark {
  const measurements = results.flatMap((result) => result.measurements);
  const versions = results.map((result) => result.versions);
  return {
    version,
    date: new Date().toISOString().slice(0, 10),
    machine: thisMachine(),
    threads: THREADS,
    rounds,
    versions: Object.assign({}, ...versions) as Record<string, string>,
    measurements,
    ratios: ratiosOf(measurements),
    checks: checks.all,
    failures: results.flatMap((result) => result.failures),
  };
}

function printed(benchmark: PeersBenchmark): string {
  const tables = peersTables(benchmark).map(({ title, head, rows }) => {
    const columns = head.map((label, i) => ({ label, align: i === 0 ? 'left' : 'right' }) as const);
    return `${title}\n\n${textTable(columns, rows, 160)}`;
  });
  return [...tables, method].join('\n\n');
}

async function main(): Promise<number> {
  const { quick, repeats, file, sections: chosen } = await options();
  if (file !== null) expectWritableFolder(dirname(file));
  const rounds = quick ? 1 : repeats;
  const python = pythonWithPeers(join(root, 'scripts/peers/requirements.txt'), say);
  // The judge of trained networks computes in this process.
  await chooseBackend('wasm');
  const folder = mkdtempSync(join(tmpdir(), 'bench-peers-'));
  const checks = new Checks();
  const setting = { root, folder, python, seconds: quick ? 0.3 : 1.5, checks };
  try {
    const results: MatchResult[] = [];
    for (const section of chosen)
      for (const match of await matchesOf(section, setting))
        results.push(await playMatch(match, rounds, say));
    const benchmark = benchmarkOf(results, checks, rounds);
    if (file !== null) writeFileAtomically(file, `${JSON.stringify(benchmark, null, 2)}\n`);
    process.stdout.write(`${printed(benchmark)}\n`);
    return 0;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

main()
  .catch((error: unknown) => {
    if (!(error instanceof InputError || error instanceof RequirementError)) throw error;
    say(error.message);
    return error instanceof InputError ? 2 : 3;
  })
  .then(
    (code) => {
      process.exitCode = code;
    },
    (error: unknown) => {
      say(error instanceof Error ? (error.stack ?? error.message) : String(error));
      process.exitCode = 1;
    },
  );
