/**
 * How long judging takes: `npm run bench:estimators` makes a log of 100,000 customers with 20 decisions each, fits what
 * estimators need, asks every estimator for its value and for what 1,000 resamples come to, and writes
 * data/benchmarks/estimators.json. With `--peers` it writes that file's part about Open Bandit Pipeline and scope-rl instead,
 * of 20,000 such customers, and asks them about the small log of the tests.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import yargs from 'yargs';
import { readJsonFile, writeFileAtomically } from '../src/core/files';
import { Random } from '../src/core/random';
import { version } from '../src/core/version';
import { applicable } from '../src/evaluate/off-policy/estimators';
import type { Estimator } from '../src/evaluate/off-policy/estimator';
import { foldsOf } from '../src/evaluate/off-policy/folds';
import type { JudgedPolicy } from '../src/evaluate/off-policy/histories';
import { outcomeModels } from '../src/evaluate/off-policy/outcome-models';
import { textTable } from '../src/report/text-table';
import { bootstrap } from '../src/stats/bootstrap';
import { meanOf } from '../src/stats/ratio-of-sums';
import { GAMMA, madeHistories } from './estimators/made-histories';
import { besidePeers } from './estimators/peers';
import { updateSmallLog } from './estimators/small-log';
import { thisMachine } from './peers/machine';

/** Compiled, this file lies in dist/scripts. */
const root = join(__dirname, '../..');
const WIDTH = 10;

const seconds = (since: number) => Number(((performance.now() - since) / 1000).toFixed(3));

interface Timing {
  readonly estimator: string;
  readonly label: string;
  readonly value: number;
  readonly valueSeconds: number;
  readonly resampleSeconds: number;
}

/** Draws are made once for all estimators in the product; here they are measured by themselves, and taken off. */
async function timed(
  estimator: Estimator,
  judged: JudgedPolicy,
  resamples: number,
  draws: number,
): Promise<Timing> {
  const started = performance.now();
  const statistic = estimator.estimate(judged);
  const valueSeconds = seconds(started);
  const resampling = performance.now();
  await bootstrap([statistic], { resamples, random: Random.fromSeed(1) });
  const { name, label } = estimator;
  process.stderr.write(`${label}: ${seconds(started)} s\n`);
  return {
    ...{ estimator: name, label, value: statistic.value, valueSeconds },
    resampleSeconds: Math.max(0, Number((seconds(resampling) - draws).toFixed(3))),
  };
}

async function drawSeconds(units: number, resamples: number): Promise<number> {
  const started = performance.now();
  await bootstrap([meanOf(new Float64Array(units))], { resamples, random: Random.fromSeed(1) });
  return seconds(started);
}

/** Histories with what estimators need, and how long the models of it took. */
function complete(customers: number, decisions: number) {
  const random = Random.fromSeed(1);
  const { features, ...judged } = madeHistories(customers, decisions, WIDTH, random);
  const folds = foldsOf(customers, random.fork('folds'));
  const fitting = performance.now();
  const models = outcomeModels({ histories: judged.histories, features, width: WIDTH, folds, random });
  const { values: valueModel } = models.value(judged.probabilities)(judged.rewards);
  const rewardModel = models.reward(judged.rewards);
  return { judged: { ...judged, valueModel, rewardModel }, modelSeconds: seconds(fitting) };
}

interface Size {
  readonly customers: number;
  readonly decisions: number;
  readonly resamples: number;
}

async function timings({ customers, decisions, resamples }: Size) {
  const { judged, modelSeconds } = complete(customers, decisions);
  const draws = await drawSeconds(customers, resamples);
  const found: Timing[] = [];
  for (const estimand of ['decision', 'history'] as const)
    for (const one of applicable(judged, estimand)) found.push(await timed(one, judged, resamples, draws));
  const total = found.reduce(
    (sum, one) => sum + one.valueSeconds + one.resampleSeconds,
    modelSeconds + draws,
  );
  return {
    ...{ version, machine: thisMachine(), customers, decisions, resamples, modelSeconds, drawSeconds: draws },
    ...{ totalSeconds: Number(total.toFixed(1)), estimators: found },
  };
}

function printed({ estimators, resamples, modelSeconds, drawSeconds, totalSeconds }: Timings): string {
  const columns = ['estimator', 'value, s', `${resamples} resamples, s`];
  const table = textTable(
    columns.map((label, i) => ({ label, align: i === 0 ? ('left' as const) : ('right' as const) })),
    estimators.map((one) => [one.label, ...[one.valueSeconds, one.resampleSeconds].map((s) => s.toFixed(2))]),
    100,
  );
  return `${table}\nmodels ${modelSeconds} s, draws ${drawSeconds} s, all ${totalSeconds} s\n`;
}

type Timings = Awaited<ReturnType<typeof timings>>;

/** Ours by themselves, and ours beside the peers: each run writes its part and leaves the other. */
export type EstimatorsBenchmark = Partial<Timings> & { readonly peers?: PeersPart };

function write(out: string, part: EstimatorsBenchmark): void {
  const before = existsSync(out) ? (readJsonFile(out) as EstimatorsBenchmark) : {};
  writeFileAtomically(out, `${JSON.stringify({ ...before, ...part }, null, 2)}\n`);
}

async function peersPart({ customers, decisions, resamples }: Size) {
  const { judged } = complete(customers, decisions);
  const compared = await besidePeers(judged, { gamma: GAMMA, repeats: 5, resamples });
  return { customers, decisions, ...compared };
}

type PeersPart = Awaited<ReturnType<typeof peersPart>>;

async function main(): Promise<void> {
  const { peers, out, ...size } = yargs(process.argv.slice(2))
    .usage('bench:estimators: time every estimator and write data/benchmarks/estimators.json')
    .option('peers', { type: 'boolean', default: false, describe: 'beside others; needs Python 3.11' })
    .option('customers', { type: 'number', describe: '100,000, or 20,000 beside others' })
    .option('decisions', { type: 'number', default: 20, describe: 'of each customer' })
    .option('resamples', { type: 'number', default: 1000 })
    .option('out', { type: 'string', default: join(root, 'data/benchmarks/estimators.json') })
    .strict()
    .parseSync();
  const { customers = peers ? 20_000 : 100_000, decisions, resamples } = size;
  if (peers) {
    await updateSmallLog(root);
    write(out, { peers: await peersPart({ customers, decisions, resamples }) });
    return;
  }
  const result = await timings({ customers, decisions, resamples });
  write(out, result);
  process.stdout.write(printed(result));
}

void main();
