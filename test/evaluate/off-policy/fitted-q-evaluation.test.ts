import fc from 'fast-check';
import { ShapeError } from '../../../src/core/errors';
import type { Histories } from '../../../src/evaluate/off-policy/histories';
import { Random } from '../../../src/core/random';
import { fittedQEvaluation, type QProblem } from '../../../src/evaluate/off-policy/fitted-q-evaluation';

/** [units] Σ_a p(a | s) Q(s, a) at each unit's first decision, whose mean is the value of p; 0 of a unit without any. */
function startValues(
  { units, starts, actionCount }: Pick<Histories, 'units' | 'starts' | 'actionCount'>,
  probabilities: Float64Array,
  values: Float64Array,
): Float64Array {
  const result = new Float64Array(units);
  for (let unit = 0; unit < units; unit += 1) {
    if (starts[unit] === starts[unit + 1]) continue;
    const from = starts[unit]! * actionCount;
    for (let i = from; i < from + actionCount; i += 1) result[unit]! += probabilities[i]! * values[i]!;
  }
  return result;
}

interface Step {
  readonly state: number;
  readonly action: number;
  readonly reward: number;
  /** 0 at the last step of a history, whatever is said. */
  readonly discount?: number;
}

interface Log {
  readonly histories: readonly (readonly Step[])[];
  readonly states: number;
  /** [actions] of the judged policy in a state */
  readonly policy: (state: number) => readonly number[];
  /** Fold of each history; by turns unless given. */
  readonly folds?: readonly number[];
}

/** States as flags, and next to no doubt: fits are means by state and action. */
function tabular({ histories, states, policy, folds }: Log): ValuedProblem {
  const steps = histories.flat();
  const starts = histories.map((_, unit) => histories.slice(0, unit).flat().length);
  const discounts = histories.flatMap((history) =>
    history.map(({ discount = 1 }, i) => (i === history.length - 1 ? 0 : discount)),
  );
  return {
    histories: {
      ...{
        units: histories.length,
        starts: Int32Array.of(...starts, steps.length),
        actionCount: policy(0).length,
      },
      ...{ actions: Int32Array.from(steps, ({ action }) => action), discounts: Float64Array.from(discounts) },
      sampleWeights: new Float64Array(steps.length).fill(1),
    },
    ...{ width: states, ridge: 1e-9 },
    features: Float32Array.from(
      steps.flatMap(({ state }) => Array.from({ length: states }, (_, s) => (s === state ? 1 : 0))),
    ),
    probabilities: Float64Array.from(steps.flatMap(({ state }) => policy(state))),
    rewards: Float64Array.from(steps, ({ reward }) => reward),
    folds: { count: 2, of: Uint8Array.from(folds ?? histories.map((_, unit) => unit % 2)) },
  };
}

type ValuedProblem = QProblem & { readonly rewards: Float64Array };
const evaluated = ({ rewards, ...problem }: ValuedProblem) =>
  fittedQEvaluation(problem, Random.fromSeed(1))(rewards);

/** The same histories many times over, so that both folds know the same and no action is too rare for slopes. */
const repeated = <Kind>(all: readonly Kind[], times: number): Kind[] =>
  all.flatMap((one) => Array<Kind>(times).fill(one));

/** From state 0 action 0 leads to state 1 and action 1 to state 2; there actions bring 1 and 5, or 10 and 2; then all ends. */
const chain = [
  [
    { state: 0, action: 0, reward: 100 },
    { state: 1, action: 0, reward: 1 },
  ],
  [
    { state: 0, action: 0, reward: 100 },
    { state: 1, action: 1, reward: 5 },
  ],
  [
    { state: 0, action: 1, reward: 0 },
    { state: 2, action: 0, reward: 10 },
  ],
  [
    { state: 0, action: 1, reward: 0 },
    { state: 2, action: 1, reward: 2 },
  ],
].map((history) => history.map((step) => ({ ...step, discount: 0.5 })));

it('values the state that follows, by what the policy would do there rather than the best', () => {
  // p takes action 0 with 1/4: V(1) = .25 · 1 + .75 · 5 = 4, V(2) = .25 · 10 + .75 · 2 = 4; so Q(0, ·) = 100 + 2 and 0 + 2.
  const problem = tabular({ histories: repeated(chain, 10), states: 3, policy: () => [0.25, 0.75] });
  const { values, sweeps } = evaluated(problem);
  const expected: Record<number, readonly number[]> = { 0: [102, 2], 1: [1, 5], 2: [10, 2] };
  repeated(chain, 10)
    .flat()
    .forEach(({ state }, i) =>
      expected[state]!.forEach((value, action) => expect(values![2 * i + action]).toBeCloseTo(value, 4)),
    );
  // Two for the two steps, and one that finds nothing moves.
  expect(sweeps).toEqual([3, 3]);
  const starts = startValues(problem.histories, problem.probabilities, values!);
  for (const value of starts) expect(value).toBeCloseTo(0.25 * 102 + 0.75 * 2, 4);
});

it('never reads the next history where one ends', () => {
  const ended = repeated([[{ state: 0, action: 0, reward: 1 }], [{ state: 1, action: 0, reward: 1000 }]], 20);
  const { values } = evaluated(tabular({ histories: ended, states: 2, policy: () => [1] }));
  ended.flat().forEach(({ reward }, i) => expect(values![i]).toBeCloseTo(reward, 3));
});

/** Solves A x = b by elimination. */
function solved(matrix: readonly (readonly number[])[], b: readonly number[]): number[] {
  const rows = matrix.map((row, i) => [...row, b[i]!]);
  for (let i = 0; i < rows.length; i += 1) {
    const pivot = rows
      .slice(i)
      .reduce((best, _, j) => (Math.abs(rows[i + j]![i]!) > Math.abs(rows[best]![i]!) ? i + j : best), i);
    [rows[i], rows[pivot]] = [rows[pivot]!, rows[i]!];
    for (let j = 0; j < rows.length; j += 1) {
      if (j === i) continue;
      const factor = rows[j]![i]! / rows[i]![i]!;
      rows[j] = rows[j]!.map((value, k) => value - factor * rows[i]![k]!);
    }
  }
  return rows.map((row, i) => row[rows.length]! / row[i]!);
}

/** Q of the Markov chain that these histories show: (I - D P) Q = R over pairs of state and action. */
function exactQ(histories: readonly (readonly Step[])[], states: number, policy: Log['policy']): number[] {
  const pairs = 2 * states;
  const counts = new Array<number>(pairs).fill(0);
  const rewards = new Array<number>(pairs).fill(0);
  const next = counts.map(() => new Array<number>(pairs).fill(0));
  for (const history of histories)
    history.forEach(({ state, action, reward, discount = 1 }, i) => {
      const pair = 2 * state + action;
      counts[pair]! += 1;
      rewards[pair]! += reward;
      const then = history[i + 1];
      if (then !== undefined)
        policy(then.state).forEach((p, a) => (next[pair]![2 * then.state + a]! += discount * p));
    });
  const matrix = counts.map((count, i) => counts.map((_, j) => (i === j ? 1 : 0) - next[i]![j]! / count));
  return solved(
    matrix,
    rewards.map((reward, i) => reward / counts[i]!),
  );
}

it('goes on until values rest where all decisions look alike, long after the longest history has ended', () => {
  // Two decisions each, 0 then 1 or 1 then 1; action 0 brings 1 and is always followed, action 1 brings 4 and is followed once
  // in three. V = .25 Q(0) + .75 Q(1), Q(0) = 1 + V and Q(1) = 4 + V / 3: V = 3.25 + .5 V.
  const histories = [0, 1].map((first) =>
    [first, 1].map((action) => ({ state: 0, action, reward: action === 0 ? 1 : 4 })),
  );
  const log = { histories: repeated(histories, 10), states: 0, policy: () => [0.25, 0.75] };
  const { values, sweeps, lastChange } = evaluated(tabular(log));
  for (let i = 0; i < 40; i += 1) {
    expect(values![2 * i]).toBeCloseTo(1 + 6.5, 4);
    expect(values![2 * i + 1]).toBeCloseTo(4 + 6.5 / 3, 4);
  }
  // Each round halves what is missing, of 6.5 down to 4e-6: some twenty.
  for (const rounds of sweeps) expect(rounds).toBeGreaterThan(15);
  for (const rounds of sweeps) expect(rounds).toBeLessThan(30);
  expect(lastChange).toBeLessThan(1e-5);
});

function walked(seed: number, count: number, length: number): Step[][] {
  const random = Random.fromSeed(seed);
  return Array.from({ length: count }, () => {
    let state = random.integer(3);
    return Array.from({ length }, () => {
      const step = { state, action: random.integer(2), reward: random.uniform() + state, discount: 0.7 };
      state = random.uniform() < 0.6 ? (state + 1 + step.action) % 3 : random.integer(3);
      return step;
    });
  });
}

it('is the exact solution of the other half’s chain where states are flags', () => {
  const policy = (state: number) =>
    [
      [0.1, 0.9],
      [0.6, 0.4],
      [1, 0],
    ][state]!;
  fc.assert(
    fc.property(fc.nat(), (seed) => {
      const histories = walked(seed, 8, 60);
      const { values, lastChange } = evaluated(tabular({ histories, states: 3, policy }));
      expect(lastChange).toBeLessThan(1e-4);
      const exact = [1, 0].map((fold) =>
        exactQ(
          histories.filter((_, unit) => unit % 2 === fold),
          3,
          policy,
        ),
      );
      const distances = histories.flatMap((history, unit) =>
        history.flatMap(({ state }, i) =>
          [0, 1].map((action) =>
            Math.abs(values![2 * (60 * unit + i) + action]! - exact[unit % 2]![2 * state + action]!),
          ),
        ),
      );
      expect(Math.max(...distances)).toBeLessThan(1e-4);
    }),
    { numRuns: 20 },
  );
});

it('gives the mean return where the judged policy is the logging one', () => {
  // The state is the number of the decision; each history stands in both folds.
  const drawn = walked(3, 40, 3).map((history) =>
    history.map((step, state) => ({ ...step, state, discount: 1 })),
  );
  const share = (state: number) => drawn.filter((history) => history[state]!.action === 1).length / 40;
  const problem = tabular({
    histories: repeated(drawn, 2),
    states: 3,
    policy: (state) => [1 - share(state), share(state)],
  });
  const starts = startValues(problem.histories, problem.probabilities, evaluated(problem).values!);
  const returns = drawn.flat().reduce((sum, { reward }) => sum + reward, 0) / 40;
  expect(starts.reduce((sum, value) => sum + value, 0) / 80).toBeCloseTo(returns, 5);
});

it('knows nothing of the unit that it judges', () => {
  const problem = tabular({ histories: walked(4, 8, 20), states: 3, policy: () => [0.5, 0.5] });
  const rewards = problem.rewards.slice();
  rewards[0]! += 100;
  const [one, other] = [evaluated(problem).values!, evaluated({ ...problem, rewards }).values!];
  for (let i = 0; i < 8 * 20 * 2; i += 1) expect(one[i] === other[i]).toBe(Math.floor(i / 40) % 2 === 0);
});

it('gives up where values run away, and says so', () => {
  // Action 0 is known at x <= 1 alone and leads to 3x, where it is valued again: the slope is 1 + 3 slopes before.
  const random = Random.fromSeed(5);
  const histories = Array.from({ length: 40 }, () => {
    const x = random.uniform();
    return Array.from({ length: 20 }, (_, i) => ({
      state: 0,
      action: i === 0 ? 0 : 1,
      reward: i === 0 ? x : 0,
      x: i === 0 ? x : 3 * x,
    }));
  });
  const problem = tabular({ histories, states: 1, policy: () => [1, 0] });
  const features = Float32Array.from(histories.flat(), ({ x }) => x);
  const { values, reason } = evaluated({ ...problem, features });
  expect(values).toBeNull();
  expect(reason).toMatch(
    /^fitted values grew beyond 2 times the (19|20)\.\d that rewards and discounts allow$/,
  );
});

it('names what is wrong', () => {
  const problem = tabular({ histories: chain, states: 3, policy: () => [0.5, 0.5] });
  expect(() => evaluated({ ...problem, rewards: new Float64Array(1) })).toThrow(ShapeError);
  expect(() => evaluated({ ...problem, rewards: new Float64Array(1) })).toThrow(
    /^rewards: expected 8 elements, got 1/,
  );
  const discounts = new Float64Array(8).fill(1);
  expect(() => evaluated({ ...problem, histories: { ...problem.histories, discounts } })).toThrow(
    /^discounts: expected 0 at the last decision of unit 0, got 1/,
  );
});
