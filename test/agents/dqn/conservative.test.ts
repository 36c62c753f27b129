import * as tf from '@tensorflow/tfjs';
import { conservativeGradient } from '../../../src/agents/dqn/conservative';
import { dqnSteps, initialLearnerState } from '../../../src/agents/dqn/learner-step';
import { networkSpec } from '../../../src/agents/dqn/network/spec';
import { ShapeError } from '../../../src/core/errors';
import { recordStep } from '../../../src/tensor/recorded/recorder';
import { learnInputs } from '../../../src/agents/dqn/learner-inputs';
import { batchSpecs } from '../../../src/tensor/program';
import { useBackend } from '../../support/backends';
import { expectNoLeak } from '../../support/expect-no-leak';
import { learnerSettings } from '../../support/learner-programs';

useBackend();

const rows = (...values: number[][]) => tf.tensor2d(values);

describe('the gradient of the conservative term', () => {
  it('is the softmax less 1 at the logged action, times alpha over the batch', async () => {
    // Odds 1 : 3 and 1 : 1; the second action was logged, then the first.
    const qValues = rows([0, Math.log(3)], [7, 7]);
    const gradient = await conservativeGradient(qValues, rows([0, 1], [1, 0]), 8).array();
    const expected = [
      [(8 / 2) * 0.25, (8 / 2) * (0.75 - 1)],
      [(8 / 2) * (0.5 - 1), (8 / 2) * 0.5],
    ];
    expected.forEach((row, i) => row.forEach((one, j) => expect(gradient[i]![j]).toBeCloseTo(one, 5)));
  });

  it('is that of automatic differentiation, with weights', () => {
    const qValues = rows([0.5, -1, 2], [300, 299, -300], [0, 0, 0], [-1, -2, -3]);
    const logged = rows([1, 0, 0], [0, 1, 0], [0, 0, 1], [1, 0, 0]);
    const weights = tf.tensor1d([1, 0.5, 2, 0]);
    const term = (values: tf.Tensor) =>
      tf.mul(
        0.7,
        tf.mean(tf.mul(weights, tf.sub(tf.logSumExp(values, 1), tf.sum(tf.mul(values, logged), 1)))),
      );
    const expected = tf.grad(term)(qValues).dataSync();
    const gradient = conservativeGradient(qValues, logged, 0.7, weights).dataSync();
    expect(gradient.length).toBe(12);
    expected.forEach((one, i) => expect(gradient[i]).toBeCloseTo(one, 6));
  });

  it('stays a number where values are far apart', () => {
    const gradient = conservativeGradient(rows([1e30, -1e30]), rows([0, 1]), 1).dataSync();
    expect(Array.from(gradient)).toEqual([1, -1]);
  });

  it('leaves no tensor behind', async () => {
    await expectNoLeak(() => void tf.tidy(() => void conservativeGradient(rows([1, 2]), rows([0, 1]), 1)));
  });

  it('names what has another shape', () => {
    expect(() => conservativeGradient(tf.zeros([2, 3]), tf.zeros([2, 2]), 1)).toThrow(
      new ShapeError('logged: expected shape [2, 3], got [2, 2]'),
    );
    expect(() => conservativeGradient(tf.zeros([2, 3]), tf.zeros([2, 3]), 1, tf.zeros([3]))).toThrow(
      new ShapeError('weights: expected shape [2], got [3]'),
    );
  });
});

describe('an update that is not conservative', () => {
  const spec = networkSpec({ features: 2, hiddenLayers: [4], actions: 3 });
  const state = Object.fromEntries(
    Object.entries(initialLearnerState(new Float32Array(spec.parameterCount))).map(([name, values]) => [
      name,
      { shape: name.endsWith('Power') ? [] : [values.length], dtype: 'float32' as const },
    ]),
  );
  const inputs = batchSpecs(learnInputs(1, { batchSize: 5, features: 2, maskedActions: 0 }));
  const recorded = (changes: object) =>
    recordStep(dqnSteps(spec, { ...learnerSettings, ...changes }).learn, state, inputs);

  it('is recorded as if there were no such term', () => {
    expect(recorded({ conservativeWeight: 0 })).toEqual(recorded({}));
    expect(recorded({ conservativeWeight: 1 }).nodes.length).toBeGreaterThan(recorded({}).nodes.length);
  });
});
