/**
 * Whether columns of customers make a better policy, held against the truth: `npm run study:enriched` writes logs of simulated
 * companies, learns from each with and without the columns of `enrich`, plays what was learned in another company, and
 * writes data/benchmarks/enriched.json and enriched.md after every seed. It goes on where it stopped.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import yargs from 'yargs';
import { InputError, show } from '../src/core/errors';
import { readJsonFile, writeFileAtomically } from '../src/core/files';
import { version } from '../src/core/version';
import { inFolder } from './peers/in-folder';
import { thisMachine } from './peers/machine';
import { methods, TRIED_ON } from './study-enriched/methods';
import { studyRules, studySeed } from './study-enriched/one-seed';
import { SEEDS } from './study-enriched/findings';
import { enrichedStudyPage, type EnrichedStudy } from './study-enriched/page';
import { writeLogs, type StudySizes } from './study-enriched/seed-logs';

const root = join(__dirname, '../..');

const sizeOptions = {
  customers: { type: 'number', default: 20_000, describe: 'of the company whose log is learned from' },
  fresh: { type: 'number', default: 5000, describe: 'of the company in which policies are compared' },
  history: { type: 'number', default: 52, describe: 'weeks of the log' },
  weeks: { type: 'number', default: 26, describe: 'weeks that a policy acts' },
} as const;

function options() {
  const names = methods.map(({ name }) => name);
  const given = yargs(process.argv.slice(2))
    .usage('policies with and without columns of customers, in companies whose truth is known')
    .options(sizeOptions)
    .option('window', { type: 'string', default: '90d', describe: 'how far customer models look ahead' })
    .option('seeds', {
      type: 'number',
      default: SEEDS,
      describe: `companies, of seeds ${TRIED_ON + 1} and on`,
    })
    .option('method', { type: 'array', string: true, default: ['iql'], choices: names })
    .option('work', {
      type: 'string',
      describe:
        'folder of logs and models, which are kept, and used again with the same sizes, settings and version. Default: one that is removed',
    })
    .option('out', { type: 'string', default: join(root, 'data/benchmarks/enriched.json') })
    .strict()
    .parseSync();
  for (const name of ['customers', 'fresh', 'history', 'weeks', 'seeds'] as const)
    if (!(Number.isInteger(given[name]) && given[name] > 0))
      throw new InputError(`--${name}: expected a whole number from 1 on, got ${show(given[name])}`);
  if (!given.out.endsWith('.json'))
    throw new InputError(`--out: expected a name that ends in .json, got ${show(given.out)}`);
  const { customers, fresh, history, weeks, window } = given;
  return { ...given, sizes: { customers, fresh, history, weeks, window } };
}

/** @throws InputError if the file holds results of other sizes */
function earlier(file: string, sizes: StudySizes): EnrichedStudy {
  const nothing = { version, machine: thisMachine(), sizes, results: [], rules: [] };
  if (!existsSync(file)) return nothing;
  const found = readJsonFile(file) as EnrichedStudy;
  if (found.version === version && JSON.stringify(found.sizes) === JSON.stringify(sizes)) return found;
  throw new InputError(
    `${file}: expected results of this version and these sizes; move it away to begin anew`,
  );
}

async function run(temporary: string): Promise<void> {
  const { sizes, seeds, method, work: folder = temporary, out } = options();
  let study = earlier(out, sizes);
  const keep = (found: Partial<EnrichedStudy>) => {
    study = { ...study, ...found };
    writeFileAtomically(out, `${JSON.stringify(study, null, 2)}\n`);
    writeFileAtomically(out.replace(/json$/, 'md'), enrichedStudyPage(study));
  };
  const wanted = methods.filter(({ name }) => method.includes(name));
  for (let place = 1; place <= seeds; place += 1) {
    const seed = TRIED_ON + place;
    const due = wanted.filter(
      ({ name }) => !study.results.some((done) => done.seed === seed && done.method === name),
    );
    if (due.length === 0) continue;
    process.stderr.write(`company ${place} of ${seeds}, seed ${seed}\n`);
    const logs = await writeLogs(sizes, seed, folder);
    if (!study.rules.some((done) => done.seed === seed))
      keep({ rules: [...study.rules, await studyRules(sizes, seed, logs.tables)] });
    for (const one of due) {
      const result = await studySeed(sizes, seed, one, logs);
      process.stderr.write(`${JSON.stringify(result)}\n`);
      keep({ results: [...study.results, result] });
    }
  }
  process.stdout.write(`written: ${out}\n`);
}

void inFolder('contact-dqn-study-enriched-', run);
