import { Random } from '../../../src/core/random';
import { foldsOf } from '../../../src/evaluate/off-policy/folds';
import { stateValues, type StateValueProblem } from '../../../src/evaluate/off-policy/state-values';

const LENGTH = 6;

/** Histories of a customer each through two states, -1 and 1. @param rewardOf a state @param isGone where a history ends for good */
function problemOf(
  units: number,
  discount: number,
  rewardOf: (state: number, random: Random) => number,
  isGone = false,
): StateValueProblem {
  const random = Random.fromSeed(9);
  const n = units * LENGTH;
  const states = new Float32Array(n);
  for (let i = 0; i < n; i += 1) {
    const before = i % LENGTH === 0 ? (random.uniform() < 0.5 ? -1 : 1) : states[i - 1]!;
    // Stays three times of four.
    states[i] = i % LENGTH === 0 || random.uniform() < 0.75 ? before : -before;
  }
  const isLast = (i: number) => i % LENGTH === LENGTH - 1;
  return {
    histories: {
      ...{ units, starts: Int32Array.from({ length: units + 1 }, (_, unit) => unit * LENGTH) },
      discounts: Float64Array.from(states, (_, i) => (isLast(i) ? 0 : discount)),
    },
    ...{ features: states, width: 1, rewards: Float64Array.from(states, (state) => rewardOf(state, random)) },
    weights: Float64Array.from(states, (_, i) => (isLast(i) && !isGone ? 0 : 1)),
    folds: foldsOf(units, random),
  };
}

it('of a constant reward is the sum of it for ever, though each history is cut off', () => {
  stateValues(problemOf(40, 0.9, () => 2))!.forEach((value) => expect(value).toBeCloseTo(20, 1));
});

it.each([0.99, 0.999])('looks as far ahead as a discount of %d asks for', (discount) => {
  stateValues(problemOf(40, discount, () => 2))!.forEach((value) =>
    expect(value * (1 - discount)).toBeCloseTo(2, 3),
  );
});

it('is nothing where what follows counts in full and no history ends', () => {
  expect(stateValues(problemOf(40, 1, () => 2))).toBeNull();
});

it('ends where customers are gone for good', () => {
  // Five of six decisions have a next one, and nothing tells which: V = 1 + 5/6 V is 6.
  stateValues(problemOf(400, 1, () => 1, true))!.forEach((value) =>
    expect(Math.abs(value - 6)).toBeLessThan(0.2),
  );
});

it('solves what the states go on to bring', () => {
  // V(1) = 1 + .8 (¾ V(1) + ¼ V(-1)) and V(-1) = .8 (¾ V(-1) + ¼ V(1)): 10/3 and 5/3.
  const problem = problemOf(3000, 0.8, (state, random) => (state === 1 ? 1 : 0) + random.uniform() - 0.5);
  stateValues(problem)!.forEach((value, i) =>
    expect(Math.abs(value - (problem.features[i] === 1 ? 10 / 3 : 5 / 3))).toBeLessThan(0.15),
  );
});

it('tells a customer by others alone', () => {
  const problem = problemOf(10, 0.5, () => 1);
  const own = Array.from({ length: LENGTH }, (_, i) => i);
  const changed = Float64Array.from(problem.rewards, (reward, i) => (i < LENGTH ? 1000 : reward));
  const [before, after] = [stateValues(problem)!, stateValues({ ...problem, rewards: changed })!];
  own.forEach((i) => expect(after[i]).toBe(before[i]));
  expect(after).not.toEqual(before);
});

it('is nothing without a decision of which it is known what follows', () => {
  const problem = problemOf(10, 0.5, () => 1);
  expect(stateValues({ ...problem, weights: new Float64Array(problem.weights.length) })).toBeNull();
});
