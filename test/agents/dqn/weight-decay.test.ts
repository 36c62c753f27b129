/** What weight decay takes from a learner's networks, and what it leaves alone. */
import { concatenate, Learner } from '../../../src/agents/dqn/learner';
import { learnInputs } from '../../../src/agents/dqn/learner-inputs';
import { initialLearnerState, learnerTensors } from '../../../src/agents/dqn/learner-step';
import { implicitQLearning, qLearning } from '../../../src/agents/dqn/learning-method';
import type { HeadName } from '../../../src/agents/dqn/network/head-names';
import { initialParameters } from '../../../src/agents/dqn/network/initial-parameters';
import { networkSpec } from '../../../src/agents/dqn/network/spec';
import { Random } from '../../../src/core/random';
import { createProgram } from '../../../src/tensor/create-program';
import { batchSpecs, type ProgramSteps } from '../../../src/tensor/program';
import { recordStep } from '../../../src/tensor/recorded/recorder';
import { describeOnBackends, useBackend } from '../../support/backends';
import { expectNoLeak } from '../../support/expect-no-leak';
import { learnerSettings } from '../../support/learner-programs';
import { tape } from '../../support/tape';

const shape = { features: 4, hiddenLayers: [8, 6], actions: 3 };
const SIZE = 5;
const RATE = 0.1;

type Kind = 'dqn' | 'iql';

function methodOf(kind: Kind, head: HeadName, weightDecay: number) {
  const spec = networkSpec({ ...shape, head });
  const settings = { ...learnerSettings, learningRate: RATE, weightDecay };
  return kind === 'dqn'
    ? qLearning(spec, settings)
    : implicitQLearning(spec, { ...settings, expectile: 0.7 });
}

function learnerOf(
  kind: Kind,
  head: HeadName,
  weightDecay: number,
  learningRateAt?: (update: number) => number,
) {
  const { networks, steps } = methodOf(kind, head, weightDecay);
  const online = networks.map((one) => initialParameters(one, Random.fromSeed(1))).reduce(concatenate);
  const program = createProgram(steps, learnerTensors(initialLearnerState(online)));
  const target = { period: 1_000_000, tau: 1 };
  return { online, learner: new Learner(program, { maxGradientNorm: 10, target, learningRateAt }) };
}

/** Transitions that weigh nothing have no gradient, so that Adam stands still. */
const nothingToLearn = new Float32Array(2 * SIZE);
const batches = tape({ ...shape, size: 2 * SIZE });

/**
 * Parameters that tell actions apart, counted by hand: plain 5 · 8 + 9 · 6 + 7 · 3 = 115 of 115; dueling 40 shared, 54 of
 * either stream, 7 of the value and 21 of the advantages; separate 40 and 54 of either, 7 and 21. V of implicit
 * Q-learning is a plain network of one output behind them, 40 + 54 + 7.
 */
const cases: readonly (readonly [Kind, HeadName, number, readonly (readonly [number, number])[]])[] = [
  ['dqn', 'plain', 115, [[0, 115]]],
  ['dqn', 'dueling', 176, [[94, 148], [155, 176]]], // prettier-ignore
  ['dqn', 'separate', 216, [[40, 80], [134, 188], [195, 216]]], // prettier-ignore
  ['iql', 'plain', 115 + 101, [[0, 115]]],
  ['iql', 'dueling', 176 + 101, [[94, 148], [155, 176]]], // prettier-ignore
  ['iql', 'separate', 216 + 101, [[40, 80], [134, 188], [195, 216]]], // prettier-ignore
];

describeOnBackends('weight decay', () => {
  it.each(cases)(
    'of %s with a %s head shrinks what tells actions apart, of %i parameters, and leaves the others bit by bit',
    async (kind, head, count, decayed) => {
      // Of a rate that stays: .1 · 2 in both updates; of one that falls: .1 · 2, then .05 · 2.
      for (const [rateAt, left] of [
        [undefined, 0.8 * 0.8],
        [(update: number) => RATE / (update + 1), 0.8 * 0.9],
      ] as const) {
        const { online, learner } = learnerOf(kind, head, 2, rateAt);
        await learner.learn(batches, 2, 2, nothingToLearn);
        const learned = await learner.parameters();
        expect(learned.length).toBe(count);
        learned.forEach((value, i) => {
          const shrinks = decayed.some(([from, to]) => i >= from && i < to);
          if (shrinks) expect(value).toBeCloseTo(left * online[i]!, 6);
          else expect(value).toBe(online[i]);
        });
        learner.dispose();
      }
    },
  );

  it.each(cases)('of %s with a %s head is beside the step of Adam', async (kind, head, _count, decayed) => {
    const [without, withDecay] = [learnerOf(kind, head, 0), learnerOf(kind, head, 2)];
    for (const { learner } of [without, withDecay]) await learner.learn(batches);
    const expected = await without.learner.parameters();
    const found = await withDecay.learner.parameters();
    expect(expected).not.toEqual(without.online);
    found.forEach((value, i) => {
      const shrinks = decayed.some(([from, to]) => i >= from && i < to);
      if (shrinks) expect(value).toBeCloseTo(expected[i]! - 0.2 * without.online[i]!, 6);
      else expect(value).toBe(expected[i]);
    });
    for (const { learner } of [without, withDecay]) learner.dispose();
  });

  it.each(['dqn', 'iql'] as const)('of %s leaves no tensor behind', async (kind) => {
    await expectNoLeak(async () => {
      const { learner } = learnerOf(kind, 'separate', 2);
      await learner.learn(batches);
      await learner.measure();
      learner.dispose();
    });
  });
});

describe('an update without weight decay', () => {
  useBackend();

  function recorded(steps: ProgramSteps, parameters: number) {
    const state = Object.fromEntries(
      Object.entries(initialLearnerState(new Float32Array(parameters))).map(([name, values]) => [
        name,
        { shape: name.endsWith('Power') ? [] : [values.length], dtype: 'float32' as const },
      ]),
    );
    const inputs = learnInputs(1, { batchSize: SIZE, features: shape.features, maskedActions: 0 });
    return recordStep(steps.learn!, state, batchSpecs(inputs));
  }

  it.each(cases)('of %s with a %s head goes from the parameters themselves', (kind, head, count) => {
    const startOf = (weightDecay: number) => {
      const { nodes, state } = recorded(methodOf(kind, head, weightDecay).steps, count);
      const next = nodes[state.online!]!; // parameters less a step
      return next.kind === 'result' ? nodes[next.inputs[0]!] : undefined;
    };
    expect(startOf(0)).toMatchObject({ kind: 'state', name: 'online' });
    expect(startOf(2)).toMatchObject({ kind: 'result' });
  });
});
