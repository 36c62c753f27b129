/**
 * Customer models on public data, beside what was published of it and beside others: `npm run bench:customers -- --data
 * FOLDER` reads cdnow, telco-churn and hillstrom in it, and writes data/benchmarks/customers.json and customers.md. Ends with
 * 1 where a bound that was agreed before does not hold. A part whose file is missing is left out, and said.
 */
import { existsSync } from 'node:fs';
import { loadavg } from 'node:os';
import { dirname, join } from 'node:path';
import yargs from 'yargs';
import { writeFileAtomically } from '../src/core/files';
import { InputError, show } from '../src/core/errors';
import { version } from '../src/core/version';
import { chooseBackend } from '../src/tensor/backend';
import { besideScikit } from './bench-customers/beside-scikit';
import { benchCdnow, cdnowAgreed } from './bench-customers/cdnow';
import { benchHillstrom, hillstromAgreed } from './bench-customers/hillstrom';
import { agreedLines, customersPage, type CustomersBenchmark } from './bench-customers/page';
import { readTelco } from './bench-customers/telco';
import { telcoAgreed } from './bench-customers/telco-page';
import { timed } from './bench-customers/timed';
import { inFolder } from './peers/in-folder';
import { thisMachine } from './peers/machine';

const root = join(__dirname, '../..');
const say = (line: string) => process.stderr.write(`${line}\n`);
const files = {
  cdnow: 'cdnow/CDNOW_sample.txt',
  telco: 'telco-churn/Telco-Customer-Churn.csv.gz',
  hillstrom: 'hillstrom/hillstrom.csv.gz',
} as const;
type Part = keyof typeof files;

function options() {
  return yargs(process.argv.slice(2))
    .usage('customer models beside published numbers, lifetimes and scikit-learn')
    .options({
      data: { type: 'string', demandOption: true, describe: 'folder of public data' },
      out: { type: 'string', default: join(root, 'data/benchmarks/customers.json') },
      seed: { type: 'number', default: 1, describe: 'of the nets, forests and resamples' },
      backend: { choices: ['auto', 'wasm', 'tensorflow', 'cpu'] as const, default: 'wasm' as const },
      peers: { type: 'boolean', default: true, describe: 'lifetimes and scikit-learn, which pip brings' },
    })
    .strict()
    .parseSync();
}

/** What a part makes of its file; null, and said, where there is none. */
async function part<Result>(
  name: Part,
  data: string,
  run: (file: string) => Promise<Result>,
  left: string[],
) {
  const file = join(data, files[name]);
  if (!existsSync(file)) {
    left.push(`${name}: no file ${files[name]}`);
    say(`${name}: left out, no file ${file}`);
    return null;
  }
  say(name);
  const { result, seconds } = await timed(() => run(file));
  return { ...result, processorSeconds: seconds };
}

async function benchmark({
  data,
  seed,
  peers,
  backend,
}: ReturnType<typeof options>): Promise<CustomersBenchmark> {
  const { info } = await chooseBackend(backend);
  const before = loadavg()[0]!;
  const left: string[] = [];
  const cdnow = await part('cdnow', data, (file) => benchCdnow(file, seed, peers, say), left);
  if (!peers) left.push('telco: a comparison with scikit-learn, by --no-peers not asked');
  const telco = peers ? await part('telco', data, (file) => besideScikit(readTelco(file)), left) : null;
  const hillstrom = await part('hillstrom', data, (file) => benchHillstrom(file, seed), left);
  const agreed = [
    ...(cdnow === null ? [] : cdnowAgreed(cdnow)),
    ...(telco === null ? [] : telcoAgreed(telco)),
    ...(hillstrom === null ? [] : hillstromAgreed(hillstrom)),
  ];
  return {
    ...{ version, date: new Date().toISOString().slice(0, 10), machine: thisMachine(), seed },
    ...{ backend: info.name, load: { before, after: loadavg()[0]! } },
    ...{ agreed, left, cdnow, telco, hillstrom },
  };
}

async function run(): Promise<void> {
  const given = options();
  if (!given.out.endsWith('.json'))
    throw new InputError(`--out: expected a name that ends in .json, got ${show(given.out)}`);
  if (!existsSync(dirname(given.out)))
    throw new InputError(`--out: expected a folder that exists, got ${show(dirname(given.out))}`);
  const found = await benchmark(given);
  if (found.agreed.length === 0)
    throw new InputError(
      `--data: expected ${Object.values(files).join(', ')} in it, got none in ${show(given.data)}`,
    );
  writeFileAtomically(given.out, `${JSON.stringify(found, null, 2)}\n`);
  writeFileAtomically(given.out.replace(/json$/, 'md'), customersPage(found));
  process.stdout.write(`${agreedLines(found)}\nwritten: ${given.out}\n`);
  if (!found.agreed.every(({ holds }) => holds)) process.exitCode = 1;
}

void inFolder('contact-dqn-bench-customers-', run);
