/** Probabilities beside those of an anchor, by what came. */
import type { Random } from '../../core/random';
import type { CustomersAsOf } from '../asof/customers-as-of';
import { aucDifference, aucEstimate } from './auc';
import { brierDifference, brierEstimate } from './brier';
import { calibrationCurve } from './calibration-curve';
import { judgeLosses } from './judge-losses';
import type { Judgement } from './judgement';

export interface Labelled {
  /** [rows] probabilities */
  readonly model: Float64Array;
  readonly anchor: Float64Array;
  /** [rows] 0 or 1 */
  readonly target: Float64Array;
}

const squares = (probabilities: Float64Array, target: Float64Array) =>
  probabilities.map((probability, row) => (probability - target[row]!) ** 2);

/** @param quantity that the probability is of @param names of the model and its anchor */
export async function judgeLabels(
  customers: CustomersAsOf,
  { model, anchor, target }: Labelled,
  quantity: string,
  names: { readonly model: string; readonly anchor: string },
  random: Random,
): Promise<Judgement> {
  const positive = target.reduce((sum, label) => sum + label, 0);
  return {
    ...(await judgeLosses(customers, squares(model, target), squares(anchor, target), random)),
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
        difference: brierDifference(model, anchor, target),
      },
    ],
    calibration: {
      quantity,
      groups: calibrationCurve(model, target).map(({ rows, predicted, observed }) => ({
        ...{ customers: rows, predicted, actual: observed },
      })),
    },
    remarks:
      positive === 0 || positive === target.length
        ? [`all ${target.length} customers came to the same, so that nothing tells the model from its anchor`]
        : [],
  };
}
