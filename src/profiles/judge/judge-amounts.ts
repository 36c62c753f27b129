/** Predicted amounts beside those of an anchor, by what came. */
import type { Random } from '../../core/random';
import type { Estimate } from '../../core/estimate';
import { meanInterval, pairwiseDifferences } from '../../stats/intervals';
import { rankCorrelation, rankGain } from '../../stats/rank-correlation';
import type { CustomersAsOf } from '../asof/customers-as-of';
import { calibrationOf } from './calibration';
import { absoluteErrors } from './errors';
import { judgeLosses } from './judge-losses';
import type { Judgement, Measure } from './judgement';

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

/** @param quantity that is predicted @param names of the model and its anchor */
export async function judgeAmounts(
  customers: CustomersAsOf,
  { model, anchor, actual }: Amounts,
  quantity: string,
  names: { readonly model: string; readonly anchor: string },
  random: Random,
): Promise<Judgement> {
  const [own, others] = [absoluteErrors(model, actual), absoluteErrors(anchor, actual)];
  const { groups, predictedOverActual } = calibrationOf(model, actual);
  return {
    ...(await judgeLosses(customers, own, others, random)),
    names: { ...names, loss: 'mean absolute error', unit: '' },
    measures: [
      meanMeasure('mean absolute error', own, others, 'low'),
      rankMeasure({ model, anchor, actual }, random.fork('ranks')),
      meanMeasure(`mean predicted ${quantity}`, model, anchor, null),
    ],
    calibration: { quantity, groups },
    remarks: [
      predictedOverActual === null
        ? `nobody came to any ${quantity}, so that nothing tells how it was predicted`
        : `all that was predicted is ${predictedOverActual.toPrecision(3)} times all that came`,
    ],
  };
}
