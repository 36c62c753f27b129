/** A saved model as a Q function, on whatever backend is active, or on another runtime that is given. */
import { expectLength } from '../../core/shape';
import type { QFunction } from '../../policies/policy';
import type { Model } from '../model';
import { scaledObservations } from '../scaling';
import { supportedActions } from '../supported-actions';
import { isNoActionAssumed, withUnloggedValues } from '../unlogged-values';
import { ProgramNetwork, type RunningNetwork } from './running-network';

export class ModelQFunction implements QFunction {
  readonly #model: Model;
  readonly #network: RunningNetwork;

  /**
   * @param network of the model; becomes the function's. @default run by a program on the active backend
   * @throws ShapeError unless the weights are those of its layers
   */
  constructor(model: Model, network?: RunningNetwork) {
    const { actions, charges } = model;
    if (charges !== undefined) expectLength('charges', charges, actions.length);
    this.#model = model;
    this.#network = network ?? new ProgramNetwork(model);
  }

  /** [actions] */
  get charges(): readonly number[] | undefined {
    return this.#model.charges;
  }

  /** @returns [n, actions] in the units of the reward, of which nothing is charged yet */
  async qValues(observations: Float32Array): Promise<Float32Array> {
    const { scaling, actions, unlogged } = this.#model;
    const values = await this.#network.values(scaledObservations(observations, scaling));
    const { rewardScale } = scaling;
    if (rewardScale !== 1) for (let i = 0; i < values.length; i += 1) values[i]! /= rewardScale;
    return withUnloggedValues(unlogged, actions.length, values);
  }

  /** Without a filter that was learned with it, whatever is allowed. */
  supportedActions(observations: Float32Array, allowed: Uint8Array | null): Uint8Array | null {
    const { support, unlogged } = this.#model;
    if (support === undefined) return allowed;
    return supportedActions(support, observations, allowed, isNoActionAssumed(unlogged));
  }

  dispose(): void {
    this.#network.dispose();
  }
}
