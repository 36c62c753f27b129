/**
 * Bounds, with a guarantee, of what a policy earns, from rewards that another policy logged. Rewards are moved so that
 * importance weighted they are not negative, and the mean of that is bounded: by `log-smoothed`, or as another bound says.
 *
 * They hold if customers are independent, the propensities are the true ones, the policy was fixed on other data, and it
 * does nothing that the log never does: then weights have mean 1, which moving the rewards rests on. The range of the
 * rewards is one declared beforehand; that of the sample would make the bound wrong. Where the weights' mean is far above 1,
 * a lower bound can lie above the upper one: then one of these does not hold, or chance has it so.
 *
 * @see Thomas, Theocharous & Ghavamzadeh (2015), https://doi.org/10.1609/aaai.v29i1.9541, on bounds for weighted returns
 */
import { expectLength } from '../../core/shape';
import { expectRange, expectWithin, type Range } from './arguments';
import { logSmoothedLowerBound } from './log-smoothed';
import type { LowerBound } from './lower-bound';

/** Decisions of independent units (customers), each unit's in the order of time. */
export interface Histories {
  /** [rows] product of p / b over the unit's decisions up to and with this one */
  readonly weights: ArrayLike<number>;
  /** [rows] what followed the decision */
  readonly rewards: ArrayLike<number>;
  /** [units + 1] the unit's first row; the last entry is the number of rows */
  readonly starts: ArrayLike<number>;
  /**
   * Whether a history that has ended keeps its last weight, as products do, whose mean is then 1 whatever ends a history.
   * Weights of single decisions end with it: of the last one alone the mean is not 1 where the action decides who goes on. @default true
   */
  readonly carries?: boolean;
}

/** What was declared of rewards before they were seen. `low` and `high` are the range of the reward of one decision. */
export interface DeclaredRewards extends Range {
  /** Discount per decision, in (0, 1]. */
  readonly gamma: number;
  /** Decisions of the longest history there can be. Where shorter ones occur, the range must hold 0. */
  readonly horizon: number;
}

/** [horizon + 1] Σ gamma^s over the steps s from t to the horizon; the first entry is that of a whole history. */
function discountsFrom({ gamma, horizon }: DeclaredRewards): Float64Array {
  if (!(gamma > 0 && gamma <= 1)) throw new RangeError(`gamma: expected > 0 and at most 1, got ${gamma}`);
  if (!(Number.isInteger(horizon) && horizon > 0))
    throw new RangeError(`horizon: expected a whole number > 0, got ${horizon}`);
  const sums = new Float64Array(horizon + 1);
  for (let t = horizon - 1; t >= 0; t -= 1) sums[t] = sums[t + 1]! + gamma ** t;
  return sums;
}

/**
 * Σ_t gamma^t term(w_t, r_t) of every unit over the whole horizon: after its end a history keeps its last weight (1 if
 * it has no decision, or does not carry it) and earns 0. Otherwise the length, which is random, would decide how far the sum is moved.
 */
function discountedSums(
  { weights, rewards, starts, carries = true }: Histories,
  declared: DeclaredRewards,
  term: (weight: number, reward: number) => number,
): Float64Array {
  const { low, high, gamma, horizon } = declared;
  const units = starts.length - 1;
  expectLength('rewards', rewards, weights.length);
  expectRange('range', declared);
  expectWithin('rewards', rewards, declared);
  expectWithin('weights', weights, { low: 0, high: Infinity });
  const remaining = discountsFrom(declared);
  const sums = new Float64Array(units);
  for (let unit = 0; unit < units; unit += 1) {
    const [from, to] = [starts[unit]!, starts[unit + 1]!];
    const length = to - from;
    if (length > horizon)
      throw new RangeError(`horizon: expected at most ${horizon} decisions, got ${length} of unit ${unit}`);
    if (length < horizon && !(low <= 0 && high >= 0))
      throw new RangeError(`range: expected to hold 0, which unit ${unit} earns once it has ended`);
    let discount = 1;
    for (let row = from; row < to; row += 1) {
      sums[unit]! += discount * term(weights[row]!, rewards[row]!);
      discount *= gamma;
    }
    if (length < horizon)
      sums[unit]! += remaining[length]! * term(carries && length > 0 ? weights[to - 1]! : 1, 0);
  }
  return sums;
}

/**
 * Σ_t gamma^t w_t (r_t − low) per unit: not negative, and in the mean the policy's value − low Σ_t gamma^t.
 *
 * @returns [units]
 * @throws RangeError naming the row of a reward outside the range, or a unit with more decisions than the horizon
 */
export function movedReturns(histories: Histories, declared: DeclaredRewards): Float64Array {
  return discountedSums(histories, declared, (weight, reward) => weight * (reward - declared.low));
}

/**
 * Σ_t gamma^t [ (w_t − 1)(r_t − low) + (high − low) ] per unit: not negative, and in the mean what the policy earns
 * more than the log + (high − low) Σ_t gamma^t. What unit and log have in common cancels.
 *
 * @returns [units]
 * @throws as `movedReturns`
 */
export function movedDifferences(histories: Histories, declared: DeclaredRewards): Float64Array {
  const { low, high } = declared;
  return discountedSums(
    histories,
    declared,
    (weight, reward) => (weight - 1) * (reward - low) + (high - low),
  );
}

/** A bound of a policy's value, or of its difference to the log, with the probability `level`. */
type PolicyBound = (
  histories: Histories,
  declared: DeclaredRewards,
  level: number,
  lowerBound?: LowerBound,
) => number;

/**
 * @param level probability with which the policy's value per unit lies above, one-sided
 * @param lowerBound of the mean of numbers that are not negative
 * @throws as `movedReturns`
 */
export const valueLowerBound: PolicyBound = (
  histories,
  declared,
  level,
  lowerBound = logSmoothedLowerBound,
) => {
  const whole = discountsFrom(declared)[0]!;
  const scale = (declared.high - declared.low) * whole;
  return declared.low * whole + lowerBound(movedReturns(histories, declared), scale, level);
};

/**
 * @param level probability with which the policy's value minus the log's, per unit, lies above, one-sided
 * @param lowerBound of the mean of numbers that are not negative
 * @throws as `movedReturns`
 */
export const differenceLowerBound: PolicyBound = (
  histories,
  declared,
  level,
  lowerBound = logSmoothedLowerBound,
) => {
  const scale = (declared.high - declared.low) * discountsFrom(declared)[0]!;
  return lowerBound(movedDifferences(histories, declared), scale, level) - scale;
};

/** The upper bound that belongs to a lower one: minus that of minus the rewards. */
function upperBound(bound: PolicyBound): PolicyBound {
  return (histories, declared, level, lowerBound) => {
    // Before they are negated, so that an error names the reward as it was given.
    expectWithin('rewards', histories.rewards, declared);
    const rewards = Float64Array.from(histories.rewards, (reward) => -reward);
    const negated = { ...declared, low: -declared.high, high: -declared.low };
    return -bound({ ...histories, rewards }, negated, level, lowerBound);
  };
}

/** @param level probability with which the policy's value per unit lies below, one-sided @throws as `movedReturns` */
export const valueUpperBound = upperBound(valueLowerBound);

/** @param level probability with which the difference to the log lies below, one-sided @throws as `movedReturns` */
export const differenceUpperBound = upperBound(differenceLowerBound);
