/** A saved model's network, ready to be asked: what runs it is its own business. */
import * as tf from '@tensorflow/tfjs';
import { expectLength } from '../../core/shape';
import { createProgram } from '../../tensor/create-program';
import type { Program } from '../../tensor/program';
import type { Model } from '../model';
import { actStep } from './learner-step';
import { networkSpec } from './network/spec';
import { actValues } from './q-values';

export interface RunningNetwork {
  /**
   * @param observations [n, features] scaled
   * @returns [n, actions] scaled, in memory that is the caller's; not finite where anything on the way to them is not
   */
  values(observations: Float32Array): Promise<Float32Array>;
  dispose(): void;
}

/** Run by a program on the active backend. */
export class ProgramNetwork implements RunningNetwork {
  readonly #program: Program;
  readonly #features: number;

  /** @throws ShapeError unless the weights are those of the layers */
  constructor({ features, hiddenLayers, head, actions, weights }: Model) {
    const spec = networkSpec({ features: features.length, hiddenLayers, head, actions: actions.length });
    expectLength('weights', weights, spec.parameterCount);
    this.#features = features.length;
    this.#program = createProgram({ act: actStep(spec) }, { online: tf.tensor1d(weights.slice()) });
  }

  async values(observations: Float32Array): Promise<Float32Array> {
    return (await actValues(this.#program, observations, this.#features)).slice();
  }

  dispose(): void {
    this.#program.dispose();
  }
}
