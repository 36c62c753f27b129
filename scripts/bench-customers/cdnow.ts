/**
 * Customer models on CDNOW, 2,357 customers fitted to 1997-09-30 and judged on the 39 weeks that follow: BG/NBD and
 * gamma-gamma beside what was published and beside lifetimes, nets beside both, times beside. Writes one file of JSON.
 */
import { loadavg } from 'node:os';
import { join } from 'node:path';
import yargs from 'yargs';
import { writeFileAtomically } from '../../src/core/files';
import { Random } from '../../src/core/random';
import { version } from '../../src/core/version';
import { textTable } from '../../src/report/text-table';
import { chooseBackend } from '../../src/tensor/backend';
import { inFolder } from '../peers/in-folder';
import { thisMachine } from '../peers/machine';
import { cdnowNextPurchase } from './cdnow-next-purchase';
import { cdnowPublished } from './cdnow-published';
import { cdnowValue } from './cdnow-value';
import { WEEKS_AHEAD, cdnowHistories } from './read-cdnow';

const root = join(__dirname, '../../..');
const say = (line: string) => process.stderr.write(`${line}\n`);
/** The published one, and one within what the nets have seen. */
const HORIZONS = [13, WEEKS_AHEAD] as const;

async function options() {
  return yargs(process.argv.slice(2))
    .usage('customer models on CDNOW beside what was published')
    .options({
      data: { type: 'string', default: join(root, '../shared/data/public/cdnow/CDNOW_sample.txt') },
      seed: { type: 'number', default: 1, describe: 'of the nets and the resamples' },
      backend: { choices: ['auto', 'wasm', 'tensorflow', 'cpu'] as const, default: 'wasm' as const },
      peers: { type: 'boolean', default: true, describe: 'lifetimes too, which pip brings' },
      json: { type: 'string', demandOption: true, describe: 'file to write' },
    })
    .strict().argv;
}

/** Every customer model on CDNOW. */
async function benchCdnow(file: string, seed: number, peers: boolean) {
  const histories = cdnowHistories(file);
  const random = Random.fromSeed(seed);
  const published = await cdnowPublished({ root, file, peers }, histories, say);
  say('published fits done; lifetime value');
  const value = await cdnowValue(histories, HORIZONS, random.fork('value'));
  say('next purchase');
  const nextPurchase = await cdnowNextPurchase(histories, WEEKS_AHEAD, random.fork('next-purchase'));
  return { published, value, nextPurchase };
}

type Cdnow = Awaited<ReturnType<typeof benchCdnow>>;

const short = (value: number | null) => (value === null ? '' : value.toFixed(2));

function tablesOf({ value, nextPurchase }: Cdnow): string[] {
  const columns = (...labels: readonly string[]) =>
    labels.map((label, i) => ({ label, align: i === 0 ? 'left' : 'right' }) as const);
  const values = value.flatMap(({ weeks, models }) =>
    models.map((one) => [
      `${one.name}, ${weeks} weeks`,
      ...[
        short(one.meanAbsoluteError),
        short(one.meanDeviance),
        short(one.rankCorrelation.value),
        short(one.predictedOverActual),
      ],
      one.seconds.toFixed(1),
    ]),
  );
  const next = nextPurchase.models.map((one) => [
    one.name,
    ...[short(one.meanAbsoluteErrorDays), one.meanLogLikelihood.toFixed(3), one.seconds.toFixed(1)],
  ]);
  return [
    textTable(
      columns('lifetime value', 'mean error, $', 'deviance', 'rank', 'predicted/actual', 'seconds'),
      values,
      110,
    ),
    textTable(columns('next purchase', 'mean error, days', 'log-likelihood', 'seconds'), next, 110),
    ...value.flatMap(({ models }) =>
      models.flatMap(({ besideAnchor }) => besideAnchor.map(({ verdict }) => verdict[0]!)),
    ),
    ...nextPurchase.verdicts.map(({ verdict }) => verdict[0]!),
  ];
}

async function run(): Promise<void> {
  const { data, seed, backend, peers, json } = await options();
  const { info } = await chooseBackend(backend);
  const [before] = loadavg();
  const cdnow = await benchCdnow(data, seed, peers);
  const document = {
    ...{ version, date: new Date().toISOString().slice(0, 10), machine: thisMachine(), seed },
    ...{ backend: info.name, load: { before: before!, after: loadavg()[0]! }, cdnow },
  };
  writeFileAtomically(json, `${JSON.stringify(document, null, 2)}\n`);
  process.stdout.write(`${tablesOf(cdnow).join('\n')}\n`);
}

void inFolder('contact-dqn-cdnow-', run);
