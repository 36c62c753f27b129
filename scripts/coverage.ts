/**
 * How often intervals contain the truth, over settings whose truth is known: `node scripts/run.mjs scripts/coverage`
 * writes data/benchmarks/coverage.json and the same as tables, coverage.md. Its numbers depend on the seed alone.
 */
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import yargs from 'yargs';
import { writeFileAtomically } from '../src/core/files';
import { version } from '../src/core/version';
import type { CoveragePlan } from '../src/runs/self-test/coverage';
import { coverageOf } from '../src/runs/self-test/coverage-summary';
import type { NamedSetting } from './coverage/named-setting';
import { coveragePage, type CoverageBenchmark } from './coverage/page';
import { recordsOf } from './coverage/records';
import { settings } from './coverage/settings';

const SEED = 1;
const RESAMPLES = 400;
const LEVEL = 0.95;

async function measured({ name, description, open }: NamedSetting, plan: CoveragePlan) {
  const started = performance.now();
  const records = await recordsOf(name, plan, availableParallelism());
  process.stderr.write(`${name}: ${((performance.now() - started) / 1000).toFixed(0)} s\n`);
  return { description, ...coverageOf(await open(), plan, records) };
}

async function main(): Promise<void> {
  const { logs, bootstrapLogs, out } = yargs(process.argv.slice(2))
    .usage('coverage: judge every estimator on many logs and write data/benchmarks/coverage.json and .md')
    .option('logs', { type: 'number', default: 2000, describe: 'logs of each setting' })
    .option('bootstrap-logs', { type: 'number', default: 400, describe: 'of them with the bootstrap too' })
    .option('out', { type: 'string', default: join(__dirname, '../../data/benchmarks') })
    .strict()
    .parseSync();
  const plan = {
    seed: SEED,
    logs,
    bootstrapLogs: Math.min(bootstrapLogs, logs),
    resamples: RESAMPLES,
    level: LEVEL,
  };
  const results: CoverageBenchmark['settings'][number][] = [];
  for (const setting of settings) results.push(await measured(setting, plan));
  const benchmark: CoverageBenchmark = { version, settings: results };
  writeFileAtomically(join(out, 'coverage.json'), `${JSON.stringify(benchmark, null, 2)}\n`);
  writeFileAtomically(join(out, 'coverage.md'), coveragePage(benchmark));
}

void main();
