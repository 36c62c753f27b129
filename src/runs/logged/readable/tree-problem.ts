/** What a tree is sought for, of a log: scores of what was done and of all else, and what may be asked and done. */
import type { SupportFilter } from '../../../agents/support-filter';
import { supportedActions } from '../../../agents/supported-actions';
import type { Random } from '../../../core/random';
import { foldsOf } from '../../../evaluate/off-policy/folds';
import { shapeOfHistories } from '../../../evaluate/off-policy/histories-of';
import { rewardModel } from '../../../evaluate/off-policy/reward-model';
import { loggedActions } from '../../../evaluate/off-policy/support';
import { cutColumns } from '../../../evaluate/policy-tree/cuts';
import { doublyRobustScores } from '../../../evaluate/policy-tree/scores';
import { customerShares, gainsOf, type TreeProblem } from '../../../evaluate/policy-tree/tree-problem';
import type { LearnedSettings } from '../learned/settings';
import type { Contacts } from '../loaded-log';
import { behaviourOf, loggedBehaviour } from '../off-policy/behaviour';
import { scaledFeatures, type RowsOfLog } from '../off-policy/log-to-judge';

/** Decisions of which it is known what came of them. */
export interface KnownDecisions extends RowsOfLog {
  /** [n] what came of each */
  readonly targets: Float64Array;
}

/** [n, actions] 1 where the log says that an action could not be taken, or never shows it */
function impossibleActions(
  isLogged: readonly boolean[],
  propensities: Float64Array | null,
  decisions: number,
): Uint8Array {
  const result = new Uint8Array(decisions * isLogged.length);
  for (let at = 0; at < result.length; at += 1)
    if (!isLogged[at % isLogged.length]! || propensities?.[at] === 0) result[at] = 1;
  return result;
}

/**
 * What each action would have brought at each decision, with everything that scores need fitted without the decision's own
 * customer; and what the depth of a tree is chosen by.
 *
 * @param support which actions may stand in a leaf, and where the log tells enough of them
 * @param charges [actions] what the model is charged for each; undefined where nothing is
 * @param random stream of the folds and fits
 */
export function treeProblem(
  contacts: Contacts,
  { rows, decisions, targets }: KnownDecisions,
  support: SupportFilter,
  charges: readonly number[] | undefined,
  settings: LearnedSettings,
  random: Random,
) {
  const { offPolicy } = settings;
  const shape = shapeOfHistories(contacts.log, contacts.decisions, decisions);
  const folds = foldsOf(shape.units, random.fork('folds'));
  const features = scaledFeatures(rows);
  const isLogged = loggedActions(shape);
  const logged = loggedBehaviour(contacts, decisions, shape);
  // A model of what the company does takes longer than the tree.
  const histories =
    logged ?? behaviourOf(contacts, { rows, decisions }, shape, features, folds, isLogged, random).histories;
  const expected = rewardModel({ histories, features, width: rows.features.length }, folds, targets);
  const allowed = rows.allowed ?? null;
  const floor = logged === null ? offPolicy.floor : 0;
  const scores = doublyRobustScores(histories, targets, expected, floor);
  const gains = gainsOf({
    ...{ actionCount: shape.actionCount, sampleWeights: shape.sampleWeights, allowed },
    scores: scores.map((score, at) => score - (charges?.[at % shape.actionCount] ?? 0)),
    supported: supportedActions(support, rows.observations, allowed),
    impossible: impossibleActions(isLogged, histories.actionPropensities, decisions.length),
    toleratedShare: offPolicy.rareShare,
  });
  const problem: TreeProblem = {
    ...{ ...gains, actionCount: shape.actionCount },
    columns: cutColumns(contacts.decisions.features, decisions),
    candidates: [...support.customers.keys()].filter(
      (action) => support.customers[action]! >= support.leastCustomers,
    ),
    customers: customerShares(shape.starts),
    leastCustomers: settings.support.leastCustomers,
  };
  return { problem, histories: shape, folds };
}
