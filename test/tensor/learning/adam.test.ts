import * as tf from '@tensorflow/tfjs';
import { ShapeError } from '../../../src/core/errors';
import { Random } from '../../../src/core/random';
import {
  adamStep,
  clipByGlobalNorm,
  type AdamState,
  type ClippedGradient,
} from '../../../src/tensor/learning/adam';
import { useBackend } from '../../support/backends';

useBackend();

const freshState = (parameters: number): AdamState => ({
  firstMoment: tf.zeros([parameters]),
  secondMoment: tf.zeros([parameters]),
  beta1Power: tf.scalar(1),
  beta2Power: tf.scalar(1),
});

/** A gradient that no limit clips. */
const free = (gradient: tf.Tensor1D): ClippedGradient => clipByGlobalNorm(gradient, 1e30);

describe('clipByGlobalNorm', () => {
  const clip = (gradient: number[], maxNorm: number) => {
    const { factor, norm } = clipByGlobalNorm(tf.tensor1d(gradient), maxNorm);
    const clipped = tf.mul(tf.tensor1d(gradient), factor);
    return { clipped: Array.from(clipped.dataSync()), norm: norm.dataSync()[0] };
  };

  it('scales a larger gradient down to the norm and keeps its direction', () => {
    expect(clip([3, -4], 2.5)).toEqual({ clipped: [1.5, -2], norm: 5 });
  });

  it.each([5, 7])('leaves a gradient of norm 5 as it is, bit by bit, under a limit of %d', (limit) => {
    expect(clip([3, -4], limit)).toEqual({ clipped: [3, -4], norm: 5 });
    const third = Math.fround(1 / 3);
    expect(clip([third, -third], limit).clipped).toEqual([third, -third]);
  });

  it('leaves no gradient as no gradient', () => {
    expect(clip([0, 0], 1)).toEqual({ clipped: [0, 0], norm: 0 });
  });
});

describe('adamStep', () => {
  it('takes the two steps that the paper prescribes', () => {
    const first = adamStep(tf.tensor1d([1]), free(tf.tensor1d([0.5])), freshState(1), 0.1, 1e-8);
    // m = .05, v = .00025; corrected .5 and .25: a step of .1 · .5 / √.25
    expect(first.parameters.dataSync()[0]).toBeCloseTo(1 - 0.1, 5);
    expect(first.state.firstMoment.dataSync()[0]).toBeCloseTo(0.05, 7);
    expect(first.state.secondMoment.dataSync()[0]).toBeCloseTo(0.00025, 9);
    const second = adamStep(first.parameters, free(tf.tensor1d([-1])), first.state, 0.1, 1e-8);
    // m = .9 · .05 − .1 = −.055, v = .999 · .00025 + .001; corrected by .19 and .001999
    const step = (0.1 * (-0.055 / 0.19)) / Math.sqrt(0.00124975 / 0.001999);
    expect(second.parameters.dataSync()[0]).toBeCloseTo(0.9 - step, 5);
    expect(second.state.beta1Power.dataSync()[0]).toBeCloseTo(0.81, 6);
    expect(second.state.beta2Power.dataSync()[0]).toBeCloseTo(0.998001, 6);
  });

  it('adds epsilon to the root of the corrected moment', () => {
    const { parameters } = adamStep(tf.tensor1d([1]), free(tf.tensor1d([0.5])), freshState(1), 0.1, 0.5);
    expect(parameters.dataSync()[0]).toBeCloseTo(1 - (0.1 * 0.5) / (0.5 + 0.5), 5);
  });

  it('takes the step of the gradient that clipping leaves', () => {
    const large = tf.tensor1d([30, -40]);
    const state: AdamState = {
      firstMoment: tf.tensor1d([0.5, 0.25]),
      secondMoment: tf.tensor1d([0.5, 2]),
      beta1Power: tf.scalar(0.9),
      beta2Power: tf.scalar(0.999),
    };
    const start = tf.tensor1d([1, 2]);
    const clipped = adamStep(start, clipByGlobalNorm(large, 5), state, 0.1, 1e-3);
    const small = adamStep(start, free(tf.tensor1d([3, -4])), state, 0.1, 1e-3); // a tenth: norm 5
    for (const [key, expected] of Object.entries({ ...small.state, parameters: small.parameters })) {
      const actual = { ...clipped.state, parameters: clipped.parameters }[key as keyof AdamState].dataSync();
      expected.dataSync().forEach((value, i) => expect(actual[i]).toBeCloseTo(value, 5));
    }
  });

  it('walks the path of tf.train.adam', () => {
    const random = Random.fromSeed(1);
    const gradients = Array.from({ length: 30 }, () =>
      Float32Array.from({ length: 6 }, (_, i) => (2 * random.uniform() - 1) * 10 ** (i - 3)),
    );
    const start = Float32Array.of(1, -1, 0.5, 0, 2, -3);
    const variable = tf.variable(tf.tensor1d(start.slice()), true);
    const optimizer = tf.train.adam(0.01, 0.9, 0.999, 1e-6);
    let parameters: tf.Tensor1D = tf.tensor1d(start.slice());
    let state = freshState(6);
    for (const gradient of gradients) {
      optimizer.applyGradients([{ name: variable.name, tensor: tf.tensor1d(gradient.slice()) }]);
      ({ parameters, state } = adamStep(parameters, free(tf.tensor1d(gradient.slice())), state, 0.01, 1e-6));
    }
    const ours = parameters.dataSync();
    variable.dataSync().forEach((value, i) => expect(ours[i]).toBeCloseTo(value, 5));
    expect(Math.abs(ours[0]! - start[0]!)).toBeGreaterThan(0.01); // it has moved
    variable.dispose();
    optimizer.dispose();
  });

  it.each(['gradient', 'firstMoment', 'secondMoment'])('refuses a %s of another length', (name) => {
    const state = { ...freshState(2), [name]: tf.zeros([3]) };
    const gradient: tf.Tensor1D = name === 'gradient' ? tf.zeros([3]) : tf.zeros([2]);
    expect(() => adamStep(tf.zeros([2]), free(gradient), state, 0.1, 1e-8)).toThrow(
      new ShapeError(`${name}: expected shape [2], got [3]`),
    );
  });
});
