/**
 * What chooses among models that learned from a log: the doubly robust value of each on customers that nothing was
 * learned from, by the estimator that reports decide by.
 */
import type { Estimate } from '../../../core/estimate';
import type { Random } from '../../../core/random';
import { reordered } from '../../../dataset/contacts/row-order';
import { probabilitiesOn } from '../../../evaluate/logged/chunks';
import { applicable } from '../../../evaluate/off-policy/estimators';
import { foldsOf } from '../../../evaluate/off-policy/folds';
import { estimandOf, shapeOfHistories } from '../../../evaluate/off-policy/histories-of';
import { outcomeModels } from '../../../evaluate/off-policy/outcome-models';
import { deciding, judgedBy } from '../../../evaluate/off-policy/policy-values';
import { loggedActions } from '../../../evaluate/off-policy/support';
import type { Policy } from '../../../policies/policy';
import { tInterval } from '../../../stats/statistic';
import type { Contacts } from '../loaded-log';
import { behaviourOf } from './behaviour';
import { scaledFeatures, type RowsOfLog } from './log-to-judge';

/** @returns in the units of the reward, per decision or per customer; a value that is not a number where nothing speaks for it */
export type Validation = (policy: Policy) => Promise<Estimate>;

/**
 * All that does not hang on the policy is done once: how likely actions were, and models of what they bring.
 *
 * @param side decisions of customers that nothing is learned from
 * @param level of the intervals
 */
export function validationOn(contacts: Contacts, side: RowsOfLog, level: number, random: Random): Validation {
  const { log, decisions, schema } = contacts;
  const { rows } = side;
  const shape = shapeOfHistories(log, decisions, side.decisions);
  const features = scaledFeatures(rows);
  const folds = foldsOf(shape.units, random.fork('folds'));
  const { histories } = behaviourOf(contacts, side, shape, features, folds, loggedActions(shape), random);
  const estimand = estimandOf(schema, shape);
  const models = outcomeModels({ histories, features, width: rows.features.length, folds, random });
  const rewards = reordered(decisions.rewards, side.decisions);
  return async (policy) => {
    const probabilities = await probabilitiesOn(rows, policy);
    const judged = judgedBy({ histories, estimand, models }, probabilities)({ values: rewards });
    return tInterval(deciding(estimand, applicable(judged, estimand)).estimate(judged), level);
  };
}
