/**
 * Does learning pay in companies that nobody tuned it for? `npm run study:customers` draws thirty, trains in each with
 * the same settings, holds the policy against every baseline, and writes data/customers/. It goes on where it stopped.
 */
import { existsSync, mkdirSync, rmSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import yargs from 'yargs';
import { readJsonFile, writeFileAtomically } from '../src/core/files';
import { canonicalJson } from '../src/core/hashes';
import { version } from '../src/core/version';
import type { SimulationReport } from '../src/report/report';
import { train, type TrainSettings } from '../src/runs/train';
import { solveExactly } from '../src/worlds/customers/exact';
import { customersConfigSchema } from '../src/worlds/customers/settings';
import { customers } from '../src/worlds/customers/world';
import { drawnCompany, STUDY_SEED, trainings, type Variant } from './study-customers/ranges';
import { studyPage, type CompanyResult, type Study } from './study-customers/summary';

/** The one that npm alone brings: anyone gets these numbers. */
const BACKEND = 'wasm';

/** Model, best baseline and their difference out of a report. */
function resultOf(company: number, variant: Variant, report: SimulationReport): CompanyResult {
  const valueOf = ({ metrics }: SimulationReport['policies'][number]) => metrics.discountedReward!.value!;
  const baselines = report.policies.filter(({ role }) => role === 'baseline');
  const best = baselines.reduce((one, other) => (valueOf(other) > valueOf(one) ? other : one));
  const config = customersConfigSchema.parse(drawnCompany(company, variant));
  return {
    company,
    never: valueOf(baselines.find(({ name }) => name === 'no-action')!),
    best: { name: best.name, value: valueOf(best) },
    model: valueOf(report.policies.find(({ role }) => role === 'model')!),
    difference: best.modelMinusPolicy!.discountedReward!,
    fullKnowledge: solveExactly(config, { gamma: report.gamma, periods: config.periods }).value,
  };
}

/** Trains in one company, in a folder that is not kept. */
async function studyCompany(
  company: number,
  variant: Variant,
  settings: TrainSettings,
): Promise<CompanyResult> {
  const folder = mkdtempSync(join(tmpdir(), 'study-customers-'));
  try {
    const drawn = drawnCompany(company, variant);
    const own = { ...settings, customers: { ...(settings.customers as object | undefined), ...drawn } };
    const out = join(folder, 'run');
    const { report } = await train(customers, own, { out, seed: company, backend: BACKEND });
    if (report?.kind !== 'simulation') throw new Error(`company ${company}: the training was stopped`);
    return resultOf(company, variant, report);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What an earlier call of the same study has found. */
function earlier(file: string, study: Study): readonly CompanyResult[] {
  if (!existsSync(file)) return [];
  const { companies, ...found } = readJsonFile(file) as Study;
  if (canonicalJson({ ...found, companies: [] }) !== canonicalJson(study))
    throw new Error(
      `${file}: expected results of this version and these settings; move it away to begin anew`,
    );
  return companies;
}

/** Which companies a process takes, where several share the work. */
interface Shard {
  readonly index: number;
  readonly count: number;
}

function shardOf(text: string): Shard {
  const [index, count, ...more] = text.split('/').map(Number);
  const areWhole = Number.isInteger(index) && Number.isInteger(count) && more.length === 0;
  if (!(areWhole && 1 <= index! && index! <= count!))
    throw new Error(`--shard: expected such as 1/2, got ${text}`);
  return { index: index!, count: count! };
}

async function run(
  variant: Variant,
  count: number,
  settings: TrainSettings,
  out: string,
  shard: Shard,
): Promise<void> {
  mkdirSync(out, { recursive: true });
  const file = join(out, `${variant}.json`);
  const given = { backend: BACKEND, defaults: customers.defaults, settings: { ...settings } };
  const study: Study = { version, variant, seed: STUDY_SEED, ...given, companies: [] };
  for (let company = shard.index; company <= count; company += shard.count) {
    if (earlier(file, study).some((done) => done.company === company)) continue;
    const result = await studyCompany(company, variant, settings);
    // Read again: another shard may have written meanwhile, and a company counts once.
    const others = earlier(file, study).filter((done) => done.company !== company);
    const companies = [...others, result].sort((one, other) => one.company - other.company);
    writeFileAtomically(file, `${JSON.stringify({ ...study, companies }, null, 2)}\n`);
    process.stderr.write(`company ${company}: ${JSON.stringify(result)}\n`);
  }
  writeFileAtomically(join(out, `${variant}.md`), studyPage({ ...study, companies: earlier(file, study) }));
}

async function main(): Promise<void> {
  const root = join(__dirname, '../..');
  const { variant, companies, config, out, shard } = yargs(process.argv.slice(2))
    .usage('study-customers: train in companies drawn at random, and write data/customers/')
    .option('variant', { choices: ['history', 'latent'] as const, default: 'history' as const })
    .option('companies', { type: 'number', default: 30, describe: 'how many, from the first on' })
    .option('shard', {
      type: 'string',
      default: '1/1',
      describe: 'share of the work, for several processes side by side: 1/2 and 2/2',
    })
    .option('config', {
      type: 'string',
      describe: 'JSON file of settings instead of those of the study, to try it out',
    })
    .option('out', { type: 'string', default: join(root, 'data/customers') })
    .strict()
    .parseSync();
  const settings = config === undefined ? trainings[variant] : (readJsonFile(config) as TrainSettings);
  await run(variant, companies, settings, out, shardOf(shard));
}

void main();
