/** The expected outcome of every action, q(s, a) = E[r | s, a], fitted without the decision's own customer. */
import { expectLength } from '../../core/shape';
import { actionRegressions, writePredictions, type RegressionProblem } from './action-regressions';
import { decisionsInside, decisionsOf, unitsOutside, type Folds } from './folds';

/**
 * Least squares per action, each decision as much as it stands for; linear in the features, and drawn towards means where an
 * action has few decisions (`actionRegressions`). Where it is wrong a direct estimate is biased (A5), a doubly robust one
 * is not. Nothing here is known of the policy that is judged, nor of propensities.
 *
 * @param outcomes [n] rewards, or any other column, such as costs or clicks
 * @returns [n, actions]
 * @throws ShapeError if features or outcomes do not belong to the decisions
 * @see Dudík, Langford & Li (2011), Doubly robust policy evaluation and learning, https://arxiv.org/abs/1103.4601
 */
export function rewardModel(problem: RegressionProblem, folds: Folds, outcomes: Float64Array): Float64Array {
  const { histories, features, width } = problem;
  const { actions, actionCount } = histories;
  expectLength('features', features, actions.length * width);
  expectLength('outcomes', outcomes, actions.length);
  const expected = new Float64Array(actions.length * actionCount);
  for (let fold = 0; fold < folds.count; fold += 1) {
    const regressions = actionRegressions(problem, decisionsOf(histories, unitsOutside(folds, fold)));
    writePredictions(problem, regressions.fit(outcomes), decisionsInside(histories, folds, fold), expected);
  }
  return expected;
}
