/**
 * How long judging takes: `npm run bench:estimators` makes a log of 100,000 customers with 20 decisions each, fits what
 * estimators need, asks every estimator for its value and for what 1,000 resamples come to, and writes
 * data/benchmarks/estimators.json.
 */
import { join } from 'node:path';
import yargs from 'yargs';
import { writeFileAtomically } from '../src/core/files';
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
import { madeHistories } from './estimators/made-histories';
import { thisMachine } from './peers/machine';

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

async function main(): Promise<void> {
  const { customers, decisions, resamples, out } = yargs(process.argv.slice(2))
    .usage('bench:estimators: time every estimator and write data/benchmarks/estimators.json')
    .option('customers', { type: 'number', default: 100_000 })
    .option('decisions', { type: 'number', default: 20, describe: 'of each customer' })
    .option('resamples', { type: 'number', default: 1000 })
    .option('out', { type: 'string', default: join(__dirname, '../../data/benchmarks/estimators.json') })
    .strict()
    .parseSync();
  const random = Random.fromSeed(1);
  const { features, ...judged } = madeHistories(customers, decisions, WIDTH, random);
  const folds = foldsOf(customers, random.fork('folds'));
  const fitting = performance.now();
  const models = outcomeModels({ histories: judged.histories, features, width: WIDTH, folds, random });
  const { values: valueModel } = models.value(judged.probabilities)(judged.rewards);
  const rewardModel = models.reward(judged.rewards);
  const modelSeconds = seconds(fitting);
  const draws = await drawSeconds(customers, resamples);
  const complete: JudgedPolicy = { ...judged, valueModel, rewardModel };
  const timings: Timing[] = [];
  for (const estimand of ['decision', 'history'] as const)
    for (const one of applicable(complete, estimand))
      timings.push(await timed(one, complete, resamples, draws));
  const total = timings.reduce(
    (sum, one) => sum + one.valueSeconds + one.resampleSeconds,
    modelSeconds + draws,
  );
  const result = {
    ...{ version, machine: thisMachine(), customers, decisions, resamples, modelSeconds, drawSeconds: draws },
    ...{ totalSeconds: Number(total.toFixed(1)), estimators: timings },
  };
  writeFileAtomically(out, `${JSON.stringify(result, null, 2)}\n`);
  const rows = timings.map((one) => [
    one.label,
    ...[one.valueSeconds, one.resampleSeconds].map((s) => s.toFixed(2)),
  ]);
  const columns = ['estimator', 'value, s', `${resamples} resamples, s`];
  process.stdout.write(
    `${textTable(
      columns.map((label, i) => ({ label, align: i === 0 ? ('left' as const) : ('right' as const) })),
      rows,
      100,
    )}\nmodels ${modelSeconds} s, draws ${draws} s, all ${total.toFixed(1)} s\n`,
  );
}

void main();
