/** A model whose actions differ less from customer to customer: its differences are drawn to their means. */
import type { Estimate } from '../../core/estimate';
import { expectLength } from '../../core/shape';
import type { Model } from '../model';
import { networkSpec } from './network/spec';

/** What customers that nothing was learned from say of learned differences between customers. */
export interface AdvantageCalibration {
  /** [actions] mean of the learned advantage where the action may be taken, in the units of the reward; they sum to 0 */
  readonly means: readonly number[];
  /** How much of the learned differences from these means came true; without a value where no two decisions differ. */
  readonly share: Estimate;
}

/**
 * The advantage of each action, its value less the mean over actions, becomes its mean advantage and a share of what sets
 * the observation apart: the mean over actions of an observation stays as it is. The last layer is linear, so that the same
 * network computes it.
 *
 * What came true is taken as a share: below 0 as 0, where the same action is the best everywhere; above 1, or unknown, as 1,
 * which leaves the model as it is.
 *
 * @throws ShapeError unless there is a mean for each action
 */
export function shrunkAdvantages(model: Model, { means, share: cameTrue }: AdvantageCalibration): Model {
  const share = Math.min(1, Math.max(0, cameTrue.value ?? 1));
  const { actions, features, hiddenLayers, head, scaling } = model;
  expectLength('means', means, actions.length);
  const spec = networkSpec({ features: features.length, hiddenLayers, head, actions: actions.length });
  // Of the streams of a head the last is that of the actions.
  const { kernel, bias, inputs, units } = spec.layers[spec.outputs.at(-1)!]!;
  const weights = model.weights.slice();
  const shrink = (first: number, added: (action: number) => number) => {
    const row = model.weights.subarray(first, first + units);
    const mean = row.reduce((sum, weight) => sum + weight, 0) / units;
    for (let action = 0; action < units; action += 1)
      weights[first + action] = mean + share * (row[action]! - mean) + added(action);
  };
  for (let input = 0; input < inputs; input += 1) shrink(kernel + input * units, () => 0);
  shrink(bias, (action) => (1 - share) * means[action]! * scaling.rewardScale);
  return { ...model, weights };
}
