/**
 * What every action would have brought at every decision: doubly robust scores,
 *   Γ(i, a) = q(s_i, a) + 1[a_i = a] / b(a_i | s_i) · (y_i − q(s_i, a)).
 *
 * Their mean over decisions, each with the action that a policy takes, is the doubly robust value of that policy: a tree
 * that makes the sum largest is the best by it. Right on average if b is or q is; q and b are fitted without the
 * decision's own customer, so that no score was made to fit what it is corrected by.
 *
 * @see Athey & Wager (2021), Policy learning with observational data, https://arxiv.org/abs/1702.02896
 * @see Zhou, Athey & Wager (2023), Offline multi-action policy learning, https://arxiv.org/abs/1810.04778
 */
import { expectLength } from '../../core/shape';
import type { Histories } from '../off-policy/histories';

/**
 * @param targets [n] y, what came of each decision
 * @param model [n, actions] q, of the same
 * @param floor least probability that is believed: of an estimated one below nobody knows whether it was any; 0 of logged
 *   ones
 * @returns [n, actions]
 * @throws ShapeError if an array does not belong to the decisions
 */
export function doublyRobustScores(
  { actions, actionCount, propensities }: Pick<Histories, 'actions' | 'actionCount' | 'propensities'>,
  targets: Float64Array,
  model: Float64Array,
  floor: number,
): Float64Array {
  expectLength('targets', targets, actions.length);
  expectLength('model', model, actions.length * actionCount);
  const scores = model.slice();
  for (let i = 0; i < actions.length; i += 1) {
    const at = i * actionCount + actions[i]!;
    scores[at]! += (targets[i]! - model[at]!) / Math.max(floor, propensities[i]!);
  }
  return scores;
}
