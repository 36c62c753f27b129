/**
 * How far learned differences between customers come true on customers that nothing was learned from. What was done to them
 * was chosen with known chances, so that what came of it, less what is expected whatever is done, tells of the actions: it is
 * regressed on each action's mean advantage and on what the learned advantages set a decision apart by. The coefficient of the
 * latter is 1 where differences are as large as was learned, 0 where they are noise.
 *
 * @see Chernozhukov, Demirer, Duflo & Fernández-Val (2018), the best linear predictor of effects, equation 3.1,
 *   https://arxiv.org/abs/1712.04802; `test_calibration` of the R package grf calls it the differential prediction
 */
import type { AdvantageCalibration } from '../../agents/dqn/shrunk-advantages';
import { expectLength } from '../../core/shape';
import { factored, solve } from '../../stats/cholesky';
import { tInterval } from '../../stats/statistic';
import type { Histories } from './histories';

export type { AdvantageCalibration };

export interface LearnedAdvantages {
  readonly histories: Pick<Histories, 'units' | 'starts' | 'actions' | 'actionCount'>;
  /** [n, actions] chance of each action in the log; 0 where it could not be taken */
  readonly behaviour: Float64Array;
  /** [n, actions] learned value, in the units of the reward */
  readonly qValues: ArrayLike<number>;
  /** [n] what came of a decision: its reward, and what followed is worth; in the units of the reward */
  readonly targets: Float64Array;
  /** [n] how much each decision counts; 0 where its target is not known */
  readonly weights: Float64Array;
}

/** [n, actions] values less the mean of their decision. */
function centred(qValues: ArrayLike<number>, actionCount: number): Float64Array {
  const out = Float64Array.from(qValues);
  for (let first = 0; first < out.length; first += actionCount) {
    const own = out.subarray(first, first + actionCount);
    const mean = own.reduce((sum, value) => sum + value, 0) / actionCount;
    for (let action = 0; action < actionCount; action += 1) own[action]! -= mean;
  }
  return out;
}

function meansOf(
  advantages: Float64Array,
  { behaviour, weights, histories: { actionCount } }: LearnedAdvantages,
): number[] {
  const sums = new Float64Array(actionCount);
  const counts = new Float64Array(actionCount);
  for (let at = 0; at < advantages.length; at += 1) {
    if (!(behaviour[at]! > 0)) continue;
    const weight = weights[Math.floor(at / actionCount)]!;
    sums[at % actionCount]! += weight * advantages[at]!;
    counts[at % actionCount]! += weight;
  }
  const means = Array.from(sums, (sum, action) => (counts[action]! > 0 ? sum / counts[action]! : 0));
  const middle = means.reduce((sum, mean) => sum + mean, 0) / actionCount;
  return means.map((mean) => mean - middle);
}

/**
 * The regressors of a decision: for each action but the first whether it was taken, less its chance; last, what sets the
 * decision apart at the action taken, less what was to be expected of that. The mean of each is 0 whatever the customer, so
 * that a wrong guess of the value of a state adds noise and no bias.
 */
function writeRegressors(
  out: Float64Array,
  i: number,
  advantages: Float64Array,
  means: readonly number[],
  { behaviour, histories: { actions, actionCount } }: LearnedAdvantages,
): void {
  const first = i * actionCount;
  let apart = 0;
  for (let action = 0; action < actionCount; action += 1) {
    const surprise = (actions[i] === action ? 1 : 0) - behaviour[first + action]!;
    if (action > 0) out[action - 1] = surprise;
    apart += surprise * (advantages[first + action]! - means[action]!);
  }
  out[actionCount - 1] = apart;
}

/** What came of each decision beyond the learned value of what the log does there. */
function surprises({ targets, qValues, behaviour, histories: { actionCount } }: LearnedAdvantages) {
  return targets.map((target, i) => {
    let expected = 0;
    for (let at = i * actionCount; at < (i + 1) * actionCount; at += 1)
      expected += behaviour[at]! * qValues[at]!;
    return target - expected;
  });
}

/** A share of the diagonal that keeps an action of which every decision is sure from making the equations singular. */
const LEAST_RIDGE = 1e-9;

/** Below it, as a share of what the learned advantages vary, nothing sets decisions apart. */
const LEAST_APART = 1e-6;

/** Σ w x xᵀ and Σ w x y over all decisions. */
function sumsOf(
  rows: (i: number) => Float64Array,
  outcomes: Float64Array,
  weights: Float64Array,
  size: number,
) {
  const matrix = new Float64Array(size * size);
  const vector = new Float64Array(size);
  for (let i = 0; i < outcomes.length; i += 1) {
    const weight = weights[i]!;
    if (weight === 0) continue;
    const x = rows(i);
    for (let j = 0; j < size; j += 1) {
      vector[j]! += weight * x[j]! * outcomes[i]!;
      for (let k = 0; k <= j; k += 1) matrix[j * size + k]! += weight * x[j]! * x[k]!;
    }
  }
  const trace = Array.from({ length: size }, (_, j) => matrix[j * size + j]!).reduce((a, b) => a + b, 0);
  for (let j = 0; j < size; j += 1) matrix[j * size + j]! += LEAST_RIDGE * trace;
  return { matrix, vector, trace };
}

/**
 * The interval is by customers.
 *
 * @param level coverage of the interval, in (0, 1)
 * @throws ShapeError unless all are of the same decisions
 */
export function advantageCalibration(learned: LearnedAdvantages, level: number): AdvantageCalibration {
  const { histories, qValues, targets, weights, behaviour } = learned;
  const { actions, actionCount: size, units, starts } = histories;
  expectLength('targets', targets, actions.length);
  expectLength('weights', weights, actions.length);
  expectLength('behaviour', behaviour, actions.length * size);
  expectLength('qValues', qValues, actions.length * size);
  const advantages = centred(qValues, size);
  const means = meansOf(advantages, learned);
  const outcomes = surprises(learned);
  const x = new Float64Array(size);
  const rows = (i: number) => {
    writeRegressors(x, i, advantages, means, learned);
    return x;
  };
  const { matrix, vector, trace } = sumsOf(rows, outcomes, weights, size);
  const unknown = tInterval({ units, value: NaN, influence: new Float64Array(units) }, level);
  if (!(trace > 0)) return { means, share: unknown };
  const lower = factored(matrix, size);
  if (!(lower.at(-1)! ** 2 > LEAST_APART * variation(advantages, weights, size)))
    return { means, share: unknown };
  const coefficients = solve(lower, size, vector);
  const pulls = solve(lower, size, new Float64Array(size).fill(1, size - 1));
  const influence = new Float64Array(units);
  for (let unit = 0; unit < units; unit += 1)
    for (let i = starts[unit]!; i < starts[unit + 1]!; i += 1) {
      if (weights[i] === 0) continue;
      const left = outcomes[i]! - product(coefficients, rows(i));
      influence[unit]! += units * weights[i]! * product(pulls, x) * left;
    }
  return { means, share: tInterval({ units, value: coefficients.at(-1)!, influence }, level) };
}

const product = (one: Float64Array, other: Float64Array) =>
  one.reduce((sum, value, j) => sum + value * other[j]!, 0);

/** Σ w A² over all decisions and actions. */
function variation(advantages: Float64Array, weights: Float64Array, size: number): number {
  return advantages.reduce((sum, value, at) => sum + weights[Math.floor(at / size)]! * value * value, 0);
}
