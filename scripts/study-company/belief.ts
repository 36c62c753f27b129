/**
 * What a company could know of its customers at best: chances of each hidden state given all rows of the contact log before
 * a moment, by Bayes' rule and the true mechanism. No model of the tables orders customers better, but by luck.
 */
import { actionOutcomes, fatigueAfter } from '../../src/worlds/customers/transitions';
import {
  customersDynamics,
  eventChance,
  EVENTS,
  events,
  stateIndex,
  type CustomersDynamics,
} from '../../src/worlds/customers/dynamics';
import { newcomersOf } from '../../src/worlds/customers/newcomers';
import type { CustomersConfig } from '../../src/worlds/customers/settings';

/** What the log says of a week. */
export interface SeenWeek {
  /** Index into the world's actions. */
  readonly action: number;
  readonly opened: boolean;
  readonly clicked: boolean;
  readonly complained: boolean;
  readonly bought: boolean;
}

/** Chance of what was seen in a week, in a hidden state. */
function seenChance(
  dynamics: CustomersDynamics,
  [preference, interest, fatigue]: readonly [number, number, number],
  { action, opened, clicked, complained, bought }: SeenWeek,
): number {
  const row =
    (stateIndex(dynamics, preference, interest, fatigue) * dynamics.actions.length + action) * EVENTS;
  const organic = dynamics.organic[interest]!;
  const unasked = bought ? organic : 1 - organic;
  const chance = (event: number) => eventChance(dynamics, row, event);
  // Whoever clicks and buys may have bought by the contact or without being asked.
  if (clicked) return chance(events.clicked) * unasked + (bought ? chance(events.bought) : 0);
  if (opened) return chance(events.opened) * unasked;
  return chance(complained ? events.complained : events.nothing) * unasked;
}

const keyOf = ({ action, opened, clicked, complained, bought }: SeenWeek): string =>
  [action, opened, clicked, complained, bought].map(Number).join(' ');

/** [states, states] chance of what was seen, of staying, and of the next state. */
export function stepOf(dynamics: CustomersDynamics, preference: number, seen: SeenWeek): Float64Array {
  const { interests, fatigues } = dynamics;
  const states = interests * fatigues;
  const chances = new Float64Array(states * states);
  for (let state = 0; state < states; state += 1) {
    const [interest, fatigue] = [Math.floor(state / fatigues), state % fatigues];
    const likely = seenChance(dynamics, [preference, interest, fatigue], seen);
    const came = actionOutcomes(dynamics, preference, interest, fatigue, seen.action);
    const levels = seen.bought ? came.buyer : seen.opened ? came.reader : came.other;
    const tired = fatigueAfter(dynamics, fatigue, seen.action);
    levels.forEach((share, level) =>
      tired.forEach(
        (chance, next) => (chances[state * states + level * fatigues + next] = likely * share * chance),
      ),
    );
  }
  return chances;
}

/** Chances of the hidden states, customer by customer, week by week. */
export class Beliefs {
  readonly states: number;
  readonly preferences: number;
  readonly #config: CustomersConfig;
  readonly #steps = new Map<string, readonly Float64Array[]>();

  constructor(config: CustomersConfig) {
    const { interests, fatigues, preferences } = customersDynamics(config);
    this.#config = config;
    this.states = interests * fatigues;
    this.preferences = preferences;
  }

  /** [preferences, states] of a new customer of a segment */
  begin(segment: string): Float64Array {
    const { segments, fatigue } = this.#config;
    const wanted = segments.findIndex(({ name }) => name === segment);
    const kinds = newcomersOf(this.#config);
    const belief = new Float64Array(this.preferences * this.states);
    kinds.probability.forEach((chance, kind) => {
      if (kinds.segment[kind] !== wanted) return;
      belief[kinds.preference[kind]! * this.states + kinds.interest[kind]! * fatigue.levels]! += chance;
    });
    return normalised(belief);
  }

  /** After a week that the customer has stayed beyond. */
  after(belief: Float64Array, seen: SeenWeek): Float64Array {
    const key = keyOf(seen);
    const dynamics = customersDynamics(this.#config);
    const steps =
      this.#steps.get(key) ??
      Array.from({ length: this.preferences }, (_, preference) => stepOf(dynamics, preference, seen));
    this.#steps.set(key, steps);
    const { states } = this;
    const next = new Float64Array(belief.length);
    for (const [preference, step] of steps.entries())
      for (let state = 0; state < states; state += 1) {
        const chance = belief[preference * states + state]!;
        if (chance === 0) continue;
        for (let after = 0; after < states; after += 1)
          next[preference * states + after]! += chance * step[state * states + after]!;
      }
    return normalised(next);
  }
}

function normalised(chances: Float64Array): Float64Array {
  const sum = chances.reduce((all, chance) => all + chance, 0);
  return chances.map((chance) => chance / sum);
}
