/**
 * The DQN update once more, written another way: targets on the host in plain JavaScript, gradients by automatic
 * differentiation of separate kernels and biases, and the optimizer of TensorFlow.js.
 */
import * as tf from '@tensorflow/tfjs';
import type { LearnerSettings } from '../../src/agents/dqn/learner-step';
import { layerLayouts, type NetworkShape } from '../../src/agents/dqn/q-network';
import type { TransitionBatch } from '../../src/replay/transition';
import type { LearnOutputs } from './learner-programs';

type Layers = readonly (readonly [kernel: tf.Tensor, bias: tf.Tensor])[];

function layersOf(shape: NetworkShape, flat: Float32Array): Layers {
  return layerLayouts(shape).map(({ inputs, units, offset }) => [
    tf.tensor2d(flat.slice(offset, offset + inputs * units), [inputs, units]),
    tf.tensor1d(flat.slice(offset + inputs * units, offset + (inputs + 1) * units)),
  ]);
}

function network(layers: Layers, rows: Float32Array, batch: number): tf.Tensor2D {
  return layers.reduce<tf.Tensor>(
    (input, [kernel, bias], index) => {
      const sums = tf.add(tf.matMul(input as tf.Tensor2D, kernel as tf.Tensor2D), bias);
      return index < layers.length - 1 ? tf.relu(sums) : sums;
    },
    tf.tensor2d(rows.slice(), [batch, rows.length / batch]),
  ) as tf.Tensor2D;
}

export class LearnerOracle {
  readonly #settings: LearnerSettings;
  readonly #variables: readonly (readonly [tf.Variable, tf.Variable])[];
  readonly #optimizer: tf.AdamOptimizer;
  readonly #target: Layers;

  constructor(shape: NetworkShape, settings: LearnerSettings, online: Float32Array, target: Float32Array) {
    this.#settings = settings;
    this.#variables = layersOf(shape, online).map(([kernel, bias]) => [
      tf.variable(kernel),
      tf.variable(bias),
    ]);
    this.#target = layersOf(shape, target);
    this.#optimizer = tf.train.adam(settings.learningRate, 0.9, 0.999, settings.adamEpsilon);
  }

  learn(batch: TransitionBatch): LearnOutputs {
    return tf.tidy(() => {
      const targets = tf.tensor1d(this.#targets(batch));
      const actions = tf.tensor2d(
        Array.from(batch.actions, (action) => this.#actions().map((_, i) => (i === action ? 1 : 0))),
      );
      const predict = () =>
        tf.sum(tf.mul(network(this.#variables, batch.observations, batch.size), actions), 1);
      const { value, grads } = tf.variableGrads(
        () => tf.losses.huberLoss(targets, predict(), undefined, this.#settings.huberDelta),
        this.#variables.flat(),
      );
      const meanQ = tf.mean(predict()).dataSync()[0]!;
      const norm = Math.hypot(...Object.values(grads).flatMap((gradient) => Array.from(gradient.dataSync())));
      const factor = Math.min(1, this.#settings.maxGradientNorm / norm);
      this.#optimizer.applyGradients(
        Object.fromEntries(Object.entries(grads).map(([name, gradient]) => [name, tf.mul(gradient, factor)])),
      );
      return { loss: value.dataSync()[0]!, gradientNorm: norm, meanQ };
    });
  }

  /** The online network, flat. */
  parameters(): number[] {
    return this.#variables.flat().flatMap((variable) => Array.from(variable.dataSync()));
  }

  dispose(): void {
    tf.dispose([this.#variables.flat(), this.#target.flat()]);
    this.#optimizer.dispose();
  }

  #actions(): number[] {
    return Array.from(this.#variables.at(-1)![1].dataSync());
  }

  #targets(batch: TransitionBatch): number[] {
    const target = network(this.#target, batch.nextObservations, batch.size).arraySync();
    const online = network(this.#variables, batch.nextObservations, batch.size).arraySync();
    return target.map((values, row) => {
      const picks = this.#settings.doubleQ ? online[row]! : values;
      let best = -1;
      picks.forEach((value, action) => {
        if (batch.nextAllowed !== null && batch.nextAllowed[row * values.length + action] === 0) return;
        if (best < 0 || value > picks[best]!) best = action;
      });
      return batch.rewards[row]! + batch.discounts[row]! * values[best]!;
    });
  }
}
