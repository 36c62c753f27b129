/**
 * What chooses among models that learned from a log: the value of each on customers that nothing was learned from. By the
 * estimator that reports decide by, the doubly robust one, where weights speak for any policy that does not draw; along
 * histories so long that no customer was treated as it would, by a model of values alone.
 */
import { InputError } from '../../../core/errors';
import type { Estimate } from '../../../core/estimate';
import type { Random } from '../../../core/random';
import { rowCount, type LoggedRows } from '../../../dataset/logged-rows';
import { decisionChunks, probabilitiesOn } from '../../../evaluate/logged/chunks';
import {
  advantageCalibration,
  type AdvantageCalibration,
} from '../../../evaluate/off-policy/advantage-calibration';
import { applicable, estimators } from '../../../evaluate/off-policy/estimators';
import type { Estimator } from '../../../evaluate/off-policy/estimator';
import { FEWEST_UNITS, foldsOf } from '../../../evaluate/off-policy/folds';
import { weighed, type Histories, type JudgedPolicy } from '../../../evaluate/off-policy/histories';
import { withNoActionAssumed } from '../../../evaluate/off-policy/assumed-no-action';
import { outcomeModels } from '../../../evaluate/off-policy/outcome-models';
import { deciding, judgedBy } from '../../../evaluate/off-policy/policy-values';
import type { OffPolicySettings } from '../../../evaluate/off-policy/settings';
import { loggedActions, supportOf } from '../../../evaluate/off-policy/support';
import { constantPolicy } from '../../../policies/constant';
import type { Policy, QFunction } from '../../../policies/policy';
import { tInterval } from '../../../stats/statistic';
import type { Contacts } from '../loaded-log';
import { actingSide } from './acting-side';
import { behaviourOf } from './behaviour';
import { scaledFeatures, type RowsOfLog } from './log-to-judge';

export interface Validation {
  /** What the values are by. */
  readonly estimator: Pick<Estimator, 'name' | 'label'>;
  /** @returns in the units of the reward, per decision or per customer; null where nothing speaks for the policy */
  value(policy: Policy): Promise<Estimate>;
  /**
   * How far the differences between decisions that values tell came true, where the policy goes on. What follows is valued by
   * a model that the values have no part in: what they have wrong of later decisions would else come true by itself.
   *
   * @param policy of the same values
   * @returns null where nothing says what follows is worth
   */
  calibration(q: QFunction, policy: Policy): Promise<AdvantageCalibration | null>;
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

/** Σ of a row of probabilities times one of values. */
function expected(probabilities: Float64Array, values: Float64Array, row: number, width: number): number {
  let sum = 0;
  for (let at = row * width; at < (row + 1) * width; at += 1) sum += probabilities[at]! * values[at]!;
  return sum;
}

/**
 * What came of each decision beyond what was to be expected of it: its reward and the value of what followed, where the policy goes on,
 * less the value of what the log would do there; by the same model, so that what that has wrong of a customer cancels.
 *
 * @param behaviour [n, actions] chances in the log
 * @returns [n]; null where there is no such model
 */
function surprisesOf(
  { histories, probabilities, valueModel, rewardModel, rewards }: JudgedPolicy,
  behaviour: Float64Array,
): Float64Array | null {
  const model = valueModel ?? rewardModel;
  if (model === null) return null;
  const { actionCount, discounts } = histories;
  return Float64Array.from(rewards, (reward, i) => {
    const follows = valueModel !== null && discounts[i]! > 0;
    const ahead = follows ? discounts[i]! * expected(probabilities, valueModel, i + 1, actionCount) : 0;
    return reward + ahead - expected(behaviour, model, i, actionCount);
  });
}

/** [n, actions] values of all rows, a bounded number at a time. */
async function valuesOn(rows: LoggedRows, q: QFunction): Promise<Float32Array> {
  const width = rows.actions.length;
  const values = new Float32Array(rowCount(rows) * width);
  for (const { observations, rows: places } of decisionChunks(rows, {}))
    values.set(await q.qValues(observations), places[0]! * width);
  return values;
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
  const judgedOf = async (policy: Policy) => {
    const probabilities = await probabilitiesOn(rows, acting.policy(policy));
    return judgedBy({ histories, estimand, models }, probabilities)({ values: rows.rewards });
  };
  return {
    estimator: isWeighed ? decidingOf(estimators)! : named('fqe'),
    calibration: async (q, policy) => {
      const judged = await judgedOf(policy);
      const behaviour = histories.actionPropensities ?? clone;
      const surprises = surprisesOf(judged, behaviour);
      if (surprises === null) return null;
      const { terminated } = contacts.decisions;
      // Of a customer who goes on where the log ends nobody knows what follows.
      const isKnown = (i: number) =>
        estimand === 'decision' || histories.discounts[i]! > 0 || terminated[acting.decisions[i]!] === 1;
      const weights = histories.sampleWeights.map((weight, i) => (isKnown(i) ? weight : 0));
      const qValues = await valuesOn(rows, q);
      return advantageCalibration({ histories, behaviour, qValues, surprises, weights }, settings.level);
    },
    value: async (policy) => {
      const judged = await judgedOf(policy);
      const there = applicable(judged, estimand);
      const estimator = isWeighed ? decidingOf(there) : there.find(({ name }) => name === 'fqe');
      return estimator === undefined
        ? { value: null, low: null, high: null, level: settings.level }
        : tInterval(estimator.estimate(judged), settings.level);
    },
  };
}
