/**
 * How often intervals contain the truth, over settings whose truth is known, and how often a verdict says "better":
 * `npm run bench:coverage` writes data/benchmarks/coverage.json and the same as tables, coverage.md, after every setting.
 * Its numbers depend on the seed alone. With `--resume` it goes on where it stopped.
 */
import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import yargs from 'yargs';
import { readJsonFile, writeFileAtomically } from '../src/core/files';
import { canonicalJson } from '../src/core/hashes';
import { version } from '../src/core/version';
import type { CoveragePlan } from '../src/runs/self-test/coverage';
import { coverageOf } from '../src/runs/self-test/coverage-summary';
import type { NamedSetting } from './coverage/named-setting';
import {
  coveragePage,
  type CoverageBenchmark,
  type MeasuredPower,
  type MeasuredSetting,
} from './coverage/page';
import { powerRows, sharesOf, type PowerPlan } from './coverage/power';
import { powerWorlds, type PowerWorld } from './coverage/power-worlds';
import { powerRecordsOf, recordsOf } from './coverage/records';
import { refitCheck } from './coverage/refits';
import { settings } from './coverage/settings';

const SEED = 1;
const RESAMPLES = 400;
const LEVEL = 0.95;
/** Of verdicts: enough for a decision that is not close. */
const POWER_RESAMPLES = 200;
const REFITS = { customers: 2000, refits: 50, resamples: 1000 };
const POWER_SIZES = [{ customers: 500 }, { customers: 5000 }, { customers: 50_000, mostLogs: 100 }];
type PowerSize = (typeof POWER_SIZES)[number];

const threads = availableParallelism();

async function timed<Value>(name: string, work: () => Promise<Value>): Promise<Value> {
  const started = performance.now();
  const value = await work();
  process.stderr.write(`${name}: ${((performance.now() - started) / 1000).toFixed(0)} s\n`);
  return value;
}

async function measured(setting: NamedSetting, plan: CoveragePlan): Promise<MeasuredSetting> {
  const { name, description, truth } = setting;
  const { value, standardError, difference } = await truth();
  const records = await recordsOf(name, plan, threads);
  const source = { ...(await setting.open()), truth: value, trueDifference: difference.value };
  return {
    ...{ description, truthErrors: { value: standardError, difference: difference.standardError } },
    ...coverageOf(source, plan, records),
  };
}

async function measuredPower(
  { name, description, truth }: PowerWorld,
  plan: Omit<PowerPlan, 'shares'>,
): Promise<MeasuredPower> {
  const known = await truth();
  const own = { ...plan, shares: sharesOf(known) };
  const rows = powerRows(own, await powerRecordsOf(name, own, threads));
  return { ...{ name, description, truth: known }, ...own, rows };
}

/** What a file holds of this version and this plan; nothing without `--resume`. */
function earlier(file: string, resume: boolean): CoverageBenchmark {
  const nothing: CoverageBenchmark = { version, settings: [], power: [], refits: null };
  if (!resume || !existsSync(file)) return nothing;
  const found = readJsonFile(file) as CoverageBenchmark;
  return found.version === version ? found : nothing;
}

const isOf = (found: CoveragePlan, plan: CoveragePlan) =>
  canonicalJson(plan) ===
  canonicalJson({
    ...{ seed: found.seed, logs: found.logs, bootstrapLogs: found.bootstrapLogs },
    ...{ resamples: found.resamples, level: found.level },
  });

const powerName = ({ name }: Pick<PowerWorld, 'name'>, customers: number) =>
  `power, ${name}, ${customers.toLocaleString('en-US')} customers`;

const settingNames = settings.map(({ name }) => name);
const powerNames = powerWorlds.flatMap((world) =>
  POWER_SIZES.map(({ customers }) => powerName(world, customers)),
);

/** In the order of the page, whatever was measured first. */
function inOrder<One>(all: readonly One[], names: readonly string[], nameOf: (one: One) => string): One[] {
  return [...all].sort((a, b) => names.indexOf(nameOf(a)) - names.indexOf(nameOf(b)));
}

function options() {
  return yargs(process.argv.slice(2))
    .usage('coverage: judge every estimator on many logs and write data/benchmarks/coverage.json and .md')
    .option('logs', { type: 'number', default: 2000, describe: 'logs of each setting' })
    .option('bootstrap-logs', {
      ...{ type: 'number', default: 400 },
      describe: 'of them with the bootstrap too, or with policies that are better',
    })
    .option('only', { type: 'string', describe: 'what begins so alone: a setting, power or refits' })
    .option('resume', { type: 'boolean', default: false, describe: 'keep what the file has of this plan' })
    .option('out', { type: 'string', default: join(__dirname, '../../data/benchmarks') })
    .strict()
    .parseSync();
}

type Keep = (found: Partial<CoverageBenchmark>) => void;

interface Request {
  readonly logs: number;
  readonly bootstrapLogs: number;
}

async function settingInto(
  { settings: all }: CoverageBenchmark,
  setting: NamedSetting,
  { logs, bootstrapLogs }: Request,
  keep: Keep,
): Promise<void> {
  const most = Math.min(logs, setting.mostLogs ?? logs);
  const plan = {
    ...{ seed: SEED, logs: most, bootstrapLogs: Math.min(bootstrapLogs, most) },
    ...{ resamples: RESAMPLES, level: LEVEL },
  };
  const isOwn = (one: MeasuredSetting) => one.setting === setting.name;
  if (all.some((one) => isOwn(one) && isOf(one, plan))) return;
  const found = await timed(setting.name, () => measured(setting, plan));
  keep({
    settings: inOrder([...all.filter((one) => !isOwn(one)), found], settingNames, (one) => one.setting),
  });
}

async function powerInto(
  { power: all }: CoverageBenchmark,
  world: PowerWorld,
  { customers, mostLogs = Infinity }: PowerSize,
  { logs, bootstrapLogs }: Request,
  keep: Keep,
): Promise<void> {
  const most = Math.min(logs, mostLogs);
  const plan = {
    ...{ seed: SEED, customers, logs: most, powerLogs: Math.min(bootstrapLogs, most) },
    resamples: POWER_RESAMPLES,
  };
  const isOwn = (one: MeasuredPower) => one.name === world.name && one.customers === customers;
  if (all.some((one) => isOwn(one) && one.logs === most && one.powerLogs === plan.powerLogs)) return;
  const found = await timed(powerName(world, customers), () => measuredPower(world, plan));
  const others = all.filter((one) => !isOwn(one));
  keep({ power: inOrder([...others, found], powerNames, (one) => powerName(one, one.customers)) });
}

async function main(): Promise<void> {
  const { only = '', resume, out, ...request } = options();
  const file = join(out, 'coverage.json');
  let benchmark = earlier(file, resume);
  const keep: Keep = (found) => {
    benchmark = { ...benchmark, ...found };
    writeFileAtomically(file, `${JSON.stringify(benchmark, null, 2)}\n`);
    writeFileAtomically(join(out, 'coverage.md'), coveragePage(benchmark));
  };
  for (const setting of settings)
    if (setting.name.startsWith(only)) await settingInto(benchmark, setting, request, keep);
  for (const world of powerWorlds)
    for (const size of POWER_SIZES)
      if (powerName(world, size.customers).startsWith(only))
        await powerInto(benchmark, world, size, request, keep);
  if ('refits'.startsWith(only) && benchmark.refits === null)
    keep({ refits: await timed('refits', () => refitCheck({ seed: SEED, ...REFITS })) });
}

void main();
