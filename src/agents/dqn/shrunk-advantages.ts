/** A model whose actions differ less from customer to customer: its differences are drawn to their means. */
import type { Estimate } from '../../core/estimate';
import { expectLength } from '../../core/shape';
import type { Model } from '../model';
import { headOf } from './network/heads';
import { networkSpec } from './network/spec';

/** What customers that nothing was learned from say of learned differences between decisions. */
export interface AdvantageCalibration {
  /** [actions] mean of the learned advantage where the action could be taken, in the units of the reward; they sum to 0 */
  readonly means: readonly number[];
  /**
   * Calibration slope: 1 where what sets decisions apart from these means is as large as was learned, 0 where it is noise; without a value
   * where no two decisions differ.
   */
  readonly slope: Estimate;
  /** In [0, 1], how much of what sets decisions apart is kept: the slope, less what may be chance. */
  readonly kept: number;
}

/** Nothing can be known of learned differences between decisions. */
export interface UnknownCalibration {
  /** Why, to follow "not identified: ". */
  readonly unknown: string;
}

/**
 * The advantage of each action, its value less the mean over actions, becomes its mean advantage and as much as is kept of what
 * sets the observation apart: the mean over actions of an observation stays as it is. The last layer is linear, so that the
 * same network computes it. Where nothing is kept, the best of the actions that may be taken hangs on no observation.
 *
 * @throws ShapeError unless there is a mean for each action
 */
export function shrunkAdvantages(model: Model, { means, kept }: AdvantageCalibration): Model {
  const { actions, features, hiddenLayers, head, scaling } = model;
  expectLength('means', means, actions.length);
  if (kept === 1) return model;
  const spec = networkSpec({ features: features.length, hiddenLayers, head, actions: actions.length });
  const last = headOf(head)
    .streams(actions.length)
    .findIndex(({ perAction }) => perAction);
  const { kernel, bias, inputs, units } = spec.layers[spec.outputs[last]!]!;
  const weights = model.weights.slice();
  const shrink = (first: number, added: (action: number) => number) => {
    const row = model.weights.subarray(first, first + units);
    const mean = row.reduce((sum, weight) => sum + weight, 0) / units;
    for (let action = 0; action < units; action += 1)
      weights[first + action] = mean + kept * (row[action]! - mean) + added(action);
  };
  for (let input = 0; input < inputs; input += 1) shrink(kernel + input * units, () => 0);
  shrink(bias, (action) => (1 - kept) * means[action]! * scaling.rewardScale);
  return { ...model, weights };
}
