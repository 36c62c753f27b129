/**
 * Fitted Q evaluation by table: where histories are short and states few, the value of an action, and of the policy ever
 * after, is a mean over those who were there, from the last decision backward.
 */
import type { Histories, JudgedPolicy } from '../../evaluate/off-policy/histories';
import type { StateBins } from '../../evaluate/off-policy/marginal-weights';
import { stepCount } from '../../evaluate/off-policy/step-ratios';

const FOLDS = 2;

/**
 * States by what was done before, in its order: nothing, one action, two, and so on. It is all that a customer's future
 * hangs on where actions alone change it.
 */
export function actionsSoFar({ units, starts, actions, actionCount }: Histories): StateBins {
  const of = new Int32Array(actions.length);
  for (let unit = 0; unit < units; unit += 1) {
    let state = 0;
    for (let i = starts[unit]!; i < starts[unit + 1]!; i += 1) {
      of[i] = state;
      // 0 is nothing, so that orders of different lengths never share a number.
      state = state * (actionCount + 1) + actions[i]! + 1;
    }
  }
  return { count: of.reduce((most, state) => Math.max(most, state), 0) + 1, of };
}

/** What is valued, by what, and where each decision was taken; a state says how many decisions came before. */
interface Table extends Pick<JudgedPolicy, 'histories' | 'probabilities' | 'rewards'> {
  readonly states: StateBins;
}

/** Σ_a p(a|s) Q(s, a) at a decision. @param q [states, actions] */
function expectedAt(
  { histories: { actionCount }, probabilities, states }: Table,
  q: Float64Array,
  i: number,
) {
  let sum = 0;
  for (let action = 0; action < actionCount; action += 1)
    sum += probabilities[i * actionCount + action]! * q[states.of[i]! * actionCount + action]!;
  return sum;
}

/** @returns [states, actions] by the units outside the fold; 0 where none of them was */
function fittedOutside(fold: number, table: Table): Float64Array {
  const { histories, rewards, states } = table;
  const { units, starts, actions, actionCount, discounts } = histories;
  const q = new Float64Array(states.count * actionCount);
  const counts = new Float64Array(q.length);
  for (let step = stepCount(histories) - 1; step >= 0; step -= 1) {
    // The sums of this step stand where its means will: no decision of it asks for them.
    for (let unit = 0; unit < units; unit += 1) {
      const i = starts[unit]! + step;
      if (unit % FOLDS === fold || i >= starts[unit + 1]!) continue;
      const cell = states.of[i]! * actionCount + actions[i]!;
      const goesOn = i + 1 < starts[unit + 1]!;
      q[cell]! += rewards[i]! + (goesOn ? discounts[i]! * expectedAt(table, q, i + 1) : 0);
      counts[cell]! += 1;
    }
    for (let cell = 0; cell < q.length; cell += 1) {
      if (counts[cell]! > 0) q[cell]! /= counts[cell]!;
      counts[cell] = 0;
    }
  }
  return q;
}

/**
 * Cross-fitted: every other unit is valued by what the others brought, so units are expected in no order that means
 * something.
 *
 * @returns [n, actions] value of each action at each decision
 */
export function tabularValues(
  judged: Pick<JudgedPolicy, 'histories' | 'probabilities' | 'rewards'>,
): Float64Array {
  const { histories } = judged;
  const { units, starts, actions, actionCount } = histories;
  const states = actionsSoFar(histories);
  const fits = Array.from({ length: FOLDS }, (_, fold) => fittedOutside(fold, { ...judged, states }));
  const values = new Float64Array(actions.length * actionCount);
  for (let unit = 0; unit < units; unit += 1) {
    const q = fits[unit % FOLDS]!;
    for (let i = starts[unit]!; i < starts[unit + 1]!; i += 1) {
      const first = states.of[i]! * actionCount;
      values.set(q.subarray(first, first + actionCount), i * actionCount);
    }
  }
  return values;
}
