/**
 * The DQN update once more, written another way: targets on the host in plain JavaScript, gradients by automatic
 * differentiation, and the optimizer of TensorFlow.js.
 */
import * as tf from '@tensorflow/tfjs';
import type { LearnerSettings } from '../../src/agents/dqn/learner-step';
import type { NetworkShape } from '../../src/agents/dqn/network/spec';
import type { TransitionBatch } from '../../src/replay/transition';
import type { LearnOutputs } from './learner-programs';
import { referenceQ } from './reference-network';

export class LearnerOracle {
  readonly #shape: NetworkShape;
  readonly #settings: LearnerSettings;
  readonly #online: tf.Variable;
  readonly #optimizer: tf.AdamOptimizer;
  readonly #target: tf.Tensor;

  constructor(shape: NetworkShape, settings: LearnerSettings, online: Float32Array, target: Float32Array) {
    this.#shape = shape;
    this.#settings = settings;
    this.#online = tf.variable(tf.tensor1d(online.slice()));
    this.#target = tf.tensor1d(target.slice());
    this.#optimizer = tf.train.adam(settings.learningRate, 0.9, 0.999, settings.adamEpsilon);
  }

  learn(batch: TransitionBatch): LearnOutputs {
    return tf.tidy(() => {
      const targets = tf.tensor1d(this.#targets(batch));
      const actions = tf.tensor2d(
        Array.from(batch.actions, (action) =>
          Array.from({ length: this.#shape.actions }, (_, i) => (i === action ? 1 : 0)),
        ),
      );
      const { huberDelta, conservativeWeight = 0 } = this.#settings;
      const qValues = () => this.#qValues(this.#online, batch.observations);
      const predict = () => tf.sum(tf.mul(qValues(), actions), 1);
      const tdLoss = (): tf.Scalar =>
        huberDelta === Infinity
          ? tf.div(tf.losses.meanSquaredError(targets, predict()), 2)
          : tf.losses.huberLoss(targets, predict(), undefined, huberDelta);
      const conservative = (): tf.Scalar => tf.mean(tf.sub(tf.logSumExp(qValues(), 1), predict()));
      const { grads } = tf.variableGrads(
        () =>
          conservativeWeight === 0 ? tdLoss() : tf.add(tdLoss(), tf.mul(conservative(), conservativeWeight)),
        [this.#online],
      );
      const loss = tdLoss().dataSync()[0]!;
      const meanQ = tf.mean(predict()).dataSync()[0]!;
      const norm = Math.hypot(...Object.values(grads).flatMap((gradient) => Array.from(gradient.dataSync())));
      const factor = Math.min(1, this.#settings.maxGradientNorm / norm);
      this.#optimizer.applyGradients(
        Object.fromEntries(Object.entries(grads).map(([name, gradient]) => [name, tf.mul(gradient, factor)])),
      );
      return { loss, gradientNorm: norm, meanQ };
    });
  }

  /** The online network, flat. */
  parameters(): number[] {
    return Array.from(this.#online.dataSync());
  }

  dispose(): void {
    tf.dispose([this.#online, this.#target]);
    this.#optimizer.dispose();
  }

  #qValues(parameters: tf.Tensor, rows: Float32Array): tf.Tensor2D {
    const { features } = this.#shape;
    return referenceQ(this.#shape, parameters, tf.tensor2d(rows.slice(), [rows.length / features, features]));
  }

  #targets(batch: TransitionBatch): number[] {
    const target = this.#qValues(this.#target, batch.nextObservations).arraySync();
    const online = this.#qValues(this.#online, batch.nextObservations).arraySync();
    return target.map((values, row) => {
      const picks = this.#settings.doubleQ ? online[row]! : values;
      let best = -1;
      picks.forEach((value, action) => {
        if (batch.nextAllowed?.[row * values.length + action] === 0) return;
        if (best < 0 || value > picks[best]!) best = action;
      });
      return batch.rewards[row]! + batch.discounts[row]! * values[best]!;
    });
  }
}
