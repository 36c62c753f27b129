/** Lifetime value on CDNOW: nets beside BG/NBD with gamma-gamma, on what customers spent in the weeks that followed. */
import type { Random } from '../../src/core/random';
import { absoluteErrors, deviances } from '../../src/profiles/judge/errors';
import { besideAnchor } from '../../src/profiles/judge/beside-anchor';
import { calibrationOf } from '../../src/profiles/judge/calibration';
import { frequencySegments, type CustomerSegments } from '../../src/profiles/judge/frequency-segments';
import { verdictLines } from '../../src/profiles/judge/verdict';
import { fitBgNbd } from '../../src/profiles/models/value/bg-nbd';
import { fitGammaGamma } from '../../src/profiles/models/value/gamma-gamma';
import { lifetimeValues } from '../../src/profiles/models/value/lifetime-value';
import { DAYS_A_WEEK, type PurchaseHistories } from '../../src/profiles/models/purchases/histories';
import { summaryOf } from '../../src/profiles/models/purchases/summary';
import { lstmSettingsSchema } from '../../src/profiles/models/recurrent/fit-lstm';
import { spendOf, valueExamples, valueFeatures } from '../../src/profiles/models/value/value-features';
import {
  applyValueNetwork,
  fitValueNetwork,
  valueNetworkSettingsSchema,
} from '../../src/profiles/models/value/value-network';
import { applyValueRecurrent, fitValueRecurrent } from '../../src/profiles/models/value/value-recurrent';
import { moments } from '../../src/stats/moments';
import { rankCorrelationInterval, rankGain } from '../../src/stats/rank-correlation';
import { CALIBRATED_UNTIL } from './read-cdnow';
import { timed } from './timed';

/** Periods that end at the last day known, of which the nets learn: the longest begins when all customers had come. */
const LEARNED_WEEKS = [8, 13, 18, 22, 26] as const;
const RESAMPLES = 1000;
const ANCHOR = 'BG/NBD with gamma-gamma';

type Predict = (weeks: number) => Float64Array;

interface Fitted {
  readonly name: string;
  readonly seconds: number;
  readonly predict: Predict;
}

async function fittedModels(histories: PurchaseHistories, random: Random): Promise<Fitted[]> {
  const until = CALIBRATED_UNTIL;
  const summary = summaryOf(histories, until);
  const { table } = valueFeatures(histories, until);
  const anchor = await timed(
    () =>
      [
        fitBgNbd(summary, random.fork('customers')),
        fitGammaGamma(summary, random.fork('customers')),
      ] as const,
  );
  const dense = await timed(() => {
    const examples = valueExamples(histories, until, LEARNED_WEEKS);
    return fitValueNetwork(examples, valueNetworkSettingsSchema.parse({}), random.fork('value-network'));
  });
  const recurrent = await timed(() =>
    fitValueRecurrent(
      histories,
      until,
      LEARNED_WEEKS,
      lstmSettingsSchema.parse({}),
      random.fork('value-lstm'),
    ),
  );
  return [
    {
      ...{ name: ANCHOR, seconds: anchor.seconds },
      predict: (weeks) => lifetimeValues(...anchor.result, summary, { weeks }),
    },
    {
      ...{ name: 'feed-forward net', seconds: dense.seconds },
      predict: (weeks) => applyValueNetwork(dense.result, table, weeks),
    },
    {
      ...{ name: 'LSTM', seconds: recurrent.seconds },
      predict: (weeks) => applyValueRecurrent(recurrent.result, histories, until, weeks),
    },
    // No model: most customers spend nothing, and a mean absolute error likes who says so of all.
    { name: 'nothing for everybody', seconds: 0, predict: () => new Float64Array(table.rows) },
  ];
}

const losses = { 'mean absolute error': absoluteErrors, 'mean deviance': deviances } as const;

/** A model beside the anchor by each loss that is finite: predicting nothing excludes whatever comes. */
async function besides(
  name: string,
  predicted: Float64Array,
  anchor: Float64Array,
  came: Came,
  random: Random,
) {
  const results = [];
  for (const [loss, of] of Object.entries(losses)) {
    const own = of(predicted, came.actual);
    if (!own.every(Number.isFinite)) continue;
    const options = { resamples: RESAMPLES, random: random.fork('resamples') };
    const beside = await besideAnchor(own, of(anchor, came.actual), came.segments, options);
    const names = { model: name, anchor: ANCHOR, loss, unit: 'dollars' };
    results.push({ loss, besideAnchor: beside, verdict: verdictLines(beside, names) });
  }
  return results;
}

interface Came {
  /** [rows] dollars */
  readonly actual: Float64Array;
  readonly segments: CustomerSegments;
}

/** null where something came that was excluded. */
function finiteMean(values: Float64Array): number | null {
  const { mean } = moments(values);
  return Number.isFinite(mean) ? mean : null;
}

/** Every model on one horizon. */
async function judged(
  models: readonly Fitted[],
  histories: PurchaseHistories,
  weeks: number,
  random: Random,
) {
  const { customer, frequency } = summaryOf(histories, CALIBRATED_UNTIL);
  const actual = spendOf(histories, customer, CALIBRATED_UNTIL, CALIBRATED_UNTIL + weeks * DAYS_A_WEEK);
  const came = { actual, segments: frequencySegments(frequency) };
  const anchor = models[0]!.predict(weeks);
  const rows = [];
  for (const { name, seconds, predict } of models) {
    const predicted = predict(weeks);
    const options = () => ({ resamples: RESAMPLES, random: random.fork('resamples') });
    const { groups, predictedOverActual } = calibrationOf(predicted, actual);
    const isAnchor = name === ANCHOR;
    rows.push({
      ...{ name, seconds, meanAbsoluteError: finiteMean(absoluteErrors(predicted, actual)) },
      ...{ meanDeviance: finiteMean(deviances(predicted, actual)) },
      ...{
        rankCorrelation: rankCorrelationInterval(predicted, actual, options()),
        predictedOverActual,
        groups,
      },
      rankGain: isAnchor ? null : rankGain(predicted, anchor, actual, options()),
      besideAnchor: isAnchor ? [] : await besides(name, predicted, anchor, came, random),
    });
  }
  return { weeks, customers: customer.length, models: rows };
}

/** @param horizons weeks ahead */
export async function cdnowValue(histories: PurchaseHistories, horizons: readonly number[], random: Random) {
  const models = await fittedModels(histories, random);
  const results = [];
  for (const weeks of horizons) results.push(await judged(models, histories, weeks, random));
  return results;
}
