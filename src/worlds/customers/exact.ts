/**
 * Exact values by backward recursion over the hidden state: what a policy that sees it, and knows how many periods are
 * left, can earn at best, and what an action taken always earns. Bellman (1957), finite horizon.
 */
import { customersDynamics } from './dynamics';
import { newcomersOf } from './newcomers';
import type { CustomersConfig } from './settings';
import { transitionsOf, type Transitions } from './transitions';

/** Actions in one set of opt-ins: No Action and the channels whose bit is set. */
function allowedActions(actions: number, optIns: number): number[] {
  return Array.from({ length: actions }, (_, action) => action).filter(
    (action) => action === 0 || ((optIns >> (action - 1)) & 1) === 1,
  );
}

export interface Horizon {
  /** Discount per period, in [0, 1]. */
  readonly gamma: number;
  readonly periods: number;
}

/** Values and first actions of one preference under one set of actions, all periods still to come. */
function solve(
  { states, rewards, chances }: Transitions,
  choices: readonly number[],
  { gamma, periods }: Horizon,
): { readonly values: Float64Array; readonly actions: Uint8Array } {
  let values = new Float64Array(states);
  const actions = new Uint8Array(states);
  for (let period = 0; period < periods; period += 1) {
    const before = new Float64Array(states).fill(-Infinity);
    for (const action of choices) {
      for (let state = 0; state < states; state += 1) {
        const row = action * states + state;
        let value = 0;
        for (let next = 0; next < states; next += 1) value += chances[row * states + next]! * values[next]!;
        value = rewards[row]! + gamma * value;
        if (value <= before[state]!) continue;
        before[state] = value;
        actions[state] = action;
      }
    }
    values = before;
  }
  return { values, actions };
}

export interface Solution {
  /** Value of a new customer before anything is known of who it is, account currency. */
  readonly value: number;
  /** [optIns, preferences, interests, fatigues] best first action while all periods are still to come. */
  readonly actions: Uint8Array;
}

/**
 * @param only if given, the one action that is taken wherever it may be, No Action elsewhere: its value, not the best
 */
export function solveExactly(config: CustomersConfig, horizon: Horizon, only?: number): Solution {
  const dynamics = customersDynamics(config);
  const { preferences, interests, fatigues } = dynamics;
  const sets = 2 ** config.channels.length;
  const size = interests * fatigues;
  const models = Array.from({ length: preferences }, (_, preference) => transitionsOf(dynamics, preference));
  const values = new Float64Array(sets * preferences * size);
  const actions = new Uint8Array(values.length);
  for (let optIns = 0; optIns < sets; optIns += 1) {
    const allowed = allowedActions(dynamics.actions.length, optIns);
    const choices = only === undefined ? allowed : [allowed.includes(only) ? only : 0];
    models.forEach((model, preference) => {
      const solved = solve(model, choices, horizon);
      values.set(solved.values, (optIns * preferences + preference) * size);
      actions.set(solved.actions, (optIns * preferences + preference) * size);
    });
  }
  const newcomers = newcomersOf(config);
  const value = newcomers.probability.reduce((sum, probability, kind) => {
    const of = newcomers.optIns[kind]! * preferences + newcomers.preference[kind]!;
    return sum + probability * values[of * size + newcomers.interest[kind]! * fatigues]!;
  }, 0);
  return { value, actions };
}
