/** Runs a program's steps operation by operation, on whatever backend is active. */
import * as tf from '@tensorflow/tfjs';
import type { Program, ProgramStep, Tensors } from './program';

export class EagerProgram implements Program {
  readonly #steps: Readonly<Record<string, ProgramStep>>;
  readonly #state: Record<string, tf.Tensor>;

  /** @param initialState becomes the program's own: it disposes these tensors when a step replaces them */
  constructor(steps: Readonly<Record<string, ProgramStep>>, initialState: Tensors) {
    this.#steps = steps;
    this.#state = { ...initialState };
  }

  // eslint-disable-next-line @typescript-eslint/require-await -- the contract is asynchronous for graph programs
  async run(name: string, inputs: Tensors): Promise<Tensors> {
    const step = this.#steps[name];
    if (step === undefined)
      throw new RangeError(`program: no step ${name}; it has ${Object.keys(this.#steps).join(', ')}`);
    const { state, outputs } = tf.tidy(() => step(this.#state, inputs));
    for (const [key, tensor] of Object.entries(state)) this.#replace(key, tensor);
    return outputs;
  }

  async readState(): Promise<Record<string, Float32Array>> {
    const state: Record<string, Float32Array> = {};
    for (const [key, tensor] of Object.entries(this.#state))
      state[key] = ((await tensor.data()) as Float32Array).slice();
    return state;
  }

  writeState(state: Readonly<Record<string, Float32Array>>): void {
    for (const [key, values] of Object.entries(state)) {
      const shape = this.#state[key]?.shape;
      if (shape?.reduce((size, length) => size * length, 1) !== values.length) {
        throw new RangeError(`program: state ${key} cannot take ${values.length} values`);
      }
      // tfjs may keep the array it is given instead of copying it.
      this.#replace(key, tf.tensor(values.slice(), shape, 'float32'));
    }
  }

  dispose(): void {
    tf.dispose(this.#state);
  }

  #replace(key: string, tensor: tf.Tensor): void {
    const previous = this.#state[key];
    if (previous === undefined) throw new RangeError(`program: a step returned the unknown state ${key}`);
    if (previous !== tensor) previous.dispose();
    this.#state[key] = tensor;
  }
}
