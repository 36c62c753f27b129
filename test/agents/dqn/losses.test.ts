import * as tf from '@tensorflow/tfjs';
import fc from 'fast-check';
import { ShapeError } from '../../../src/core/errors';
import { expectileLoss, huberLoss } from '../../../src/agents/dqn/losses';
import { useBackend } from '../../support/backends';

useBackend();

function huber(errors: readonly number[], delta: number): { loss: number; derivative: number[] } {
  return tf.tidy(() => {
    const { loss, derivative } = huberLoss(tf.tensor1d([...errors]), delta);
    return { loss: loss.dataSync()[0]!, derivative: Array.from(derivative.dataSync()) };
  });
}

describe('huberLoss', () => {
  it.each([
    [0, 1, 0, 0],
    [0.5, 1, 0.125, 0.5], // e²/2
    [-0.5, 1, 0.125, -0.5],
    [1, 1, 0.5, 1],
    [3, 1, 2.5, 1], // delta (|e| - delta/2)
    [-3, 1, 2.5, -1],
    [3, 2, 4, 2],
    [1, 2, 0.5, 1],
    [3, Infinity, 4.5, 3], // e²/2 however large
    [-3000, Infinity, 4.5e6, -3000],
    [0, Infinity, 0, 0],
  ])('of error %d with delta %d is %d with derivative %d', (error, delta, loss, derivative) => {
    expect(huber([error], delta)).toEqual({ loss, derivative: [derivative] });
  });

  it('is the mean over the batch, and so is its derivative', () => {
    expect(huber([0.5, -3, 0, 1], 1)).toEqual({
      loss: (0.125 + 2.5 + 0 + 0.5) / 4,
      derivative: [0.5 / 4, -1 / 4, 0, 1 / 4],
    });
  });

  it('has the derivative that its own differences show', () => {
    const error = fc.double({ min: -5, max: 5, noNaN: true });
    fc.assert(
      fc.property(error, fc.double({ min: 0.1, max: 3, noNaN: true }), (at, delta) => {
        const step = 1 / 64; // the loss is piecewise quadratic: a central difference is exact but near a kink
        const slope = (huber([at + step], delta).loss - huber([at - step], delta).loss) / (2 * step);
        expect(Math.abs(slope - huber([at], delta).derivative[0]!)).toBeLessThan(step);
      }),
      { numRuns: 50 },
    );
  });

  it('multiplies the loss and the derivative of each by its weight', () => {
    const { loss, derivative } = huberLoss(
      tf.tensor1d([0.5, -3, 2, 1]),
      1,
      tf.tensor1d([2, 0.5, 0, 1]), // as in prioritised replay, under the Huber loss too
    );
    expect(loss.dataSync()[0]).toBe((2 * 0.125 + 0.5 * 2.5 + 0 + 0.5) / 4);
    expect(Array.from(derivative.dataSync())).toEqual([(2 * 0.5) / 4, -0.5 / 4, 0, 1 / 4]);
  });

  it('refuses errors that are not a vector, and other than as many weights', () => {
    const matrix = tf.tensor<tf.Rank.R1>([[1], [2]]);
    expect(() => huberLoss(matrix, 1)).toThrow(new ShapeError('tdErrors: expected shape [-1], got [2, 1]'));
    expect(() => huberLoss(tf.zeros([3]), 1, tf.zeros([2]))).toThrow(
      new ShapeError('weights: expected shape [3], got [2]'),
    );
  });
});

describe('expectileLoss', () => {
  it('weighs what is too low by the expectile, and what is too high by the rest of it', () => {
    const { loss, derivative } = expectileLoss(tf.tensor1d([2, -4, 0, 1]), 0.75);
    expect(loss.dataSync()[0]).toBe((0.25 * 2 ** 2 + 0.75 * 4 ** 2 + 0 + 0.25) / 2 / 4);
    expect(Array.from(derivative.dataSync())).toEqual([(0.25 * 2) / 4, (-0.75 * 4) / 4, 0, 0.25 / 4]);
  });

  it('at one half is half of what the squared error is', () => {
    const errors = tf.tensor1d([2, -4, 0.5]);
    const squared = huberLoss(errors, Infinity);
    const { loss, derivative } = expectileLoss(errors, 0.5);
    expect(2 * loss.dataSync()[0]!).toBeCloseTo(squared.loss.dataSync()[0]!, 6);
    derivative
      .dataSync()
      .forEach((one, i) => expect(2 * one).toBeCloseTo(squared.derivative.dataSync()[i]!, 6));
  });

  it.each([0.1, 0.5, 0.7, 0.9])('has the gradient of automatic differentiation at %d', (expectile) => {
    const predictions = tf.tensor1d([0.3, -1, 2, 0.5]);
    const targets = tf.tensor1d([1, -2, 2.5, -0.5]);
    const weights = tf.tensor1d([1, 2, 0.5, 0.25]);
    // |expectile - [u < 0]| u², as the paper writes it, halved; the first factor is constant but for a jump.
    const share = tf.abs(tf.sub(expectile, tf.cast(tf.less(targets, predictions), 'float32')));
    const lossOf = (values: tf.Tensor) =>
      tf.div(tf.mean(tf.mul(weights, tf.mul(share, tf.square(tf.sub(targets, values))))), 2);
    const expected = tf.grad(lossOf)(predictions).dataSync();
    const { loss, derivative } = expectileLoss(tf.sub(predictions, targets), expectile, weights);
    expect(loss.dataSync()[0]).toBeCloseTo(lossOf(predictions).dataSync()[0]!, 6);
    derivative.dataSync().forEach((one, i) => expect(one).toBeCloseTo(expected[i]!, 6));
  });

  it('refuses errors that are not a vector, and other than as many weights', () => {
    expect(() => expectileLoss(tf.tensor<tf.Rank.R1>([[1]]), 0.7)).toThrow(
      new ShapeError('errors: expected shape [-1], got [1, 1]'),
    );
    expect(() => expectileLoss(tf.zeros([3]), 0.7, tf.zeros([2]))).toThrow(
      new ShapeError('weights: expected shape [3], got [2]'),
    );
  });
});
