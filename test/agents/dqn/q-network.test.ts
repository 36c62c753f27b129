import * as tf from '@tensorflow/tfjs';
import { ShapeError } from '../../../src/core/errors';
import { Random } from '../../../src/core/random';
import {
  backward,
  denseLayers,
  forward,
  initialParameters,
  layerLayouts,
  parameterCount,
  type NetworkShape,
} from '../../../src/agents/dqn/q-network';
import { useBackend } from '../../support/backends';

useBackend();

const small: NetworkShape = { features: 2, hiddenLayers: [2], actions: 3 };
/** Kernel [[1, -1], [2, 0]], bias [0, 1]; kernel [[1, 0, -1], [2, 1, 0]], bias [.5, 0, -.5]. */
const parameters = [1, -1, 2, 0, 0, 1, 1, 0, -1, 2, 1, 0, 0.5, 0, -0.5];

describe('the parameter vector', () => {
  it('holds kernel and bias of each layer, one after the other', () => {
    expect(layerLayouts({ features: 3, hiddenLayers: [64, 32], actions: 5 })).toEqual([
      { inputs: 3, units: 64, offset: 0 },
      { inputs: 64, units: 32, offset: 256 },
      { inputs: 32, units: 5, offset: 256 + 65 * 32 },
    ]);
    expect(parameterCount({ features: 3, hiddenLayers: [64, 32], actions: 5 })).toBe(256 + 2080 + 165);
    expect(parameterCount(small)).toBe(parameters.length);
  });

  it('starts uniform within ±1/√inputs of each layer', () => {
    const shape = { features: 4, hiddenLayers: [200, 100], actions: 50 };
    const initial = initialParameters(shape, Random.fromSeed(1));
    for (const { inputs, units, offset } of layerLayouts(shape)) {
      const layer = initial.subarray(offset, offset + (inputs + 1) * units);
      const bound = 1 / Math.sqrt(inputs);
      const variance = layer.reduce((sum, value) => sum + value * value, 0) / layer.length;
      expect(Math.max(...layer.map(Math.abs))).toBeLessThanOrEqual(Math.fround(bound));
      // Variance bound²/3; the mean square of n uniform numbers has a relative standard error of √(.8/n).
      expect(Math.abs(variance / (bound * bound * (1 / 3)) - 1)).toBeLessThan(
        4 * Math.sqrt(0.8 / layer.length),
      );
    }
  });

  it('starts the same from the same stream and otherwise from another', () => {
    const initial = (seed: number) => initialParameters(small, Random.fromSeed(seed));
    expect(initial(1)).toEqual(initial(1));
    expect(initial(2)).not.toEqual(initial(1));
  });
});

describe('the Q-network', () => {
  it('computes by hand: ReLU between the layers, none at the end', () => {
    const pass = forward(
      denseLayers(small, tf.tensor1d(parameters)),
      tf.tensor2d([
        [1, 1],
        [-1, 0],
      ]),
    );
    // Hidden: [1 + 2, -1 + 1] = [3, 0] and [-1, 1 + 1] = [0, 2] after ReLU.
    expect(pass.inputs[1]!.arraySync()).toEqual([
      [3, 0],
      [0, 2],
    ]);
    expect(pass.qValues.arraySync()).toEqual([
      [3 + 0.5, 0, -3 - 0.5],
      [4 + 0.5, 2, -0.5],
    ]);
  });

  it('passes the gradient back by hand', () => {
    const layers = denseLayers(small, tf.tensor1d(parameters));
    const pass = forward(layers, tf.tensor2d([[1, 2]])); // hidden [5, 0]: the second unit is closed
    const gradient = backward(layers, pass, tf.tensor2d([[1, 10, 100]]));
    const hidden = 1 * 1 + 10 * 0 + 100 * -1; // of the first unit
    expect(Array.from(gradient.dataSync())).toEqual([
      ...[hidden, 0, 2 * hidden, 0], // kernel: input times gradient
      ...[hidden, 0], // bias
      ...[5, 50, 500, 0, 0, 0],
      ...[1, 10, 100],
    ]);
  });

  it.each([
    [{ features: 1, hiddenLayers: [1], actions: 1 }, 1],
    [{ features: 3, hiddenLayers: [4], actions: 2 }, 7],
    [{ features: 5, hiddenLayers: [8, 3], actions: 4 }, 6],
    [{ features: 2, hiddenLayers: [6, 6, 6], actions: 3 }, 33],
  ])('passes the gradient of automatic differentiation back: %j, batch %i', (shape, batch) => {
    const random = Random.fromSeed(3);
    const uniform = (rows: number, columns: number) =>
      tf.tensor2d(
        Float32Array.from({ length: rows * columns }, () => 2 * random.uniform() - 1),
        [rows, columns],
      );
    const vector = tf.tensor1d(initialParameters(shape, random));
    const observations = uniform(batch, shape.features);
    const qGradient = uniform(batch, shape.actions);
    // The network once more, from plain operations.
    const plain = (flat: tf.Tensor) =>
      layerLayouts(shape).reduce<tf.Tensor>((activations, { inputs, units, offset }, index) => {
        const kernel = flat.slice(offset, inputs * units).reshape([inputs, units]);
        const sums = tf.add(tf.matMul(activations, kernel), flat.slice(offset + inputs * units, units));
        return index < shape.hiddenLayers.length ? tf.relu(sums) : sums;
      }, observations);
    const expected = tf
      .grad((flat) => tf.sum(tf.mul(plain(flat), qGradient)))(vector)
      .dataSync();
    const layers = denseLayers(shape, vector);
    const pass = forward(layers, observations);
    const gradient = backward(layers, pass, qGradient).dataSync();
    expect(gradient.length).toBe(parameterCount(shape));
    expected.forEach((value, i) => expect(gradient[i]).toBeCloseTo(value, 5));
    plain(vector)
      .dataSync()
      .forEach((value, i) => expect(pass.qValues.dataSync()[i]).toBeCloseTo(value, 5));
  });

  it('names what has another shape', () => {
    const layers = denseLayers(small, tf.tensor1d(parameters));
    const pass = forward(layers, tf.zeros([4, 2]));
    expect(() => denseLayers(small, tf.zeros([14]))).toThrow(
      new ShapeError('parameters: expected shape [15], got [14]'),
    );
    expect(() => forward(layers, tf.zeros([4, 3]))).toThrow(
      new ShapeError('observations: expected shape [-1, 2], got [4, 3]'),
    );
    expect(() => backward(layers, pass, tf.zeros([4, 2]))).toThrow(
      new ShapeError('qGradient: expected shape [4, 3], got [4, 2]'),
    );
  });
});
