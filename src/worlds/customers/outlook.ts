/** What is to be expected of every hidden state while actions are left to fixed chances: exact, by backward induction. */
import type { Outlook } from '../company-form';
import type { CustomersDynamics } from './dynamics';
import { actionOutcomes, fatigueAfter } from './transitions';

/** [states] interest by interest, as in `Transitions` */
export type Outlooks = Readonly<Record<keyof Outlook, Float64Array>>;

/** One period from one state: chances of what may come of it, of all actions together. */
interface Period {
  readonly sale: number;
  /** [states] of staying, and being in the next one: after a period with a sale or without; without one alone */
  readonly next: Float64Array;
  readonly nextWithoutSale: Float64Array;
}

function periodOf(
  dynamics: CustomersDynamics,
  preference: number,
  state: number,
  chances: ArrayLike<number>,
): Period {
  const { interests, fatigues } = dynamics;
  const [interest, fatigue] = [Math.floor(state / fatigues), state % fatigues];
  const next = new Float64Array(interests * fatigues);
  const nextWithoutSale = new Float64Array(interests * fatigues);
  let sale = 0;
  for (let action = 0; action < chances.length; action += 1) {
    const share = chances[action]!;
    if (share === 0) continue;
    const came = actionOutcomes(dynamics, preference, interest, fatigue, action);
    const { bought, noticed, stays, buyer, reader, other } = came;
    const tired = fatigueAfter(dynamics, fatigue, action);
    sale += share * bought;
    for (let level = 0; level < interests; level += 1) {
      const quiet = noticed * reader[level]! + (stays - bought - noticed) * other[level]!;
      tired.forEach((chance, after) => {
        nextWithoutSale[level * fatigues + after]! += share * quiet * chance;
        next[level * fatigues + after]! += share * (quiet + bought * buyer[level]!) * chance;
      });
    }
  }
  return { sale, next, nextWithoutSale };
}

const sum = (values: Float64Array) => values.reduce((all, value) => all + value, 0);
const expected = (chances: Float64Array, values: Float64Array) =>
  chances.reduce((all, chance, state) => all + chance * values[state]!, 0);

/**
 * Whoever is lost buys nothing any more; who unsubscribes in a period buys nothing in it.
 *
 * @param preference index of the preferred channel
 * @param chances [actions] of what is done in every period
 */
export function outlooksOf(
  dynamics: CustomersDynamics,
  preference: number,
  chances: ArrayLike<number>,
  periods: number,
): Outlooks {
  const states = dynamics.interests * dynamics.fatigues;
  const all = Array.from({ length: states }, (_, state) => periodOf(dynamics, preference, state, chances));
  let buysNothing = new Float64Array(states).fill(1);
  let value = new Float64Array(states);
  for (let period = 0; period < periods; period += 1) {
    const [nothingAfter, valueAfter] = [buysNothing, value];
    buysNothing = Float64Array.from(all, ({ sale, nextWithoutSale: next }) => {
      const isLost = 1 - sale - sum(next);
      return isLost + expected(next, nothingAfter);
    });
    value = Float64Array.from(all, ({ sale, next }) => dynamics.margin * sale + expected(next, valueAfter));
  }
  return { leaves: Float64Array.from(all, ({ next }) => 1 - sum(next)), buysNothing, value };
}
