/** What would be done at many decisions if each action was charged something beside its value. */
import { ShapeError } from '../core/errors';
import { expectLength } from '../core/shape';

/** Decisions to choose at, and what may be chosen there. */
export interface Choices {
  /** [n, actions] value of each action */
  readonly qValues: Float32Array;
  /** [n, actions] 1 where an action may be taken, one at least of each row; null where each always may */
  readonly allowed: Uint8Array | null;
  /** [n] decisions that each one stands for */
  readonly weights: Float64Array;
}

/** Read once: where scripts run in a realm of their own, as under jest, a global costs more than a decision. */
const LEAST = -Infinity;

/** @throws ShapeError unless the values are of so many actions at every decision */
export function expectChoices({ qValues, allowed, weights }: Choices, actions: number): void {
  if (weights.length === 0) throw new ShapeError('weights: expected at least one decision, got none');
  expectLength('qValues', qValues, weights.length * actions);
  if (allowed !== null) expectLength('allowed', allowed, qValues.length);
}

function totalOf(weights: Float64Array): number {
  let total = 0;
  for (let i = 0; i < weights.length; i += 1) total += weights[i]!;
  return total;
}

/**
 * The best action of a decision. Ties go to the lowest index, as where a policy acts.
 *
 * @throws RangeError if it allows no action, or no allowed one has a value
 */
export function bestAt({ qValues, allowed }: Choices, charges: readonly number[], i: number): number {
  const { length: actions } = charges;
  const first = i * actions;
  let best = -1;
  let most = LEAST;
  for (let action = 0; action < actions; action += 1) {
    if (allowed?.[first + action] === 0) continue;
    const value = qValues[first + action]! - charges[action]!;
    if (!(value > most)) continue;
    best = action;
    most = value;
  }
  if (best < 0) throw new RangeError(`row ${i}: expected an allowed action with a value, got none`);
  return best;
}

/**
 * How often each action is the best one.
 *
 * @param charges [actions] taken off the values
 * @returns [actions] shares that sum to 1
 * @throws RangeError if a row allows no action, or no allowed one has a value
 */
export function sharesAt(choices: Choices, charges: readonly number[]): Float64Array {
  const { weights } = choices;
  const shares = new Float64Array(charges.length);
  for (let i = 0; i < weights.length; i += 1) shares[bestAt(choices, charges, i)]! += weights[i]!;
  const total = totalOf(weights);
  return shares.map((share) => share / total);
}

/** The largest share that one decision has of all. */
export function largestShare({ weights }: Choices): number {
  let most = 0;
  for (let i = 0; i < weights.length; i += 1) most = Math.max(most, weights[i]!);
  return most / totalOf(weights);
}

/** What is done at these charges is worth so much on average. @param base [actions] charges that count as losses */
export function worthAt(choices: Choices, charges: readonly number[], base: readonly number[]): number {
  const { qValues, weights } = choices;
  let sum = 0;
  for (let i = 0; i < weights.length; i += 1) {
    const best = bestAt(choices, charges, i);
    sum += weights[i]! * (qValues[i * charges.length + best]! - base[best]!);
  }
  return sum / totalOf(weights);
}

/**
 * How far charges may go along what actions take, with exactly the same done.
 *
 * @param use [actions] what each action takes
 * @returns what a unit may be charged less and more, from 0 on; Infinity where nothing ever changes
 */
export function roomAt(
  choices: Choices,
  charges: readonly number[],
  use: readonly number[],
): { down: number; up: number } {
  const { qValues, allowed, weights } = choices;
  const { length: actions } = charges;
  let [down, up] = [Infinity, Infinity];
  for (let i = 0; i < weights.length; i += 1) {
    const first = i * actions;
    const best = bestAt(choices, charges, i);
    const most = qValues[first + best]! - charges[best]!;
    for (let action = 0; action < actions; action += 1) {
      const more = use[best]! - use[action]!;
      if (more === 0 || allowed?.[first + action] === 0) continue;
      const room = (most - (qValues[first + action]! - charges[action]!)) / Math.abs(more);
      if (more > 0) up = Math.min(up, room);
      else down = Math.min(down, room);
    }
  }
  return { down, up };
}

/** What a decision takes on average. @param use [actions] what each action takes */
export function meanUse(shares: Float64Array, use: readonly number[]): number {
  let sum = 0;
  for (let action = 0; action < shares.length; action += 1) sum += shares[action]! * use[action]!;
  return sum;
}

/** The least that decisions can take on average, whatever is best: something has to be done at each. */
export function leastUse({ allowed, weights }: Omit<Choices, 'qValues'>, use: readonly number[]): number {
  const { length: actions } = use;
  let sum = 0;
  for (let i = 0, first = 0; i < weights.length; i += 1, first += actions) {
    let least = Infinity;
    for (let action = 0; action < actions; action += 1)
      if (allowed === null || allowed[first + action] === 1) least = Math.min(least, use[action]!);
    sum += weights[i]! * least;
  }
  return sum / totalOf(weights);
}

/** Every so manieth of many decisions, at most so many: enough to tell about where prices lie. */
export function someChoices(choices: Choices, most: number): Choices {
  const { qValues, allowed, weights } = choices;
  const every = Math.ceil(weights.length / most);
  if (every <= 1) return choices;
  const actions = qValues.length / weights.length;
  const isKept = (_: unknown, at: number) => Math.floor(at / actions) % every === 0;
  return {
    qValues: qValues.filter(isKept),
    allowed: allowed?.filter(isKept) ?? null,
    weights: weights.filter((_, i) => i % every === 0),
  };
}
