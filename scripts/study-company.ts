/**
 * How near models of customers come to the truth, in companies that are simulated: `npm run study:company` fits churn, value
 * and segments on an earlier date, judges them on a later one, beside the hidden truth and the best that could be known, and writes
 * data/benchmarks/company.json and company.md.
 */
import { join } from 'node:path';
import yargs from 'yargs';
import { InputError, show } from '../src/core/errors';
import { writeFileAtomically } from '../src/core/files';
import { version } from '../src/core/version';
import { inFolder } from './peers/in-folder';
import { thisMachine } from './peers/machine';
import { studyCompany, type StudiedCompany } from './study-company/one-company';
import { companyPage, type CompanyStudy } from './study-company/page';

const root = join(__dirname, '../..');

function options() {
  const given = yargs(process.argv.slice(2))
    .usage('customer models in companies whose truth is known')
    .options({
      customers: { type: 'number', default: 20_000, describe: 'of each company' },
      seeds: { type: 'number', default: 3, describe: 'companies, of seeds 1 and on' },
      out: { type: 'string', default: join(root, 'data/benchmarks/company.json') },
    })
    .strict()
    .parseSync();
  for (const name of ['customers', 'seeds'] as const)
    if (!(Number.isInteger(given[name]) && given[name] > 0))
      throw new InputError(`--${name}: expected a whole number from 1 on, got ${show(given[name])}`);
  if (!given.out.endsWith('.json'))
    throw new InputError(`--out: expected a name that ends in .json, got ${show(given.out)}`);
  return given;
}

async function run(folder: string): Promise<void> {
  const { customers, seeds, out } = options();
  const companies: StudiedCompany[] = [];
  for (let seed = 1; seed <= seeds; seed += 1) {
    process.stderr.write(`company ${seed} of ${seeds}\n`);
    companies.push(await studyCompany(customers, seed, folder));
    // After each, so that whoever stops it keeps what there is.
    const date = new Date().toISOString().slice(0, 10);
    const study: CompanyStudy = { version, date, machine: thisMachine(), customers, companies };
    writeFileAtomically(out, `${JSON.stringify(study, null, 2)}\n`);
    writeFileAtomically(out.replace(/json$/, 'md'), companyPage(study));
  }
  process.stdout.write(`written: ${out}\n`);
}

void inFolder('contact-dqn-study-company-', run);
