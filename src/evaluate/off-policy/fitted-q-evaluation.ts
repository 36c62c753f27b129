/**
 * Fitted Q evaluation: what each action brings and the judged policy p ever after,
 *   Q_{k+1} = argmin_f Σ_i w_i (f(s_i, a_i) - r_i - d_i Σ_a p(a | s_{i+1}) Q_k(s_{i+1}, a))²,   Q_0 = 0,
 * with f linear in the features per action. It is the expectation over p, not the largest value; s_{i+1} is the next
 * decision of the same history, and d_i its discount, 0 where the customer was gone. Cross-fitted: each half of the units
 * has its values by a fit on the other.
 *
 * It needs no propensities, but that the log covers what p does and that f can show it (A4, A5). Where a history was cut off
 * by the end of the log, d_i is 0 as well: values are then of what falls within the log's window. How much of it is left
 * differs between decisions alike; unless the features say which decision of its history it is, values are of the mean.
 *
 * A fit is linear in its targets and targets are linear in coefficients, so a round is β ← b + A β: b is the fit of the
 * rewards, and column (a, j) of A the fit of d_i p(a | s_{i+1}) x_j(s_{i+1}). A is made once, whatever is valued.
 *
 * @see Le, Voloshin & Yue (2019), Batch policy learning under constraints, https://arxiv.org/abs/1903.08738
 * @see Lagoudakis & Parr (2003), Least-squares policy iteration, https://www.jmlr.org/papers/v4/lagoudakis03a.html, on A
 */
import type { Random } from '../../core/random';
import { expectLength } from '../../core/shape';
import { linearPrediction } from '../../stats/ridge';
import {
  actionRegressions,
  writePredictions,
  type ActionRegressions,
  type RegressionProblem,
} from './action-regressions';
import { decisionsInside, decisionsOf, sampledUnits, unitsOutside, type Folds } from './folds';
import type { Histories } from './histories';

export interface QProblem extends RegressionProblem {
  readonly histories: Pick<
    Histories,
    'units' | 'starts' | 'actionCount' | 'actions' | 'sampleWeights' | 'discounts'
  >;
  /** [n, actions] of the policy that is judged */
  readonly probabilities: Float64Array;
  readonly folds: Folds;
}

export interface QEvaluation {
  /** [n, actions] fitted without the decision's own unit; null where the fits ran away, as `reason` says */
  readonly values: Float64Array | null;
  readonly reason: string | null;
  /** [folds] rounds of each fit until values stood still */
  readonly sweeps: readonly number[];
  /**
   * Largest change of a target in the last round; 0 of a single one. After 100 rounds it says how far values are from rest.
   */
  readonly lastChange: number;
  /** [folds] decisions of each fit; fewer than the log has where all would take minutes */
  readonly decisions: readonly number[];
}

const MOST_SWEEPS = 100;
/** A fit is at rest when no value moves by more than this share of the largest reward. */
const TOLERANCE = 1e-6;
/** Multiplications of a fold's matrix at most, some seconds; units beyond are left out of the fit at random. */
const MOST_WORK = 1e9;
/** Times of what rewards and discounts allow that a value may be: a line goes beyond what it was fitted on. */
const LEEWAY = 2;

interface Horizon {
  /** Largest reward of the fit, either sign. */
  readonly scale: number;
  /** Largest value that any policy could have: Σ_{k < longest history} γ^k times the largest reward. */
  readonly bound: number;
}

/** @param decisions of the fit */
function horizonOf({ histories }: QProblem, decisions: Int32Array, rewards: Float64Array): Horizon {
  const { units, starts, discounts } = histories;
  let longest = 1;
  for (let unit = 0; unit < units; unit += 1) longest = Math.max(longest, starts[unit + 1]! - starts[unit]!);
  const scale = decisions.reduce((most, i) => Math.max(most, Math.abs(rewards[i]!)), 0);
  const gamma = discounts.reduce((most, discount) => Math.max(most, discount), 0);
  let sum = 0;
  for (let k = 0; k < longest; k += 1) sum += gamma ** k;
  return { scale, bound: scale * sum };
}

/** Σ_a p(a | s) Q(s, a) at one decision. */
function policyValue(
  { histories, features, width, probabilities }: QProblem,
  coefficients: Float64Array,
  i: number,
): number {
  const { actionCount } = histories;
  let value = 0;
  for (let action = 0; action < actionCount; action += 1) {
    const probability = probabilities[i * actionCount + action]!;
    if (probability > 0) value += probability * linearPrediction(coefficients, action, features, width, i);
  }
  return value;
}

/** What one fold's units say, before it is known what is valued. */
interface FoldFit {
  readonly regressions: ActionRegressions;
  /** Of the fit. */
  readonly decisions: Int32Array;
  /** [actions × (width + 1)]² column by column */
  readonly matrix: Float64Array;
  /** Its columns that are not 0: those of actions that the policy may take. */
  readonly columns: readonly number[];
}

/** Decisions of a fit after which the policy may take an action: of one that seldom draws, few of them. */
function decisionsBefore(
  { histories, probabilities }: QProblem,
  decisions: Int32Array,
  action: number,
): Int32Array {
  const { discounts, actionCount } = histories;
  return decisions.filter((i) => discounts[i] !== 0 && probabilities[(i + 1) * actionCount + action] !== 0);
}

/** d_i p(a | s_{i+1}) x_j(s_{i+1}) of some decisions, into `targets`; x_width is 1. */
function writeTargets(
  { histories, features, width, probabilities }: QProblem,
  some: Int32Array,
  [action, j]: readonly [number, number],
  targets: Float64Array,
): void {
  const { discounts, actionCount } = histories;
  for (const i of some) {
    const share = discounts[i]! * probabilities[(i + 1) * actionCount + action]!;
    targets[i] = share * (j === width ? 1 : features[(i + 1) * width + j]!);
  }
}

function foldFit(problem: QProblem, fold: number, random: Random): FoldFit {
  const { histories, folds, width } = problem;
  const size = histories.actionCount * (width + 1);
  const most = MOST_WORK / (size * (width + 1));
  const units = sampledUnits(histories, unitsOutside(folds, fold), most, random.fork(`fold-${fold}`));
  const decisions = decisionsOf(histories, units.sort());
  const regressions = actionRegressions(problem, decisions);
  const matrix = new Float64Array(size * size);
  const columns: number[] = [];
  const targets = new Float64Array(histories.actions.length);
  for (let action = 0; action < histories.actionCount; action += 1) {
    const before = decisionsBefore(problem, decisions, action);
    if (before.length === 0) continue;
    for (let j = 0; j <= width; j += 1) {
      const column = action * (width + 1) + j;
      writeTargets(problem, before, [action, j], targets);
      matrix.set(regressions.fit(targets, before), column * size);
      columns.push(column);
    }
  }
  return { regressions, decisions, matrix, columns };
}

/** b + A β */
function round({ matrix, columns }: FoldFit, first: Float64Array, coefficients: Float64Array): Float64Array {
  const result = first.slice();
  const { length: size } = first;
  for (const column of columns) {
    const factor = coefficients[column]!;
    for (let row = 0, at = column * size; row < size; row += 1, at += 1) result[row]! += matrix[at]! * factor;
  }
  return result;
}

interface Sweeps {
  /** Largest value that any policy could have. */
  readonly bound: number;
  /** [actions, width + 1]; null where values left what is possible */
  readonly coefficients: Float64Array | null;
  readonly sweeps: number;
  readonly lastChange: number;
}

/** Largest |Σ_a p(a | s') f(s', a)| over the next decisions of a fit. */
function largestNext(problem: QProblem, decisions: Int32Array, coefficients: Float64Array): number {
  const { discounts } = problem.histories;
  let largest = 0;
  for (const i of decisions) {
    if (discounts[i] === 0) continue;
    const value = Math.abs(policyValue(problem, coefficients, i + 1));
    if (!(value <= largest)) largest = value;
  }
  return largest;
}

function sweep(problem: QProblem, fit: FoldFit, rewards: Float64Array): Sweeps {
  const { scale, bound } = horizonOf(problem, fit.decisions, rewards);
  const first = fit.regressions.fit(rewards);
  let [coefficients, change] = [first, first];
  let done = 1;
  const isMoving = () => change.some((value) => !(Math.abs(value) <= TOLERANCE * scale));
  // As many rounds as the longest history has decisions are enough for values that tell its steps apart; what mixes steps, as
  // a line does, comes to rest later.
  for (; done < MOST_SWEEPS && isMoving(); done += 1) {
    const next = round(fit, first, coefficients);
    change = next.map((value, i) => value - coefficients[i]!);
    coefficients = next;
  }
  const isPossible = largestNext(problem, fit.decisions, coefficients) <= LEEWAY * bound;
  return {
    ...{ bound, coefficients: isPossible ? coefficients : null, sweeps: done },
    lastChange: done === 1 ? 0 : largestNext(problem, fit.decisions, change),
  };
}

function expectProblem({ histories, features, width, probabilities }: QProblem): void {
  const { units, starts, actions, actionCount, discounts } = histories;
  expectLength('features', features, actions.length * width);
  expectLength('probabilities', probabilities, actions.length * actionCount);
  for (let unit = 0; unit < units; unit += 1) {
    const last = starts[unit + 1]! - 1;
    if (last >= starts[unit]! && discounts[last] !== 0)
      throw new RangeError(
        `discounts: expected 0 at the last decision of unit ${unit}, got ${discounts[last]}`,
      );
  }
}

/**
 * @param random stream by which units are left out of fits that would take minutes
 * @returns values [n] rewards, or any other column, such as costs or contacts
 * @throws ShapeError if an array does not belong to the decisions
 * @throws RangeError where the next decision counts though the history has none
 */
export function fittedQEvaluation(problem: QProblem, random: Random): (rewards: Float64Array) => QEvaluation {
  expectProblem(problem);
  const { histories, folds } = problem;
  const { actions, actionCount } = histories;
  const fits = Array.from({ length: folds.count }, (_, fold) => foldFit(problem, fold, random));
  return (rewards) => {
    expectLength('rewards', rewards, actions.length);
    const values = new Float64Array(actions.length * actionCount);
    const swept = fits.map((fit, fold) => {
      const one = sweep(problem, fit, rewards);
      if (one.coefficients !== null)
        writePredictions(problem, one.coefficients, decisionsInside(histories, folds, fold), values);
      return one;
    });
    const ranAway = swept.some(({ coefficients }) => coefficients === null);
    return {
      values: ranAway ? null : values,
      reason: ranAway
        ? `fitted values grew beyond ${LEEWAY} times the ${Math.min(...swept.map(({ bound }) => bound)).toPrecision(3)} that rewards and discounts allow`
        : null,
      sweeps: swept.map(({ sweeps }) => sweeps),
      lastChange: swept.reduce((most, { lastChange }) => Math.max(most, lastChange), 0),
      decisions: fits.map(({ decisions }) => decisions.length),
    };
  };
}
