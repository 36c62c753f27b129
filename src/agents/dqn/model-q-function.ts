/** A saved model as a Q function, on whatever backend is active. */
import * as tf from '@tensorflow/tfjs';
import { expectLength } from '../../core/shape';
import type { QFunction } from '../../policies/policy';
import { createProgram } from '../../tensor/create-program';
import type { Program } from '../../tensor/program';
import type { Model } from '../model';
import { scaledObservations } from '../scaling';
import { supportedActions } from '../supported-actions';
import { isNoActionAssumed, withUnloggedValues } from '../unlogged-values';
import { actStep } from './learner-step';
import { networkSpec } from './network/spec';
import { actValues } from './q-values';

export class ModelQFunction implements QFunction {
  readonly #model: Model;
  readonly #program: Program;

  /** @throws ShapeError unless the weights are those of its layers */
  constructor(model: Model) {
    const { features, hiddenLayers, head, actions, weights, charges } = model;
    const spec = networkSpec({ features: features.length, hiddenLayers, head, actions: actions.length });
    expectLength('weights', weights, spec.parameterCount);
    if (charges !== undefined) expectLength('charges', charges, actions.length);
    this.#model = model;
    this.#program = createProgram({ act: actStep(spec) }, { online: tf.tensor1d(weights.slice()) });
  }

  /** [actions] */
  get charges(): readonly number[] | undefined {
    return this.#model.charges;
  }

  /** @returns [n, actions] in the units of the reward, of which nothing is charged yet */
  async qValues(observations: Float32Array): Promise<Float32Array> {
    const { scaling, features, actions, unlogged } = this.#model;
    const scaled = scaledObservations(observations, scaling);
    const values = await actValues(this.#program, scaled, features.length);
    const inRewards = values.map((value) => value / scaling.rewardScale);
    return withUnloggedValues(unlogged, actions.length, inRewards);
  }

  /** Without a filter that was learned with it, whatever is allowed. */
  supportedActions(observations: Float32Array, allowed: Uint8Array | null): Uint8Array | null {
    const { support, unlogged } = this.#model;
    if (support === undefined) return allowed;
    return supportedActions(support, observations, allowed, isNoActionAssumed(unlogged));
  }

  dispose(): void {
    this.#program.dispose();
  }
}
