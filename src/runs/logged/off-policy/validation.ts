/**
 * What chooses among models that learned from a log: the value of each on customers that nothing was learned from. By the
 * estimator that reports decide by, the doubly robust one, where weights speak for any policy that does not draw; along
 * histories so long that no customer was treated as it would, by a model of values alone.
 */
import { InputError } from '../../../core/errors';
import type { Estimate } from '../../../core/estimate';
import { once } from '../../../core/once';
import type { Random } from '../../../core/random';
import { rowCount, type LoggedRows } from '../../../dataset/logged-rows';
import { probabilitiesOn, valuesOn } from '../../../evaluate/logged/chunks';
import {
  advantageCalibration,
  type AdvantageCalibration,
  type UnknownCalibration,
} from '../../../evaluate/off-policy/advantage-calibration';
import { applicable, estimators } from '../../../evaluate/off-policy/estimators';
import type { Estimator } from '../../../evaluate/off-policy/estimator';
import { FEWEST_UNITS, foldsOf, type Folds } from '../../../evaluate/off-policy/folds';
import { weighed, type Histories } from '../../../evaluate/off-policy/histories';
import { withNoActionAssumed } from '../../../evaluate/off-policy/assumed-no-action';
import { outcomeModels } from '../../../evaluate/off-policy/outcome-models';
import { deciding, judgedBy } from '../../../evaluate/off-policy/policy-values';
import type { OffPolicySettings } from '../../../evaluate/off-policy/settings';
import { stateValues, surprisesOf } from '../../../evaluate/off-policy/state-values';
import { loggedActions, supportOf } from '../../../evaluate/off-policy/support';
import { constantPolicy } from '../../../policies/constant';
import type { Policy, QFunction } from '../../../policies/policy';
import { tInterval } from '../../../stats/statistic';
import type { Contacts } from '../loaded-log';
import { actingSide, type ActingSide } from './acting-side';
import { behaviourOf } from './behaviour';
import { scaledFeatures, type RowsOfLog } from './log-to-judge';

export interface Validation {
  /** What the values are by. */
  readonly estimator: Pick<Estimator, 'name' | 'label'>;
  /** @returns in the units of the reward, per decision or per customer; null where nothing speaks for the policy */
  value(policy: Policy): Promise<Estimate>;
  /**
   * How far the differences between decisions that values tell came true. What follows a decision is valued as the log goes on, by a
   * model that the values have no part in: what they have wrong of later decisions would else come true by itself. The
   * interval leaves out how wrong that model is: in small made logs one of 95 % holds the truth 87 times of 100.
   */
  calibration(q: QFunction): Promise<AdvantageCalibration | UnknownCalibration>;
}

export interface ValidationSettings {
  readonly offPolicy: OffPolicySettings;
  /** What No Action is assumed to be worth, where the log never shows it. */
  readonly noActionReward?: number | undefined;
}

const named = (name: string) => estimators.find((one) => one.name === name)!;

/** Whether along histories some policy that always does the same is spoken for by enough customers. */
async function isSpokenFor(
  histories: Histories,
  rows: LoggedRows,
  { floor, warnEffective }: OffPolicySettings,
): Promise<boolean> {
  const isLogged = loggedActions(histories);
  for (const action of rows.actions.keys()) {
    const probabilities = await probabilitiesOn(rows, constantPolicy(rows.actions, action));
    const judged = weighed(histories, probabilities, rows.rewards);
    if (supportOf(judged, 'history', isLogged, floor).effectiveSampleSize >= warnEffective) return true;
  }
  return false;
}

/**
 * What came of each decision beyond a guess that does not know what was done.
 *
 * @returns [n] how much each counts, and [n] that; null where no guess can be made
 */
function surprisesOn(
  { decisions: { terminated } }: Contacts,
  { rows, decisions, estimand }: ActingSide,
  histories: Histories,
  features: Float32Array,
  folds: Folds,
) {
  const isHistory = estimand === 'history';
  const discounts = isHistory ? histories.discounts : new Float64Array(rowCount(rows));
  // Of a customer who goes on where the log ends nobody knows what follows.
  const isKnown = (i: number) => !isHistory || discounts[i]! > 0 || terminated[decisions[i]!] === 1;
  const weights = histories.sampleWeights.map((weight, i) => (isKnown(i) ? weight : 0));
  const problem = {
    ...{ histories: { ...histories, discounts }, features, width: rows.features.length },
    ...{ rewards: rows.rewards, weights, folds },
  };
  const values = stateValues(problem);
  return { weights, surprises: values && surprisesOf(problem, values) };
}

/**
 * All that does not hang on the policy is done once: how likely actions were, models of what they bring, and which estimator
 * can tell policies apart.
 *
 * @param side decisions of customers that nothing is learned from
 */
export async function validationOn(
  contacts: Contacts,
  side: RowsOfLog,
  { offPolicy: settings, noActionReward }: ValidationSettings,
  random: Random,
): Promise<Validation> {
  const acting = actingSide(contacts, side);
  const { rows, shape, estimand } = acting;
  if (shape.units < FEWEST_UNITS)
    throw new InputError(
      `split: expected at least ${FEWEST_UNITS} customers to choose among models by, got ${shape.units}; --set split.validationShare=0.3 holds more apart`,
    );
  const features = scaledFeatures(rows);
  const folds = foldsOf(shape.units, random.fork('folds'));
  const { histories, clone } = behaviourOf(
    contacts,
    acting,
    shape,
    features,
    folds,
    loggedActions(shape),
    random,
  );
  const fitted = outcomeModels({ histories, features, width: rows.features.length, folds, random });
  const models =
    noActionReward === undefined ? fitted : withNoActionAssumed(fitted, histories, noActionReward);
  // After No Action that was never logged nobody's weight is left, and what is divided by the weights is of the others alone.
  const isLeftAlone = noActionReward !== undefined && estimand === 'history';
  const decidingOf = (all: readonly Estimator[]) =>
    isLeftAlone ? all.find(({ name }) => name === 'sequentialDr') : deciding(estimand, all);
  const isWeighed = estimand === 'decision' || (await isSpokenFor(histories, rows, settings));
  const told = once(() => surprisesOn(contacts, acting, histories, features, folds));
  return {
    estimator: isWeighed ? decidingOf(estimators)! : named('fqe'),
    calibration: async (q) => {
      const { weights, surprises } = told();
      if (surprises === null)
        return { unknown: 'no model of the validation side tells what follows is worth' };
      const behaviour = histories.actionPropensities ?? clone;
      const learned = { histories, behaviour, qValues: await valuesOn(rows, q), weights, surprises };
      return advantageCalibration(learned, settings.level);
    },
    value: async (policy) => {
      const judged = judgedBy(
        { histories, estimand, models },
        await probabilitiesOn(rows, acting.policy(policy)),
      )({
        values: rows.rewards,
      });
      const there = applicable(judged, estimand);
      const estimator = isWeighed ? decidingOf(there) : there.find(({ name }) => name === 'fqe');
      return estimator === undefined
        ? { value: null, low: null, high: null, level: settings.level }
        : tInterval(estimator.estimate(judged), settings.level);
    },
  };
}
