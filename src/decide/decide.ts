/**
 * From what is known of customers to what is done with each: the one way there for scoring, serving and the example rows
 * of a saved model, so that they cannot differ.
 */
import type { Model } from '../agents/model';
import { InputError } from '../core/errors';
import { allowedBy, type Bars } from '../dataset/decisions/bars';
import { decidingValues } from '../policies/greedy';
import type { QFunction } from '../policies/policy';
import { drawnActions, greedyActions } from '../rl/action-probabilities';
import { explorationProbabilities, type Exploration } from './exploration';

export interface AskedRows {
  readonly rows: number;
  /** [rows, features] */
  readonly observations: Float32Array;
  readonly bars: Bars | null;
  /** Of a row, for messages. */
  readonly place: (row: number) => string;
}

/** Trying what is not best. */
export interface Trial {
  readonly exploration: Exploration;
  /** [rows] numbers from 0 to below 1 that choose by the probabilities */
  readonly draws: Float64Array;
}

export interface Decided {
  readonly rows: number;
  readonly bars: Bars | null;
  /** [rows, actions] in the units of the reward, with what follows included as the model's discount says */
  readonly qValues: Float32Array;
  /** [rows, actions] by which is chosen: Q less what an action is charged */
  readonly values: Float32Array | Float64Array;
  /** [rows, actions] 1 where an action is allowed and supported by the log; null where each is */
  readonly supported: Uint8Array | null;
  /** [rows] the best of those */
  readonly best: Int32Array;
  /** [rows] what is done */
  readonly actions: Int32Array;
  /** [rows, actions] how likely each was; null where nothing was tried, and the best is certain */
  readonly probabilities: Float64Array | null;
}

/** Numbers beyond all that was trained on can make values that are none. */
function expectFiniteValues(qValues: Float32Array, actions: number, place: AskedRows['place']): void {
  for (let at = 0; at < qValues.length; at += 1)
    if (!Number.isFinite(qValues[at]!))
      throw new InputError(`${place(Math.floor(at / actions))}: its values are not finite`);
}

/** @throws InputError naming the row whose values are not finite */
export async function decide(
  { actions }: Pick<Model, 'actions'>,
  qFunction: QFunction,
  { rows, observations, bars, place }: AskedRows,
  trial: Trial | null = null,
): Promise<Decided> {
  const allowed = allowedBy(bars);
  const qValues = await qFunction.qValues(observations);
  expectFiniteValues(qValues, actions.length, place);
  const supported = qFunction.supportedActions?.(observations, allowed) ?? allowed;
  const values = decidingValues(qFunction, qValues);
  const best = greedyActions(values, actions.length, supported);
  const decided = { rows, bars, qValues, values, supported, best };
  if (trial === null) return { ...decided, actions: best, probabilities: null };
  const { exploration, draws } = trial;
  const width = actions.length;
  const probabilities = explorationProbabilities(exploration, values, width, allowed, supported, best);
  return { ...decided, actions: drawnActions(probabilities, actions.length, draws), probabilities };
}

/** How likely the action that is done was. */
export function propensityOf({ actions, probabilities, qValues, rows }: Decided, row: number): number {
  return probabilities === null ? 1 : probabilities[(row * qValues.length) / rows + actions[row]!]!;
}

/** What the action that is done is worth more than No Action, by Q-values: what is charged is a price, not a value. */
export function valueOverNoAction({ actions, qValues, rows }: Decided, row: number): number {
  const first = (row * qValues.length) / rows;
  return qValues[first + actions[row]!]! - qValues[first]!;
}
