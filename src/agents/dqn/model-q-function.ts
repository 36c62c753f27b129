/** A saved model as a Q function, on whatever backend is active. */
import * as tf from '@tensorflow/tfjs';
import type { QFunction } from '../../policies/policy';
import type { DqnModel } from '../model';
import { scaleObservations } from '../scaling';
import { denseLayers, forward, type DenseLayer } from './q-network';

export class ModelQFunction implements QFunction {
  readonly #model: DqnModel;
  readonly #layers: readonly DenseLayer[];

  constructor(model: DqnModel) {
    const { features, hiddenLayers, actions } = model;
    const shape = { features: features.length, hiddenLayers, actions: actions.length };
    this.#model = model;
    this.#layers = tf.tidy(() => denseLayers(shape, tf.tensor1d(model.weights.slice())));
  }

  /** @returns [n, actions] in the units of the reward */
  async qValues(observations: Float32Array): Promise<Float32Array> {
    const { scaling, features } = this.#model;
    const qValues = tf.tidy(() => {
      const input = tf.tensor2d(scaleObservations(observations, scaling), [
        observations.length / features.length,
        features.length,
      ]);
      return forward(this.#layers, input).qValues;
    });
    const values = (await qValues.data()) as Float32Array;
    qValues.dispose();
    return values.map((value) => value / scaling.rewardScale);
  }

  dispose(): void {
    for (const { kernel, bias } of this.#layers) tf.dispose([kernel, bias]);
  }
}
