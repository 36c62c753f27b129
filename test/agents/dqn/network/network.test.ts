import * as tf from '@tensorflow/tfjs';
import { ShapeError } from '../../../../src/core/errors';
import { Random } from '../../../../src/core/random';
import { initialParameters } from '../../../../src/agents/dqn/network/initial-parameters';
import { backward, forward, layerParameters } from '../../../../src/agents/dqn/network/network';
import { networkSpec, type NetworkShape } from '../../../../src/agents/dqn/network/spec';
import { useBackend } from '../../../support/backends';
import { expectNoLeak } from '../../../support/expect-no-leak';
import { referenceQ } from '../../../support/reference-network';

useBackend();

const small = networkSpec({ features: 2, hiddenLayers: [2], actions: 3 });
/** Kernel [[1, -1], [2, 0]], bias [0, 1]; kernel [[1, 0, -1], [2, 1, 0]], bias [.5, 0, -.5]. */
const parameters = [1, -1, 2, 0, 0, 1, 1, 0, -1, 2, 1, 0, 0.5, 0, -0.5];

describe('the Q-network', () => {
  it('computes by hand: ReLU between the layers, none at the end', () => {
    const pass = forward(
      small,
      layerParameters(small, tf.tensor1d(parameters)),
      tf.tensor2d([
        [1, 1],
        [-1, 0],
      ]),
    );
    // Hidden: [1 + 2, -1 + 1] = [3, 0] and [-1, 1 + 1] = [0, 2] after ReLU.
    expect(pass.activations[0]!.arraySync()).toEqual([
      [3, 0],
      [0, 2],
    ]);
    expect(pass.qValues.arraySync()).toEqual([
      [3 + 0.5, 0, -3 - 0.5],
      [4 + 0.5, 2, -0.5],
    ]);
  });

  it('passes the gradient back by hand', () => {
    const layers = layerParameters(small, tf.tensor1d(parameters));
    const pass = forward(small, layers, tf.tensor2d([[1, 2]])); // hidden [5, 0]: the second unit is closed
    const gradient = backward(small, layers, pass, tf.tensor2d([[1, 10, 100]]));
    const hidden = 1 * 1 + 10 * 0 + 100 * -1; // of the first unit
    expect(Array.from(gradient.dataSync())).toEqual([
      ...[hidden, 0, 2 * hidden, 0], // kernel: input times gradient
      ...[hidden, 0], // bias
      ...[5, 50, 500, 0, 0, 0],
      ...[1, 10, 100],
    ]);
  });

  it.each<[NetworkShape, number]>([
    [{ features: 1, hiddenLayers: [1], actions: 1 }, 1],
    [{ features: 3, hiddenLayers: [4], actions: 2 }, 7],
    [{ features: 5, hiddenLayers: [8, 3], actions: 4 }, 6],
    [{ features: 2, hiddenLayers: [6, 6, 6], actions: 3 }, 33],
    [{ features: 3, hiddenLayers: [], actions: 2 }, 4],
    [{ features: 3, hiddenLayers: [4], actions: 2, head: 'dueling' }, 7],
    [{ features: 5, hiddenLayers: [8, 3], actions: 4, head: 'dueling' }, 6],
    [{ features: 2, hiddenLayers: [6, 6, 6], actions: 1, head: 'dueling' }, 33],
    [{ features: 3, hiddenLayers: [], actions: 2, head: 'dueling' }, 4],
    [{ features: 5, hiddenLayers: [8, 3], actions: 4, head: 'separate' }, 6],
    [{ features: 2, hiddenLayers: [6, 6, 6], actions: 1, head: 'separate' }, 33],
    [{ features: 3, hiddenLayers: [], actions: 2, head: 'separate' }, 4],
  ])('passes the gradient of automatic differentiation back: %j, batch %i', (shape, batch) => {
    const random = Random.fromSeed(3);
    const uniform = (rows: number, columns: number) =>
      tf.tensor2d(
        Float32Array.from({ length: rows * columns }, () => 2 * random.uniform() - 1),
        [rows, columns],
      );
    const spec = networkSpec(shape);
    const vector = tf.tensor1d(initialParameters(spec, random));
    const observations = uniform(batch, shape.features);
    const qGradient = uniform(batch, shape.actions);
    const expected = tf
      .grad((flat) => tf.sum(tf.mul(referenceQ(shape, flat, observations), qGradient)))(vector)
      .dataSync();
    const layers = layerParameters(spec, vector);
    const pass = forward(spec, layers, observations);
    const gradient = backward(spec, layers, pass, qGradient).dataSync();
    expect(gradient.length).toBe(spec.parameterCount);
    expected.forEach((value, i) => expect(gradient[i]).toBeCloseTo(value, 5));
    referenceQ(shape, vector, observations)
      .dataSync()
      .forEach((value, i) => expect(pass.qValues.dataSync()[i]).toBeCloseTo(value, 5));
  });

  it('leaves no tensor behind, forward and backward', async () => {
    await expectNoLeak(() => {
      tf.tidy(() => {
        const layers = layerParameters(small, tf.tensor1d(parameters));
        const pass = forward(small, layers, tf.zeros([4, 2]));
        backward(small, layers, pass, tf.zeros([4, 3]));
      });
    });
  });

  it('names what has another shape', () => {
    const layers = layerParameters(small, tf.tensor1d(parameters));
    const pass = forward(small, layers, tf.zeros([4, 2]));
    expect(() => layerParameters(small, tf.zeros([14]))).toThrow(
      new ShapeError('parameters: expected shape [15], got [14]'),
    );
    expect(() => forward(small, layers, tf.zeros([4, 3]))).toThrow(
      new ShapeError('observations: expected shape [-1, 2], got [4, 3]'),
    );
    expect(() => backward(small, layers, pass, tf.zeros([4, 2]))).toThrow(
      new ShapeError('qGradient: expected shape [4, 3], got [4, 2]'),
    );
  });
});
