/**
 * Runs a program's steps as WebAssembly of their own: each is recorded at its first run, and again for other shapes,
 * compiled to one function, and called from then on. The state stays in WebAssembly's memory.
 */
import * as tf from '@tensorflow/tfjs';
import { copyOfNumbers, hostArray, hostTensors, takeState } from './host-tensors';
import {
  NotYetRecorded,
  expectBatches,
  expectStateEntries,
  batchSpecs,
  specsOf,
  stepOf,
  type HostArray,
  type RecordingProgram,
  type ProgramSteps,
  type Batches,
  type Tensors,
  type TensorSpec,
} from './program';
import { recordStep, type Recording } from './recorded/recorder';
import { NUMBER_BYTES, sizeOf } from './recorded/shapes';
import { explainStep } from './wasm/explain';
import { expectMemory, expectTensor } from './wasm/limits';
import { Machine, type CompiledStep } from './wasm/machine';
import type { Place, Region } from './wasm/plan';

interface Trace {
  /** Of the program. */
  readonly name: string;
  readonly step: CompiledStep;
  readonly inputs: readonly { readonly name: string; readonly place: Place; readonly spec: TensorSpec }[];
  readonly outputs: readonly { readonly name: string; readonly place: Place; readonly spec: TensorSpec }[];
}

function traceOf(
  stepName: string,
  graph: Recording,
  step: CompiledStep,
  specs: Readonly<Record<string, TensorSpec>>,
): Trace {
  const { plan } = step;
  return {
    name: stepName,
    step,
    // Inputs that the step does not look at have no place.
    inputs: Object.entries(plan.inputs).map(([name, region]) => ({
      name,
      place: { region, offset: 0 },
      spec: specs[name]!,
    })),
    outputs: Object.entries(plan.outputs).map(([name, place]) => ({
      name,
      place,
      spec: graph.nodes[graph.outputs[name]!]!,
    })),
  };
}

/** @throws NotEnoughMemory if the state is too large; its tensors are disposed */
function expectRoomFor(state: Readonly<Record<string, TensorSpec>>, tensors: Tensors): void {
  const bytes = Object.values(state).reduce((sum, spec) => sum + sizeOf(spec) * NUMBER_BYTES, 0);
  try {
    expectMemory('the state', bytes);
  } catch (error) {
    tf.dispose(Object.values(tensors));
    throw error;
  }
}

export class WasmProgram implements RecordingProgram {
  readonly kind = 'wasm';
  readonly #steps: ProgramSteps;
  readonly #state: Readonly<Record<string, TensorSpec>>;
  readonly #regions: ReadonlyMap<string, Region>;
  readonly #traces = new Map<string, Trace>();
  #machine: Machine | null = new Machine();

  /**
   * @param initialState read and disposed
   * @throws RangeError unless the state is of float32
   * @throws NotEnoughMemory if it is too large, before any is taken
   */
  constructor(steps: ProgramSteps, initialState: Tensors) {
    this.#steps = steps;
    this.#state = specsOf(initialState);
    expectRoomFor(this.#state, initialState);
    const kept = Object.entries(takeState(initialState)).map(
      ([name, values]) => [name, this.#live.keep(values)] as const,
    );
    this.#regions = new Map(kept);
  }

  get stateNames(): readonly string[] {
    return Object.keys(this.#state);
  }

  announce(step: string, inputs: Readonly<Record<string, TensorSpec>>, batches: number | null = null): void {
    this.#trace(step, batches === null ? inputs : batchSpecs(inputs));
  }

  upload(arrays: Readonly<Record<string, HostArray>>): Tensors {
    return hostTensors(arrays);
  }

  // oxlint-disable-next-line typescript/require-await -- the contract is asynchronous for other backends
  async run(step: string, inputs: Tensors): Promise<Tensors> {
    const trace = this.#trace(step, specsOf(inputs));
    return this.#run(trace, inputs, { from: 0, to: 1 }, (spec) => spec.shape);
  }

  // oxlint-disable-next-line typescript/require-await -- as above
  async scan(step: string, inputs: Tensors, batches: Batches): Promise<Tensors> {
    expectBatches(inputs, batches);
    const trace = this.#trace(step, batchSpecs(specsOf(inputs)));
    return this.#run(trace, inputs, batches, (spec) => [batches.to - batches.from, ...spec.shape]);
  }

  explain(step: string): string {
    const trace = this.#lastOf(step);
    if (trace === undefined) throw new NotYetRecorded(step);
    return explainStep(
      trace.step,
      Object.values(this.#state).reduce((sum, spec) => sum + sizeOf(spec), 0),
    );
  }

  /** Passes, packings and products of a step, as last recorded; null if it was not yet run. */
  operationsOf(step: string): number | null {
    return this.#lastOf(step)?.step.plan.tasks.length ?? null;
  }

  // oxlint-disable-next-line typescript/require-await -- as above
  async readState(): Promise<Record<string, Float32Array>> {
    return this.stateNow();
  }

  stateNow(): Record<string, Float32Array> {
    const state = [...this.#regions].map(
      ([name, region]) => [name, copyOfNumbers(this.#live.stateOf(region))] as const,
    );
    return Object.fromEntries(state);
  }

  writeState(state: Readonly<Record<string, Float32Array>>): void {
    expectStateEntries(state, this.#state);
    for (const [name, values] of Object.entries(state))
      this.#live.stateOf(this.#regions.get(name)!).set(values);
  }

  dispose(): void {
    this.#machine = null;
    this.#traces.clear();
  }

  #lastOf(step: string): Trace | undefined {
    return [...this.#traces.values()].filter(({ name }) => name === step).at(-1);
  }

  get #live(): Machine {
    if (this.#machine === null) throw new RangeError('program: expected to be asked before it is disposed');
    return this.#machine;
  }

  /** The step compiled for these shapes, now where it is the first time. */
  #trace(step: string, inputs: Readonly<Record<string, TensorSpec>>): Trace {
    const key = JSON.stringify([step, inputs]);
    const known = this.#traces.get(key);
    if (known !== undefined) return known;
    const graph = recordStep(stepOf(this.#steps, step), this.#state, inputs, expectTensor);
    const trace = traceOf(step, graph, this.#live.add(graph, this.#regions), inputs);
    this.#traces.set(key, trace);
    return trace;
  }

  #run(
    { step, inputs, outputs }: Trace,
    given: Tensors,
    { from, to }: Batches,
    shapeOf: (spec: TensorSpec) => readonly number[],
  ): Tensors {
    const sources = inputs.map(({ name, spec, place }) => ({
      values: given[name]!.dataSync(),
      target: this.#numbers(step, place, spec),
    }));
    const results = outputs.map(({ name, spec, place }) => ({
      name,
      spec,
      source: this.#numbers(step, place, spec),
      values: hostArray(spec.dtype, (to - from) * sizeOf(spec)),
    }));
    for (let batch = from; batch < to; batch += 1) {
      for (const { values, target } of sources)
        target.set(values.subarray(batch * target.length, (batch + 1) * target.length));
      step.run();
      for (const { values, source } of results) values.set(source, (batch - from) * source.length);
    }
    return Object.fromEntries(
      results.map(({ name, spec, values }) => [name, tf.tensor(values, [...shapeOf(spec)], spec.dtype)]),
    );
  }

  #numbers({ layout }: CompiledStep, place: Place, spec: TensorSpec): Float32Array | Int32Array {
    const [address, size] = [layout.address(place), sizeOf(spec)];
    return spec.dtype === 'int32' ? this.#live.integers(address, size) : this.#live.floats(address, size);
  }
}
