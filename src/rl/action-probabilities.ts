/** From values of actions to probabilities of actions, and from probabilities to actions; masks are kept throughout. */
import { ShapeError } from '../core/errors';
import { expectLength } from '../core/shape';
import type { Random } from '../core/random';

/** [n, actions] 1 where an action may be taken; null where every action always may. */
type Allowed = Uint8Array | null;

/** [n, actions] single precision where a world is acted in, double where probabilities are summed over a log. */
export type Probabilities = Float32Array | Float64Array;

const mayTake = (allowed: Allowed, index: number): boolean => allowed?.[index] !== 0;

/** Checks the shapes of a batch. @returns n */
function rowsOf(out: Probabilities, actions: number, allowed: Allowed): number {
  if (!(Number.isInteger(actions) && actions > 0)) {
    throw new RangeError(`actions: expected a positive whole number, got ${actions}`);
  }
  if (out.length % actions !== 0) {
    throw new ShapeError(`out: expected rows of ${actions} actions, got ${out.length} elements`);
  }
  if (allowed !== null) expectLength('allowed', allowed, out.length);
  return out.length / actions;
}

/**
 * Place of the largest allowed value of the row that begins at `first`, the first one of equals. A value that is not finite
 * is a defect of whoever computed it (training that diverged, as a rule) and must not pass for the best or the worst;
 * forbidden values may be anything.
 */
function bestOfRow(
  qValues: Float32Array | Float64Array,
  first: number,
  actions: number,
  allowed: Allowed,
): number {
  let best = -Infinity;
  let place = -1;
  for (let i = first; i < first + actions; i += 1) {
    if (!mayTake(allowed, i)) continue;
    const value = qValues[i]!;
    if (!Number.isFinite(value)) {
      throw new RangeError(
        `row ${first / actions}: expected a finite value of action ${i - first}, got ${value}`,
      );
    }
    if (value > best) {
      best = value;
      place = i;
    }
  }
  if (place < 0) throw new RangeError(`row ${first / actions}: no action is allowed`);
  return place;
}

/**
 * The same probability for every allowed action.
 *
 * @param out [n, actions] overwritten
 * @throws RangeError if a row allows no action
 */
export function uniformProbabilities(actions: number, allowed: Allowed, out: Probabilities): void {
  epsilonGreedyProbabilities(new Float32Array(out.length), actions, 1, allowed, out);
}

/**
 * Probability 1 for the best allowed action, shared equally where several are best.
 *
 * @param qValues [n, actions]
 * @param out [n, actions] overwritten
 * @throws RangeError if a row allows no action, or an allowed one has a value that is not finite
 */
export function greedyProbabilities(
  qValues: Float32Array,
  actions: number,
  allowed: Allowed,
  out: Probabilities,
): void {
  epsilonGreedyProbabilities(qValues, actions, 0, allowed, out);
}

/**
 * With probability epsilon any allowed action, else the best allowed one; ties share.
 *
 * @param qValues [n, actions]
 * @param epsilon in [0, 1]
 * @param out [n, actions] overwritten
 * @throws RangeError for another epsilon, or if a row allows no action, or an allowed one has a value that is not finite
 * @throws ShapeError if the arrays disagree
 */
export function epsilonGreedyProbabilities(
  qValues: Float32Array,
  actions: number,
  epsilon: number,
  allowed: Allowed,
  out: Probabilities,
): void {
  if (!(epsilon >= 0 && epsilon <= 1)) throw new RangeError(`epsilon: expected 0 to 1, got ${epsilon}`);
  expectLength('qValues', qValues, out.length);
  const rows = rowsOf(out, actions, allowed);
  for (let row = 0, first = 0; row < rows; row += 1, first += actions) {
    const best = qValues[bestOfRow(qValues, first, actions, allowed)];
    let ties = 0;
    let choices = 0;
    for (let i = first; i < first + actions; i += 1) {
      if (!mayTake(allowed, i)) continue;
      choices += 1;
      if (qValues[i] === best) ties += 1;
    }
    for (let i = first; i < first + actions; i += 1) {
      const greedy = qValues[i] === best ? (1 - epsilon) / ties : 0;
      out[i] = mayTake(allowed, i) ? greedy + epsilon / choices : 0;
    }
  }
}

/**
 * Index of the best allowed action of each row; the lowest index where several are best.
 *
 * @param qValues [n, actions]
 * @returns [n]
 * @throws RangeError if a row allows no action, or an allowed one has a value that is not finite
 */
export function greedyActions(
  qValues: Float32Array | Float64Array,
  actions: number,
  allowed: Allowed,
): Int32Array {
  const chosen = new Int32Array(rowsOf(qValues, actions, allowed));
  for (let row = 0, first = 0; row < chosen.length; row += 1, first += actions)
    chosen[row] = bestOfRow(qValues, first, actions, allowed) - first;
  return chosen;
}

/** Index of the wanted action in the row that begins at `first`, or of the lowest allowed one where it is not allowed. */
function allowedIndex(wanted: number, first: number, actions: number, allowed: Allowed): number {
  if (mayTake(allowed, first + wanted)) return first + wanted;
  for (let i = first; i < first + actions; i += 1) if (mayTake(allowed, i)) return i;
  throw new RangeError(`row ${first / actions}: no action is allowed`);
}

/**
 * Replaces every wanted action that is not allowed by the lowest allowed one (No Action, as a rule).
 *
 * @param wanted [n] action index; overwritten
 * @throws RangeError if a row allows no action
 */
export function allowedActions(wanted: Int32Array, actions: number, allowed: Allowed): void {
  if (allowed === null) return;
  expectLength('allowed', allowed, wanted.length * actions);
  for (let row = 0, first = 0; row < wanted.length; row += 1, first += actions) {
    wanted[row] = allowedIndex(wanted[row]!, first, actions, allowed) - first;
  }
}

/**
 * Probability 1 for one wanted action per row, or for the lowest allowed one (No Action, as a rule) where the
 * wanted action is not allowed.
 *
 * @param wanted [n] action index
 * @param out [n, actions] overwritten
 * @throws RangeError if a row allows no action
 */
export function certainProbabilities(
  wanted: Int32Array,
  actions: number,
  allowed: Allowed,
  out: Probabilities,
): void {
  const rows = rowsOf(out, actions, allowed);
  expectLength('wanted', wanted, rows);
  out.fill(0);
  for (let row = 0, first = 0; row < rows; row += 1, first += actions) {
    out[allowedIndex(wanted[row]!, first, actions, allowed)] = 1;
  }
}

/**
 * Probabilities that know of no mask, under one: those of the allowed actions of a row are divided by their sum. Where
 * that is 0, the lowest allowed action (No Action, as a rule) is certain.
 *
 * @param out [n, actions] rows >= 0 that sum to 1; overwritten
 * @throws RangeError if a row allows no action
 */
export function keepAllowed(actions: number, allowed: Allowed, out: Probabilities): void {
  const rows = rowsOf(out, actions, allowed);
  if (allowed === null) return;
  for (let row = 0, first = 0; row < rows; row += 1, first += actions) {
    let sum = 0;
    for (let i = first; i < first + actions; i += 1) {
      if (!mayTake(allowed, i)) out[i] = 0;
      sum += out[i]!;
    }
    if (sum === 0) out[allowedIndex(0, first, actions, allowed)] = 1;
    else for (let i = first; i < first + actions; i += 1) out[i]! /= sum;
  }
}

/**
 * One action of the row that begins at `first`, by its probabilities; never one of probability 0.
 *
 * @param draw from 0 to below 1
 */
function drawnAction(probabilities: Probabilities, first: number, actions: number, draw: number): number {
  // Rounding can leave a rest after the last action: it goes to the last possible one, never to a forbidden one.
  let chosen = 0;
  let left = draw;
  for (let action = 0; action < actions; action += 1) {
    const probability = probabilities[first + action]!;
    if (probability <= 0) continue;
    chosen = action;
    left -= probability;
    if (left < 0) break;
  }
  return chosen;
}

/**
 * One action per row, by numbers that were drawn before.
 *
 * @param probabilities [n, actions] rows sum to 1, up to rounding
 * @param draws [n] from 0 to below 1
 * @throws ShapeError if the arrays disagree
 */
export function drawnActions(probabilities: Probabilities, actions: number, draws: Float64Array): Int32Array {
  expectLength('probabilities', probabilities, draws.length * actions);
  return Int32Array.from(draws, (draw, row) => drawnAction(probabilities, row * actions, actions, draw));
}

/**
 * One action per row, drawn by its probabilities with one uniform number per row.
 *
 * @param probabilities [n, actions] rows sum to 1, up to rounding
 * @param out [n] overwritten with action indices
 * @throws ShapeError if the arrays disagree
 */
export function sampleActions(
  probabilities: Probabilities,
  actions: number,
  random: Random,
  out: Int32Array,
): void {
  expectLength('probabilities', probabilities, out.length * actions);
  for (let row = 0; row < out.length; row += 1)
    out[row] = drawnAction(probabilities, row * actions, actions, random.uniform());
}

/**
 * The most probable action of each row; the lowest index among equals.
 *
 * @param probabilities [n, actions]
 * @returns [n]
 */
export function likeliestActions(probabilities: Float32Array, actions: number): Int32Array {
  return Int32Array.from({ length: probabilities.length / actions }, (_, row) => {
    const own = probabilities.subarray(row * actions, (row + 1) * actions);
    return own.reduce((best, probability, action) => (probability > own[best]! ? action : best), 0);
  });
}
