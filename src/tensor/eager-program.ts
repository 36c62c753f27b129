/** Runs a program's steps operation by operation, on whatever backend is active. */
import * as tf from '@tensorflow/tfjs';
import { hostTensors } from './host-tensors';
import { printRecording } from './recorded/print-recording';
import { recordStep } from './recorded/recorder';
import {
  NotYetRecorded,
  expectBatches,
  expectStateEntries,
  expectStateLike,
  batchSpecs,
  specsOf,
  stepOf,
  type HostArray,
  type Program,
  type ProgramStep,
  type ProgramSteps,
  type Batches,
  type Tensors,
  type TensorSpec,
} from './program';

/** Values of several batches as one tensor; where it is one batch, without a copy. */
function stack([first, ...others]: readonly tf.Tensor[]): tf.Tensor {
  return others.length === 0 ? tf.reshape(first!, [1, ...first!.shape]) : tf.stack([first!, ...others]);
}

/** The result with a tensor of its own for every name, so that what is kept and what is disposed never meet. */
function distinct(
  { state, outputs }: ReturnType<ProgramStep>,
  given: readonly Tensors[],
): ReturnType<ProgramStep> {
  const taken = new Set(given.flatMap((tensors) => Object.values(tensors)));
  const own = (tensors: Tensors): Tensors =>
    Object.fromEntries(
      Object.entries(tensors).map(([key, tensor]) => {
        const mine = taken.has(tensor) ? tf.clone(tensor) : tensor;
        taken.add(mine);
        return [key, mine];
      }),
    );
  return { state: own(state), outputs: own(outputs) };
}

export class EagerProgram implements Program {
  readonly kind = 'eager';
  readonly #steps: ProgramSteps;
  readonly #state: Record<string, tf.Tensor>;
  /** What each step was last announced for, or first run on. */
  readonly #inputs = new Map<string, Readonly<Record<string, TensorSpec>>>();

  /** @param initialState becomes the program's own: it disposes these tensors when a step replaces them */
  constructor(steps: ProgramSteps, initialState: Tensors) {
    this.#steps = steps;
    this.#state = { ...initialState };
  }

  get stateNames(): readonly string[] {
    return Object.keys(this.#state);
  }

  announce(step: string, inputs: Readonly<Record<string, TensorSpec>>, batches: number | null = null): void {
    stepOf(this.#steps, step);
    this.#inputs.set(step, batches === null ? inputs : batchSpecs(inputs));
  }

  upload(arrays: Readonly<Record<string, HostArray>>): Tensors {
    return hostTensors(arrays);
  }

  // oxlint-disable-next-line typescript/require-await -- the contract is asynchronous for other programs
  async run(name: string, inputs: Tensors): Promise<Tensors> {
    return this.#run(name, inputs);
  }

  // oxlint-disable-next-line typescript/require-await -- as above
  async scan(name: string, inputs: Tensors, batches: Batches): Promise<Tensors> {
    expectBatches(inputs, batches);
    const outputs: Tensors[] = [];
    try {
      for (let batch = batches.from; batch < batches.to; batch += 1)
        outputs.push(this.#runBatch(name, inputs, batch));
      return Object.fromEntries(
        Object.keys(outputs[0]!).map((key) => [key, stack(outputs.map((one) => one[key]!))] as const),
      );
    } finally {
      tf.dispose(outputs.map((one) => Object.values(one)));
    }
  }

  async readState(): Promise<Record<string, Float32Array>> {
    const state: Record<string, Float32Array> = {};
    for (const [key, tensor] of Object.entries(this.#state))
      state[key] = new Float32Array(await tensor.data());
    return state;
  }

  writeState(state: Readonly<Record<string, Float32Array>>): void {
    // All are checked before the first is replaced: half a state would be worse than the old one.
    expectStateEntries(state, this.#state);
    for (const [key, values] of Object.entries(state)) {
      // tfjs may keep the array it is given instead of copying it.
      this.#replace(key, tf.tensor(values.slice(), this.#state[key]!.shape, 'float32'));
    }
  }

  explain(name: string): string {
    const inputs = this.#inputs.get(name);
    if (inputs === undefined) throw new NotYetRecorded(name);
    const heading = 'operations, which are run one by one:';
    try {
      const recording = recordStep(stepOf(this.#steps, name), specsOf(this.#state), inputs);
      return `${heading}\n${printRecording(recording)}`;
    } catch (error) {
      // A step that cannot be recorded is run all the same.
      if (error instanceof RangeError)
        return `${heading}\nnot known, for ${error.message.replace(/^program: /, '')}`;
      throw error;
    }
  }

  dispose(): void {
    tf.dispose(this.#state);
  }

  #runBatch(name: string, inputs: Tensors, batch: number): Tensors {
    const ofBatch = tf.tidy(() =>
      Object.fromEntries(
        Object.entries(inputs).map(([key, { shape }]) => [key, this.#batch(inputs[key]!, batch, shape)]),
      ),
    );
    try {
      return this.#run(name, ofBatch);
    } finally {
      tf.dispose(ofBatch);
    }
  }

  #batch(stacked: tf.Tensor, batch: number, [, ...shape]: readonly number[]): tf.Tensor {
    const rest = shape.map(() => 0);
    const one = stacked.shape[0] === 1 ? stacked : tf.slice(stacked, [batch, ...rest], [1, ...shape]);
    return tf.reshape(one, shape);
  }

  #run(name: string, inputs: Tensors): Tensors {
    const step = stepOf(this.#steps, name);
    if (!this.#inputs.has(name)) this.#inputs.set(name, specsOf(inputs));
    const { state, outputs } = tf.tidy(() => {
      const result = step(this.#state, inputs);
      // Inside the tidy, so that a refused step leaves neither a changed state nor a tensor.
      expectStateLike(result.state, this.#state);
      return distinct(result, [this.#state, inputs]);
    });
    for (const [key, tensor] of Object.entries(state)) this.#replace(key, tensor);
    return outputs;
  }

  #replace(key: string, tensor: tf.Tensor): void {
    this.#state[key]!.dispose();
    this.#state[key] = tensor;
  }
}
