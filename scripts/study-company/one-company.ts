/** Churn, value and segments in one simulated company: fitted at one date, judged a window later, beside what is hidden from them. */
import { Random } from '../../src/core/random';
import { numbersOf, type CustomersAsOf } from '../../src/profiles/asof/customers-as-of';
import { pastOf } from '../../src/profiles/asof/past';
import type { CustomerModel } from '../../src/profiles/customer-model';
import { aucEstimate } from '../../src/profiles/judge/auc';
import { churnCustomerModel } from '../../src/profiles/models/churn/churn-model';
import { losses } from '../../src/profiles/models/churn/churn-customers';
import { spendCustomerModel } from '../../src/profiles/models/spend/spend-model';
import { valueCustomerModel } from '../../src/profiles/models/value/value-model';
import { DAY } from '../../src/dataset/schema/lengths-of-time';
import { rankCorrelationInterval } from '../../src/stats/rank-correlation';
import { customersConfigSchema } from '../../src/worlds/customers/settings';
import { timed } from '../bench-customers/timed';
import { bestKnown } from './best-known';
import { foundSegments } from './found-segments';
import { kindsBesideTruth, likedKinds } from './liked-kinds';
import { CONTACTS, HORIZON, openSimulated, START } from './open-simulated';
import { besideTruth } from './true-value';
import { truthAt } from './truth';

const WEEK = 7 * DAY;
/** End of the window of the fit, and beginning of the one that judges; the truth is told every four weeks. */
const FIT_WEEK = 52;
const methods = ['logistic', 'tree', 'forest'] as const;
const RESAMPLES = 200;

async function scoresOf(
  model: CustomerModel,
  settings: { readonly method: string; readonly activeWithin?: null },
  past: ReturnType<typeof pastOf>,
  customers: CustomersAsOf,
  random: Random,
) {
  const { result, seconds } = await timed(() => model.fit(past, model.settings.parse(settings), random));
  const [column] = await result.apply(customers);
  if (column === undefined || column.kind === 'category') throw new Error(`${model.name}: expected numbers`);
  return { scores: column.values, seconds };
}

/** @param folder for its files */
export async function studyCompany(count: number, seed: number, folder: string) {
  const { company, tables, truth: file, truthCustomers } = await openSimulated(count, seed, folder);
  const moment = START + FIT_WEEK * WEEK;
  const window = HORIZON * WEEK;
  const fit = pastOf(tables, moment, window);
  const { customers, target } = losses(pastOf(tables, moment + window, window), {
    cancelled: null,
    activeDays: null,
  });
  const truth = truthAt(file, new Date(moment).toISOString());
  const forecasting = { config: customersConfigSchema.parse({}), contacts: CONTACTS, horizon: HORIZON };
  const best = await bestKnown(company, moment, forecasting);
  const of = (value: (name: string) => number) => Float64Array.from(customers.customers, value);
  const gone = of((name) => truth.get(name)!.gone);
  const isHere = (_: number, row: number) => gone[row] === 0;
  const judged = (name: string, scores: Float64Array, seconds: number | null) => ({
    ...{ name, seconds, auc: aucEstimate(scores, target) },
    aucOfThoseThere: aucEstimate(scores.filter(isHere), target.filter(isHere)),
  });
  const random = Random.fromSeed(seed).fork('study-company');
  const churn = [
    judged(
      'the hidden hazard itself',
      of((name) => truth.get(name)!.buysNothing),
      null,
    ),
    judged(
      'the best that the log tells',
      of((name) => best.get(name)!.buysNothing),
      null,
    ),
  ];
  for (const method of methods) {
    const { scores, seconds } = await scoresOf(
      churnCustomerModel,
      // Of whoever ever bought, whom the truth is asked of.
      { method, activeWithin: null },
      fit,
      customers,
      random.fork(method),
    );
    churn.push(judged(method, scores, seconds));
  }
  churn.push(judged('days since the last purchase', numbersOf(customers, 'days_since_purchase')!, null));
  const worth = of((name) => truth.get(name)!.value);
  const ranked = (name: string, scores: Float64Array, seconds: number | null) => {
    const options = { resamples: RESAMPLES, random: random.fork('resamples') };
    const rankCorrelation = rankCorrelationInterval(scores, worth, options);
    return { name, seconds, rankCorrelation, ...besideTruth(scores, worth) };
  };
  const value = await scoresOf(
    valueCustomerModel,
    { method: 'bg-nbd' },
    fit,
    customers,
    random.fork('value'),
  );
  const spend = await scoresOf(
    spendCustomerModel,
    { method: 'linear' },
    fit,
    customers,
    random.fork('spend'),
  );
  return {
    ...{ seed, customers: target.length },
    lost: target.reduce((sum, label) => sum + label, 0) / target.length,
    gone: gone.reduce((sum, one) => sum + one, 0) / gone.length,
    churn,
    value: [
      ranked(
        'the best that the log tells',
        of((name) => best.get(name)!.value),
        null,
      ),
      ranked('BG/NBD with gamma-gamma', value.scores, value.seconds),
      ranked('expected spend, linear', spend.scores, spend.seconds),
      ranked('what was spent in the last window', numbersOf(customers, 'recent_spend')!, null),
    ],
    segments: await foundSegments(fit, truth, random.fork('segments')),
    likedKinds: kindsBesideTruth(customers, likedKinds(truthCustomers)),
  };
}

export type StudiedCompany = Awaited<ReturnType<typeof studyCompany>>;
