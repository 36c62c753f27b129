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
    const step = Object.hasOwn(this.#steps, name) ? this.#steps[name] : undefined;
    if (step === undefined)
      throw new RangeError(`program: no step ${name}; it has ${Object.keys(this.#steps).join(', ')}`);
    const { state, outputs } = tf.tidy(() => {
      const result = step(this.#state, inputs);
      // Inside the tidy, so that a refused step leaves neither a changed state nor a tensor.
      const unknown = Object.keys(result.state).find((key) => !Object.hasOwn(this.#state, key));
      if (unknown !== undefined)
        throw new RangeError(`program: step ${name} returned the unknown state ${unknown}`);
      return result;
    });
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
    // All are checked before the first is replaced: half a state would be worse than the old one.
    for (const [key, values] of Object.entries(state)) {
      if (!Object.hasOwn(this.#state, key) || this.#state[key]!.size !== values.length)
        throw new RangeError(`program: state ${key} cannot take ${values.length} values`);
    }
    for (const [key, values] of Object.entries(state)) {
      // tfjs may keep the array it is given instead of copying it.
      this.#replace(key, tf.tensor(values.slice(), this.#state[key]!.shape, 'float32'));
    }
  }

  dispose(): void {
    tf.dispose(this.#state);
  }

  #replace(key: string, tensor: tf.Tensor): void {
    const previous = this.#state[key]!;
    if (previous !== tensor) previous.dispose();
    this.#state[key] = tensor;
  }
}
