/** Programs for tests of the learner. */
import * as tf from '@tensorflow/tfjs';
import {
  dqnSteps,
  initialLearnerState,
  learnerTensors,
  type LearnerSettings,
} from '../../src/agents/dqn/learner-step';
import { initialParameters } from '../../src/agents/dqn/network/initial-parameters';
import { networkSpec, type NetworkShape } from '../../src/agents/dqn/network/spec';
import { Random } from '../../src/core/random';
import { createProgram } from '../../src/tensor/create-program';
import type { HostArray, Program, Batches, Tensors } from '../../src/tensor/program';
import { hostTensors } from '../../src/tensor/host-tensors';

export const learnerSettings: LearnerSettings = {
  doubleQ: true,
  huberDelta: 1,
  maxGradientNorm: 10,
  learningRate: 0.01,
  adamEpsilon: 1e-8,
  weightDecay: 0,
};

/** A DQN from seed 1; its target starts as another network, so that mixing the two up shows. */
export function dqnProgram(shape: NetworkShape, settings: LearnerSettings = learnerSettings): Program {
  const spec = networkSpec(shape);
  const online = initialParameters(spec, Random.fromSeed(1));
  const target = initialParameters(spec, Random.fromSeed(2));
  return createProgram(dqnSteps(spec, settings), learnerTensors({ ...initialLearnerState(online), target }));
}

export interface LearnOutputs {
  readonly loss: number;
  readonly gradientNorm: number;
  readonly meanQ: number;
}

/** A program whose updates report what is written down, and which notes the steps it ran. */
export class ScriptedProgram implements Program {
  readonly kind = 'eager';
  readonly stateNames = ['online'];
  readonly steps: string[] = [];
  readonly #script: readonly LearnOutputs[];
  #updates = 0;

  /** @param script outputs of the updates, in turn and then from the start again */
  constructor(script: readonly LearnOutputs[]) {
    this.#script = script;
  }

  announce(): void {
    // Nothing is recorded.
  }

  upload(arrays: Readonly<Record<string, HostArray>>): Tensors {
    return hostTensors(arrays);
  }

  // oxlint-disable-next-line typescript/require-await -- the contract is asynchronous
  async run(step: string): Promise<Record<string, tf.Tensor>> {
    this.steps.push(step);
    return {};
  }

  // oxlint-disable-next-line typescript/require-await -- the contract is asynchronous
  async scan(step: string, _inputs: Tensors, { from, to }: Batches): Promise<Record<string, tf.Tensor>> {
    const rows = Array.from({ length: to - from }, (_, i) => {
      this.steps.push(step);
      return this.#script[(this.#updates + i) % this.#script.length]!;
    });
    this.#updates += rows.length;
    const column = (key: keyof LearnOutputs) => tf.tensor1d(rows.map((row) => row[key]));
    return { loss: column('loss'), gradientNorm: column('gradientNorm'), meanQ: column('meanQ') };
  }

  // oxlint-disable-next-line typescript/require-await -- the contract is asynchronous
  async readState(): Promise<Record<string, Float32Array>> {
    return { online: Float32Array.of(this.#updates) };
  }

  writeState(): void {
    this.#updates = 0;
  }

  explain(): string {
    return '';
  }

  dispose(): void {
    this.steps.push('dispose');
  }
}
