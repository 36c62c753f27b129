import * as tf from '@tensorflow/tfjs';
import { duelingHead } from '../../../../src/agents/dqn/network/dueling-head';
import { backward, forward, layerParameters } from '../../../../src/agents/dqn/network/network';
import { networkSpec } from '../../../../src/agents/dqn/network/spec';
import { useBackend } from '../../../support/backends';
import { expectNoLeak } from '../../../support/expect-no-leak';

/** One feature, one unit per hidden layer of a stream, two actions. */
const spec = networkSpec({ features: 1, hiddenLayers: [1], actions: 2, head: 'dueling' });
const parameters = [
  ...[2, 0], // value_hidden_1: 2x
  ...[1, 1], // advantage_hidden_1: x + 1
  ...[3, -1], // value: 3h - 1
  ...[1, 5, 0, 2], // advantage: h and 5h + 2
];

describe('the dueling head', () => {
  useBackend();

  it('computes by hand: the value, and of the advantages what differs from their mean', () => {
    const values = tf.tidy(() => {
      const layers = layerParameters(spec, tf.tensor1d(parameters));
      return forward(spec, layers, tf.tensor2d([[1], [-2]])).qValues.arraySync();
    });
    // Of 1: value 3 * 2 - 1 = 5, advantages 2 and 12 with mean 7. Of -2 all hidden units are closed: value -1,
    // advantages 0 and 2 with mean 1.
    expect(values).toEqual([
      [5 + 2 - 7, 5 + 12 - 7],
      [-1 + 0 - 1, -1 + 2 - 1],
    ]);
  });

  it('passes the gradient back by hand', () => {
    const gradient = tf.tidy(() => {
      const layers = layerParameters(spec, tf.tensor1d(parameters));
      const pass = forward(spec, layers, tf.tensor2d([[1]])); // hidden 2 of the value, 2 of the advantage
      return Array.from(backward(spec, layers, pass, tf.tensor2d([[4, 10]])).dataSync());
    });
    // To the value 4 + 10, to the advantages 4 - 7 and 10 - 7.
    expect(gradient).toEqual([
      ...[14 * 3, 14 * 3],
      ...[-3 * 1 + 3 * 5, -3 * 1 + 3 * 5],
      ...[14 * 2, 14],
      ...[-3 * 2, 3 * 2, -3, 3],
    ]);
  });

  it('gives the same as the matrix that files have in its place', () => {
    tf.tidy(() => {
      const outputs = [tf.tensor2d([[5], [-1]]), tf.tensor2d([[2, 12, 1], [0, 2, 4]])] as const; // prettier-ignore
      const matrix = tf.tensor2d(duelingHead.combination(3)!, [4, 3]);
      const expected = tf.matMul(tf.concat([...outputs], 1), matrix).dataSync();
      duelingHead
        .qValues(outputs)
        .dataSync()
        .forEach((value, i) => expect(value).toBeCloseTo(expected[i]!, 5));
    });
  });

  it('leaves no tensor behind', async () => {
    await expectNoLeak(() => {
      tf.tidy(() => {
        const outputs = [tf.zeros([4, 1]), tf.zeros([4, 3])] as tf.Tensor2D[];
        duelingHead.outputGradients(duelingHead.qValues(outputs));
      });
    });
  });
});
