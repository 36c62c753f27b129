/**
 * What a bootstrap leaves out that keeps models as they are: the models of the behaviour and of rewards are fitted on the
 * same customers that it resamples. Once, here, both are fitted anew in every resample.
 */
import { Random } from '../../src/core/random';
import { behaviourModel } from '../../src/evaluate/off-policy/behaviour-model';
import { standardError, type Statistic } from '../../src/stats/statistic';
import { bootstrap, resampleCounts } from '../../src/stats/bootstrap';
import { moments } from '../../src/stats/moments';
import { cases, judgedOn, type Case } from './customers';
import { campaignLog, type CampaignLog } from './customers-log';
import { differenceToLog } from './difference';

export interface RefitPlan {
  readonly seed: number;
  readonly customers: number;
  readonly refits: number;
  /** With the models as they are. */
  readonly resamples: number;
}

export interface RefitCheck extends RefitPlan {
  readonly setting: string;
  /** Standard errors of the difference to the log. */
  readonly fixed: number;
  readonly refitted: number;
  /** How much it varies indeed, over as many logs drawn anew as there are refits. */
  readonly redrawn: number;
  /** What standard errors with the models as they are say in these logs, on average. */
  readonly redrawnError: number;
  /** Refitted by fixed. */
  readonly ratio: number;
  /** Of the ratio, by the number of refits. */
  readonly standardError: number;
}

/**
 * Customers of one decision each, who stand for as many as they were drawn times: a customer who was there twice could be
 * fitted, and be held out to choose that fit by.
 */
export function resampledLog(log: CampaignLog, counts: Int32Array): CampaignLog {
  const rows = Int32Array.from(counts.keys()).filter((unit) => counts[unit]! > 0);
  const { histories, folds, width } = log;
  const { actionCount } = histories;
  const wide = <Numbers extends Float32Array | Float64Array | Uint8Array>(
    values: Numbers,
    columns: number,
    out: Numbers,
  ) => {
    rows.forEach((row, place) =>
      out.set(values.subarray(row * columns, (row + 1) * columns), place * columns),
    );
    return out;
  };
  const n = rows.length;
  const take = (values: Float64Array) => Float64Array.from(rows, (row) => values[row]!);
  return {
    ...{ width, rewards: take(log.rewards) },
    observations: wide(log.observations, width, new Float32Array(n * width)),
    features: wide(log.features, width, new Float32Array(n * width)),
    allowed: wide(log.allowed, actionCount, new Uint8Array(n * actionCount)),
    folds: { count: folds.count, of: Uint8Array.from(rows, (row) => folds.of[row]!) },
    histories: {
      ...{ ...histories, units: n, actions: Int32Array.from(rows, (row) => histories.actions[row]!) },
      starts: Int32Array.from({ length: n + 1 }, (_, i) => i),
      ...{ propensities: take(histories.propensities), sampleWeights: Float64Array.from(rows, (row) => counts[row]!) },
      ...{ worths: take(histories.worths), discounts: take(histories.discounts) },
      actionPropensities: wide(
        histories.actionPropensities!,
        actionCount,
        new Float64Array(n * actionCount),
      ),
    },
  };
}

/** As if nobody had written down how likely actions were. */
async function estimated(one: Case, log: CampaignLog, random: Random): Promise<Statistic> {
  const { histories } = log;
  const { probabilities } = behaviourModel(log, random.fork('behaviour'));
  const propensities = Float64Array.from(
    histories.actions,
    (action, i) => probabilities[i * histories.actionCount + action]!,
  );
  const own = { ...log, histories: { ...histories, propensities, actionPropensities: probabilities } };
  const judged = await judgedOn(one, own, one.policy, random.fork('models'));
  return differenceToLog(one.estimand, null).estimator.estimate(judged);
}

const deviation = (values: ArrayLike<number>) => Math.sqrt(moments(values).variance);

export async function refitCheck(plan: RefitPlan): Promise<RefitCheck> {
  const { seed, customers, refits, resamples } = plan;
  const [, one] = cases;
  const random = Random.fromSeed(seed).fork('refits');
  const log = await campaignLog(one.campaign, customers, random.fork('log'));
  const statistic = await estimated(one, log, random.fork('own'));
  const [draws] = await bootstrap([statistic], { resamples, random: random.fork('fixed') });
  const draw = resampleCounts(customers, random.fork('refitted'));
  const values: number[] = [];
  for (let refit = 0; refit < refits; refit += 1)
    values.push((await estimated(one, resampledLog(log, draw()), random.fork(`refit-${refit}`))).value);
  const others: Statistic[] = [];
  for (let number = 0; number < refits; number += 1) {
    const stream = random.fork(`log-${number}`);
    const other = await campaignLog(one.campaign, customers, stream.fork('log'));
    others.push(await estimated(one, other, stream.fork('models')));
  }
  const [fixed, refitted] = [deviation(draws!), deviation(values)];
  const redrawn = deviation(others.map(({ value }) => value));
  const redrawnError = moments(others.map((other) => standardError(other))).mean;
  const ratio = refitted / fixed;
  return {
    ...{ ...plan, setting: one.title, fixed, refitted, redrawn, redrawnError, ratio },
    // Of two standard deviations of normal numbers, each known to 1 / √(2 (n − 1)).
    standardError: ratio * Math.sqrt(1 / (2 * (refits - 1)) + 1 / (2 * (resamples - 1))),
  };
}
