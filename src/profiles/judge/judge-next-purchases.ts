/** What is said of the time to the next purchase beside an anchor, by what came: whoever did not buy counts as far as they were looked at. */
import type { Random } from '../../core/random';
import type { CustomersAsOf } from '../asof/customers-as-of';
import { calibrationCurve } from './calibration-curve';
import { meanMeasure } from './judge-amounts';
import { judgeLosses } from './judge-losses';
import type { Judgement } from './judgement';
import {
  censoredLogLikelihoods,
  medianDays,
  restrictedErrors,
  type NextPurchaseCurves,
  type NextPurchases,
} from './next-purchase-curves';

export interface CurvesToJudge {
  readonly model: NextPurchaseCurves;
  readonly anchor: NextPurchaseCurves;
  readonly came: NextPurchases;
  /** Days that were looked at. */
  readonly horizon: number;
}

/** [rows] of a purchase within the horizon */
export function purchaseProbabilities(
  { rows, noPurchaseWithin }: NextPurchaseCurves,
  horizon: number,
): Float64Array {
  return Float64Array.from({ length: rows }, (_, row) => 1 - noPurchaseWithin(row, horizon));
}

export async function judgeNextPurchases(
  customers: CustomersAsOf,
  { model, anchor, came, horizon }: CurvesToJudge,
  names: { readonly model: string; readonly anchor: string },
  random: Random,
): Promise<Judgement> {
  const errors = (curves: NextPurchaseCurves) => restrictedErrors(medianDays(curves, horizon), came, horizon);
  const [own, others] = [errors(model), errors(anchor)];
  const [likely, anchorLikely] = [censoredLogLikelihoods(model, came), censoredLogLikelihoods(anchor, came)];
  const areFinite = [...likely, ...anchorLikely].every(Number.isFinite);
  return {
    ...(await judgeLosses(customers, own, others, random)),
    names: { ...names, loss: 'mean absolute error', unit: 'days' },
    measures: [
      meanMeasure(`mean absolute error, days up to ${horizon}`, own, others, 'low'),
      ...(areFinite ? [meanMeasure('log-likelihood of what came', likely, anchorLikely, 'high')] : []),
    ],
    calibration: {
      quantity: `probability to buy within ${horizon} days`,
      groups: calibrationCurve(purchaseProbabilities(model, horizon), came.seen).map(
        ({ rows, predicted, observed }) => ({ customers: rows, predicted, actual: observed }),
      ),
    },
    remarks: areFinite
      ? []
      : ['something came that one of the two had excluded, so that there is no log-likelihood'],
  };
}
