/**
 * Predicted amounts beside those of an anchor, by what came. Squared errors decide, which ask for the mean; absolute errors
 * stand beside them, which ask for the median: nothing for everybody, where most spend nothing.
 */
import type { Estimate } from '../../core/estimate';
import type { Random } from '../../core/random';
import { meanInterval, pairwiseDifferences } from '../../stats/intervals';
import { rankCorrelation, rankGain } from '../../stats/rank-correlation';
import type { CustomersAsOf } from '../asof/customers-as-of';
import { words } from '../words';
import { calibrationOf } from './calibration';
import { absoluteErrors, squaredErrors } from './errors';
import { judgeLosses } from './judge-losses';
import type { Judgement, Measure } from './judgement';
import { lossesOf, lossesSideBySide, measureOf, ONE_MEAN, simpleGuesses, type Guess } from './side-by-side';

export interface Amounts {
  /** [rows] */
  readonly model: Float64Array;
  readonly anchor: Float64Array;
  readonly actual: Float64Array;
}

/** Means of model and anchor over the same customers. */
export function meanMeasure(
  name: string,
  model: Float64Array,
  anchor: Float64Array,
  better: Measure['better'],
): Measure {
  return {
    ...{ name, better, model: meanInterval(model), anchor: meanInterval(anchor) },
    difference: meanInterval(pairwiseDifferences(model, anchor)),
  };
}

const RANK_RESAMPLES = 200;

/** Of which only the difference has an interval: both see the same customers. */
function rankMeasure({ model, anchor, actual }: Amounts, random: Random): Measure {
  const bare = (predicted: Float64Array): Estimate => {
    const value = rankCorrelation(predicted, actual);
    return { value: Number.isFinite(value) ? value : null, low: null, high: null, level: 0.95 };
  };
  return {
    ...{ name: 'rank correlation', better: 'high', model: bare(model), anchor: bare(anchor) },
    difference: rankGain(model, anchor, actual, { resamples: RANK_RESAMPLES, random }),
  };
}

/** @param quantity that is predicted @param names of the model and its anchor @param by as `judgeLosses` */
export async function judgeAmounts(
  customers: CustomersAsOf,
  { model, anchor, actual }: Amounts,
  quantity: string,
  names: { readonly model: string; readonly anchor: string },
  by: readonly string[],
  random: Random,
): Promise<Judgement> {
  const squares = (predicted: Float64Array) => squaredErrors(predicted, actual);
  const distances = (predicted: Float64Array) => absoluteErrors(predicted, actual);
  const judged = await judgeLosses(customers, squares(model), squares(anchor), by, random);
  const guesses: Guess[] = [
    { name: names.model, role: 'model', predicted: model },
    { name: names.anchor, role: 'anchor', predicted: anchor },
    ...simpleGuesses(customers),
  ];
  const squared = await lossesSideBySide(
    'mean squared error',
    lossesOf(guesses, squares),
    judged.beside,
    random.fork('squared'),
  );
  const absolute = await lossesSideBySide(
    'mean absolute error',
    lossesOf(guesses, distances),
    null,
    random.fork('absolute'),
  );
  const { groups, predictedOverActual } = calibrationOf(model, actual);
  return {
    ...judged,
    names: { ...names, loss: 'mean squared error', unit: '' },
    sideBySide: [squared, absolute],
    measures: [
      measureOf(squared),
      measureOf(absolute),
      rankMeasure({ model, anchor, actual }, random.fork('ranks')),
      meanMeasure(`mean predicted ${quantity}`, model, anchor, null),
    ],
    calibration: { quantity, groups },
    remarks: [
      'squared errors decide: the mean makes them least. Absolute errors are least for the median, which is nothing where most customers spend nothing',
      ONE_MEAN,
      predictedOverActual === null
        ? `nobody came to any ${quantity}, so that nothing tells how it was predicted`
        : `all that was predicted is ${words(predictedOverActual)} times all that came`,
    ],
  };
}
