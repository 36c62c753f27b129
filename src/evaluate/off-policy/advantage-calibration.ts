/**
 * How far learned differences between decisions come true on customers that nothing was learned from. What was done was chosen
 * with chances that are known, or estimated, so that what came of it, less what is expected whatever is done, tells of the
 * actions: it is regressed on each action and on what the learned advantages set a decision apart by. The coefficient of the
 * latter, the calibration slope, is 1 where differences are as large as was learned, 0 where they are noise.
 *
 * All of it is of one decision, after which the log goes on as it did, for that is what the log tells without a further model.
 * Advantages of a policy that rightly counts on its own later decisions may have another slope.
 *
 * @see Chernozhukov, Demirer, Duflo & Fernández-Val (2018), best linear predictor, https://arxiv.org/abs/1712.04802; without
 *   their weights, as `test_calibration` of the R package grf has it, where the slope is the differential prediction
 */
import type { AdvantageCalibration, UnknownCalibration } from '../../agents/dqn/shrunk-advantages';
import { expectLength } from '../../core/shape';
import { factored, solve } from '../../stats/cholesky';
import { standardError, tInterval } from '../../stats/statistic';
import type { Histories } from './histories';

export type { AdvantageCalibration, UnknownCalibration };

export interface LearnedAdvantages {
  readonly histories: Pick<Histories, 'units' | 'starts' | 'actions' | 'actionCount'>;
  /** [n, actions] chance of each action in the log; 0 where it could not be taken */
  readonly behaviour: Float64Array;
  /** [n, actions] learned value, in the units of the reward */
  readonly qValues: ArrayLike<number>;
  /**
   * [n] what came of a decision beyond a guess that does not know what was done: its reward, and what followed is worth by a model that the
   * values have no part in, less the value of the decision by the same. A better guess leaves less noise.
   */
  readonly surprises: Float64Array;
  /** [n] how much each decision counts; 0 where what came of it is not known */
  readonly weights: Float64Array;
}

/** A share of each diagonal that keeps equations solvable where an action tells nothing, such as one that was certain. */
const LEAST_RIDGE = 1e-9;

/** What sets decisions apart has a mean square of 1 by itself; below this beside the actions it is theirs alone, or rounding. */
const LEAST_APART = 1e-6;

/** Values of single precision that differ by less than this share of the largest do not differ. */
const ROUNDING = 1e-5;

/** [n] the weights of decisions whose action could be taken, of which alone anything is learned. */
function countedWeights({ weights, behaviour, histories: { actions, actionCount } }: LearnedAdvantages) {
  return weights.map((weight, i) => (behaviour[i * actionCount + actions[i]!]! > 0 ? weight : 0));
}

/** The actions that could be taken at a decision, by their place in [n, actions]. */
function openAt(behaviour: Float64Array, i: number, actionCount: number): number[] {
  const open: number[] = [];
  for (let at = i * actionCount; at < (i + 1) * actionCount; at += 1) if (behaviour[at]! > 0) open.push(at);
  return open;
}

/** The lower half of a symmetric matrix with each diagonal a little larger, factored. */
function factoredSafely(matrix: Float64Array, size: number): Float64Array {
  for (let j = 0; j < size; j += 1) {
    const own = matrix[j * size + j]!;
    matrix[j * size + j] = own > 0 ? own * (1 + LEAST_RIDGE) : 1;
  }
  return factored(matrix, size);
}

/**
 * The mean advantage of each action by least squares: values are those of a decision and of an action, Q ≈ v + m. Only what could
 * be taken counts, and is compared within its decision, so that an action open at good decisions alone looks no better.
 *
 * @returns [actions] they sum to 0
 */
function meansOf(
  { qValues, behaviour, histories: { actionCount } }: LearnedAdvantages,
  weights: Float64Array,
) {
  const size = actionCount;
  // Means are settled up to a constant, which the ones settle.
  const matrix = new Float64Array(size * size).fill(1);
  const vector = new Float64Array(size);
  weights.forEach((weight, i) => {
    if (weight === 0) return;
    const open = openAt(behaviour, i, size);
    const middle = open.reduce((sum, at) => sum + qValues[at]!, 0) / open.length;
    for (const one of open) {
      vector[one % size]! += weight * (qValues[one]! - middle);
      for (const other of open)
        matrix[(one % size) * size + (other % size)]! += weight * ((one === other ? 1 : 0) - 1 / open.length);
    }
  });
  const isOpen = Array.from({ length: size }, (_, action) => matrix[action * size + action]! > 1);
  const solved = Array.from(solve(factoredSafely(matrix, size), size, vector));
  // What could never be taken here must not become the best where it may be taken.
  const least = Math.min(...solved.filter((_, action) => isOpen[action]));
  const means = solved.map((mean, action) => (isOpen[action] || !Number.isFinite(least) ? mean : least));
  const middle = means.reduce((sum, mean) => sum + mean, 0) / size;
  return means.map((mean) => mean - middle);
}

/** [n, actions] what sets each decision apart: its values less the means, and less what is left of all that could be taken. */
function apartOf(
  { qValues, behaviour, histories: { actionCount } }: LearnedAdvantages,
  means: readonly number[],
  weights: Float64Array,
) {
  const apart = new Float64Array(behaviour.length);
  let [squares, count, largest] = [0, 0, 0];
  weights.forEach((weight, i) => {
    if (weight === 0) return;
    const open = openAt(behaviour, i, actionCount);
    const middle = open.reduce((sum, at) => sum + qValues[at]! - means[at % actionCount]!, 0) / open.length;
    for (const at of open) {
      apart[at] = qValues[at]! - means[at % actionCount]! - middle;
      squares += weight * apart[at] ** 2;
      count += weight;
      largest = Math.max(largest, Math.abs(qValues[at]!));
    }
  });
  return { apart, spread: Math.sqrt(squares / count), largest };
}

/**
 * The regressors of decisions: for each action but the first whether it was taken, less its chance; last, what sets the decision
 * apart at the action taken, less what was to be expected of that, in units of its spread. Where chances are right the mean of
 * each is 0 whatever the customer, so that a wrong guess of the value of a state adds noise and no bias.
 *
 * @returns one array, written anew for each decision
 */
function regressorsOf(
  { behaviour, histories: { actions, actionCount } }: LearnedAdvantages,
  apart: Float64Array,
  spread: number,
) {
  const x = new Float64Array(actionCount);
  return (i: number): Float64Array => {
    let sum = 0;
    for (let action = 0; action < actionCount; action += 1) {
      const at = i * actionCount + action;
      const beyond = (actions[i] === action ? 1 : 0) - behaviour[at]!;
      if (action > 0) x[action - 1] = beyond;
      sum += (beyond * apart[at]!) / spread;
    }
    x[actionCount - 1] = sum;
    return x;
  };
}

const product = (one: Float64Array, other: Float64Array) =>
  one.reduce((sum, value, j) => sum + value * other[j]!, 0);

/** The last coefficient of a weighted regression, with the influence of each unit; null where nothing tells it. */
function lastCoefficient(
  regressors: (i: number) => Float64Array,
  outcomes: Float64Array,
  weights: Float64Array,
  { units, starts, actionCount: size }: LearnedAdvantages['histories'],
) {
  const matrix = new Float64Array(size * size);
  const vector = new Float64Array(size);
  let total = 0;
  weights.forEach((weight, i) => {
    if (weight === 0) return;
    const x = regressors(i);
    total += weight;
    for (let j = 0; j < size; j += 1) {
      vector[j]! += weight * x[j]! * outcomes[i]!;
      for (let k = 0; k <= j; k += 1) matrix[j * size + k]! += weight * x[j]! * x[k]!;
    }
  });
  const influence = new Float64Array(units);
  const alone = matrix.at(-1)! / total;
  const lower = factoredSafely(matrix, size);
  if (!(alone > LEAST_APART && lower.at(-1)! ** 2 > LEAST_APART * total)) return null;
  const coefficients = solve(lower, size, vector);
  const pulls = solve(lower, size, new Float64Array(size).fill(1, size - 1));
  for (let unit = 0; unit < units; unit += 1)
    for (let i = starts[unit]!; i < starts[unit + 1]!; i += 1) {
      if (weights[i] === 0) continue;
      const x = regressors(i);
      const left = outcomes[i]! - product(coefficients, x);
      influence[unit]! += units * weights[i]! * product(pulls, x) * left;
    }
  return { units, value: coefficients.at(-1)!, influence };
}

/**
 * So much of a slope as is more than its own error, in [0, 1]: of one within its error nothing is left, of a sure one all. Whatever is
 * above 1 counts as 1 first, so that values which hardly differ, whose slope is large by chance, are kept no more for it.
 *
 * @see Breiman (1995), the nonnegative garrote, https://doi.org/10.1080/00401706.1995.10484371, whose penalty is here the square of
 *   the error
 */
function keptShare(slope: number, error: number): number {
  if (!(slope > 0)) return 0;
  return Math.min(1, slope) * Math.max(0, 1 - (error / slope) ** 2);
}

/**
 * The interval is by customers.
 *
 * @param level coverage of the interval, in (0, 1)
 * @returns why, where nothing was left to chance that could tell
 * @throws ShapeError unless all are of the same decisions
 */
export function advantageCalibration(
  learned: LearnedAdvantages,
  level: number,
): AdvantageCalibration | UnknownCalibration {
  const { histories, qValues, surprises, behaviour } = learned;
  const { actions, actionCount } = histories;
  expectLength('surprises', surprises, actions.length);
  expectLength('weights', learned.weights, actions.length);
  expectLength('behaviour', behaviour, actions.length * actionCount);
  expectLength('qValues', qValues, actions.length * actionCount);
  const weights = countedWeights(learned);
  const isOpen = (i: number) => openAt(behaviour, i, actionCount).length > 1;
  if (!weights.some((weight, i) => weight > 0 && isOpen(i)))
    return { unknown: 'nothing was left to chance at any decision of the validation side' };
  const means = meansOf(learned, weights);
  const { apart, spread, largest } = apartOf(learned, means, weights);
  if (!(spread > ROUNDING * largest)) {
    const nothing = { units: histories.units, value: NaN, influence: new Float64Array(histories.units) };
    return { means, slope: tInterval(nothing, level), kept: 1 };
  }
  const regressors = regressorsOf(learned, apart, spread);
  const found = lastCoefficient(regressors, surprises, weights, histories);
  if (found === null) return { unknown: 'nothing was left to chance where the model tells decisions apart' };
  const slope = {
    units: found.units,
    value: found.value / spread,
    influence: found.influence.map((one) => one / spread),
  };
  return { means, slope: tInterval(slope, level), kept: keptShare(slope.value, standardError(slope)) };
}
