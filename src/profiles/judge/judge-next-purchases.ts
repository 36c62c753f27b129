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
  rankedProbabilityScores,
  restrictedErrors,
  type NextPurchaseCurves,
  type NextPurchases,
} from './next-purchase-curves';
import { lossesSideBySide, measureOf, type WayWithLosses } from './side-by-side';

const SCORE = 'ranked probability score';

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

/** Nobody buys: what is to be said of most, and right of them. */
const nobody = (rows: number): NextPurchaseCurves => ({ rows, noPurchaseWithin: () => 1 });

/** The whole forecast decides, by its ranked probability score; the distance from the median day stands beside it. */
export async function judgeNextPurchases(
  customers: CustomersAsOf,
  { model, anchor, came, horizon }: CurvesToJudge,
  names: { readonly model: string; readonly anchor: string },
  by: readonly string[],
  random: Random,
): Promise<Judgement> {
  const scores = (curves: NextPurchaseCurves) => rankedProbabilityScores(curves, came, horizon);
  const errors = (curves: NextPurchaseCurves) => restrictedErrors(medianDays(curves, horizon), came, horizon);
  const ways = (lossesOf: (curves: NextPurchaseCurves) => Float64Array): WayWithLosses[] => [
    { name: names.model, role: 'model', losses: lossesOf(model) },
    { name: names.anchor, role: 'anchor', losses: lossesOf(anchor) },
    { name: 'no purchase of anybody', role: 'simple', losses: lossesOf(nobody(model.rows)) },
  ];
  const scored = ways(scores);
  const judged = await judgeLosses(customers, scored[0]!.losses, scored[1]!.losses, by, random);
  const ranked = await lossesSideBySide(SCORE, scored, judged.beside, random.fork('ranked'));
  const distance = `mean absolute error, days up to ${horizon}`;
  const absolute = await lossesSideBySide(distance, ways(errors), null, random.fork('absolute'));
  const [likely, anchorLikely] = [censoredLogLikelihoods(model, came), censoredLogLikelihoods(anchor, came)];
  const areFinite = [...likely, ...anchorLikely].every(Number.isFinite);
  return {
    ...judged,
    names: { ...names, loss: SCORE, unit: 'days' },
    sideBySide: [ranked, absolute],
    measures: [
      measureOf(ranked),
      measureOf(absolute),
      ...(areFinite ? [meanMeasure('log-likelihood of what came', likely, anchorLikely, 'high')] : []),
    ],
    calibration: {
      quantity: `probability to buy within ${horizon} days`,
      groups: calibrationCurve(purchaseProbabilities(model, horizon), came.seen).map(
        ({ rows, predicted, observed }) => ({ customers: rows, predicted, actual: observed }),
      ),
    },
    remarks: [
      'the score is of the whole forecast: the squared distance between the probability of a purchase by a day and whether there was one, summed over the days. A mean absolute error is least for the median day, which is the end of the window where most customers do not buy in it',
      ...(areFinite
        ? []
        : ['something came that one of the two had excluded, so that there is no log-likelihood']),
    ],
  };
}
