/**
 * How fast profiles of customers are made: `npm run bench:profiles` makes a company of a million customers and twenty
 * million purchases, profiles it from all rows, and from the profiles of a month before on by the rows since, and writes
 * data/benchmarks/profiles.json.
 */
import { statSync } from 'node:fs';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import yargs from 'yargs';
import { InputError } from '../src/core/errors';
import { writeFileAtomically } from '../src/core/files';
import { version } from '../src/core/version';
import { textTable } from '../src/report/text-table';
import { measureProcess, THREADS, type Printed } from './peers/contender';
import { inFolder } from './peers/in-folder';
import { thisMachine } from './peers/machine';
import { spread } from './peers/statistics';
import { AS_OF, companyFiles, LAST_MONTH, makeCompany } from './profiles/make-company';
import { profilesTable, type ProfilesBenchmark, type ProfilesMeasurement } from './profiles/result';
import type { Measured } from './score/measured';

const root = join(__dirname, '../..');
const say = (line: string) => process.stderr.write(`${line}\n`);

interface Work {
  readonly name: string;
  /** What comes after the script's name. */
  readonly words: readonly string[];
}

function worksIn(folder: string): Work[] {
  const file = (name: string) => join(folder, name);
  const [all, lastMonth] = [file(companyFiles.all), file(companyFiles.lastMonth)];
  const earlier = file('earlier.parquet');
  return [
    { name: 'a month before, from all rows', words: [all, LAST_MONTH, earlier] },
    { name: 'from all rows', words: [all, AS_OF, file('profiles.parquet')] },
    { name: 'from a month before on', words: [lastMonth, AS_OF, file('updated.parquet'), earlier] },
  ];
}

async function measure(works: readonly Work[], rounds: number): Promise<ProfilesMeasurement[]> {
  const found = works.map(() => [] as (Measured & Printed)[]);
  for (let round = 0; round < rounds; round += 1)
    for (const [i, { name, words }] of works.entries()) {
      const script = join(__dirname, 'profiles/profile-ours.js');
      const measured = await measureProcess<Measured>([process.execPath, script, ...words]);
      say(`round ${round + 1} of ${rounds}: ${name}: ${measured.seconds.toFixed(1)} s`);
      found[i]!.push(measured);
    }
  return works.map(({ name }, i) => {
    const all = (value: (one: Measured & Printed) => number) => spread(found[i]!.map(value));
    return {
      ...{ name, customers: found[i]![0]!.rows },
      seconds: all(({ seconds }) => seconds),
      processorSeconds: all(({ processorSeconds }) => processorSeconds),
      peakMegabytes: all(({ peakMegabytes }) => peakMegabytes),
    };
  });
}

async function options() {
  const given = await yargs(process.argv.slice(2))
    .usage('bench:profiles: profiles of customers as of a moment')
    .options({
      customers: { type: 'number', default: 1_000_000, describe: 'of the company that is made' },
      transactions: { type: 'number', default: 20_000_000, describe: 'of the company that is made' },
      repeats: { type: 'number', default: 1, describe: 'rounds' },
      seed: { type: 'number', default: 1, describe: 'of the company' },
      json: {
        type: 'string',
        default: join(root, 'data/benchmarks/profiles.json'),
        describe: 'file to write',
      },
    })
    .strict().argv;
  for (const name of ['customers', 'transactions', 'repeats'] as const)
    if (!(Number.isInteger(given[name]) && given[name] > 0))
      throw new InputError(`--${name}: expected a positive whole number, got ${given[name]}`);
  return given;
}

async function run(folder: string): Promise<void> {
  const { customers, transactions, repeats, seed, json } = await options();
  say(`making a company of ${customers} customers and ${transactions} transactions`);
  makeCompany(folder, { customers, transactions, seed });
  const bytes = ['customers.csv', 'transactions.csv'].map((file) => statSync(join(folder, file)).size);
  const [before] = loadavg();
  const benchmark: ProfilesBenchmark = {
    ...{ version, date: new Date().toISOString().slice(0, 10), machine: thisMachine() },
    ...{ threads: THREADS, rounds: repeats },
    company: { customers, transactions, seed, bytes: bytes[0]! + bytes[1]! },
    measurements: await measure(worksIn(folder), repeats),
    load: { before: before!, after: loadavg()[0]! },
  };
  writeFileAtomically(json, `${JSON.stringify(benchmark, null, 2)}\n`);
  const { head, rows } = profilesTable(benchmark);
  const columns = head.map((label, i) => ({ label, align: i === 0 ? 'left' : 'right' }) as const);
  process.stdout.write(`${textTable(columns, rows, 110)}\n`);
}

void inFolder('contact-dqn-profiles-', run);
