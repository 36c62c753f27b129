/**
 * Segments beside those of an anchor, by what they foretell: each customer is predicted to spend the mean of their segment, as
 * it was in the window of the fit. Squared errors, for the mean is what makes them the least.
 */
import type { Random } from '../../core/random';
import { meanInterval } from '../../stats/intervals';
import type { CustomersAsOf } from '../asof/customers-as-of';
import { calibrationOf } from './calibration';
import { meanMeasure } from './judge-amounts';
import { judgeLosses } from './judge-losses';
import type { Judgement } from './judgement';

export interface GroupsToJudge {
  /** [rows] */
  readonly segments: Int32Array;
  /** [segments] */
  readonly names: readonly string[];
  /** [segments] what their customers are expected to spend */
  readonly model: readonly number[];
  /** [rows] */
  readonly anchorGroups: Int32Array;
  /** [groups of the anchor] */
  readonly anchor: readonly number[];
  /** [rows] what they spent */
  readonly actual: Float64Array;
}

const squares = (predicted: Float64Array, actual: Float64Array) =>
  predicted.map((value, row) => (value - actual[row]!) ** 2);

/** How far the shares of the variance go is shown by the mean of all, which knows no segments. */
export async function judgeGroups(
  customers: CustomersAsOf,
  { segments, names, model, anchorGroups, anchor, actual }: GroupsToJudge,
  random: Random,
): Promise<Judgement> {
  const predicted = Float64Array.from(segments, (segment) => model[segment]!);
  const byAnchor = Float64Array.from(anchorGroups, (group) => anchor[group]!);
  const [own, others] = [squares(predicted, actual), squares(byAnchor, actual)];
  const found = names.flatMap((name, segment) => {
    const amounts = actual.filter((_, row) => segments[row] === segment);
    if (amounts.length === 0) return [];
    const spent = meanInterval(amounts);
    return [
      `${name}: ${amounts.length} customers, expected to spend ${model[segment]!.toPrecision(3)} and spent ${spent.value!.toPrecision(3)} on average`,
    ];
  });
  return {
    ...(await judgeLosses(customers, own, others, random)),
    names: {
      model: 'segments',
      anchor: 'fifths by recency, frequency and money',
      loss: 'squared error of spend',
      unit: '',
    },
    measures: [meanMeasure('squared error of spend', own, others, 'low')],
    calibration: { quantity: 'spend', groups: calibrationOf(predicted, actual).groups },
    remarks: found,
  };
}
