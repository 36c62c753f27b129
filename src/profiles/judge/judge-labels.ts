/** Probabilities beside those of an anchor, by what came. */
import { negativeEstimate } from '../../core/estimate';
import type { Random } from '../../core/random';
import type { CustomersAsOf } from '../asof/customers-as-of';
import { count } from '../words';
import { aucDifference, aucEstimate } from './auc';
import { brierEstimate } from './brier';
import { calibrationCurve } from './calibration-curve';
import { squaredErrors } from './errors';
import { judgeLosses } from './judge-losses';
import type { Judgement } from './judgement';

export interface Labelled {
  /** [rows] probabilities */
  readonly model: Float64Array;
  readonly anchor: Float64Array;
  /** [rows] 0 or 1 */
  readonly target: Float64Array;
}

/** @param quantity that the probability is of @param names of the model and its anchor @param by as `judgeLosses` */
export async function judgeLabels(
  customers: CustomersAsOf,
  { model, anchor, target }: Labelled,
  quantity: string,
  names: { readonly model: string; readonly anchor: string },
  by: readonly string[],
  random: Random,
): Promise<Judgement> {
  const [own, others] = [squaredErrors(model, target), squaredErrors(anchor, target)];
  const judged = await judgeLosses(customers, own, others, by, random);
  const positive = target.reduce((sum, label) => sum + label, 0);
  return {
    ...judged,
    sideBySide: [],
    names: { ...names, loss: 'Brier score', unit: '' },
    measures: [
      {
        ...{ name: 'area under the ROC curve', better: 'high' as const },
        ...{ model: aucEstimate(model, target), anchor: aucEstimate(anchor, target) },
        difference: aucDifference(model, anchor, target),
      },
      {
        ...{ name: 'Brier score', better: 'low' as const },
        ...{ model: brierEstimate(model, target), anchor: brierEstimate(anchor, target) },
        difference: negativeEstimate(judged.beside.gain),
      },
    ],
    calibration: {
      quantity,
      groups: calibrationCurve(model, target).map(({ rows, predicted, observed }) => ({
        ...{ customers: rows, predicted, actual: observed },
      })),
    },
    remarks: [
      'the Brier score decides, the mean squared distance of the probability from what came: the true probabilities make it least. The area under the ROC curve tells of the order alone',
      ...(positive === 0 || positive === target.length
        ? [
            `all ${count(target.length)} customers came to the same, so that nothing tells the model from its anchor`,
          ]
        : []),
    ],
  };
}
