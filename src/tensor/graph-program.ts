/**
 * Runs a program's steps as one TensorFlow graph: each is recorded at its first run, and again for other shapes, and
 * replayed from then on in one call. The state stays in TensorFlow's variables.
 */
import * as tf from '@tensorflow/tfjs';
import { ANYTHING, buildGraph, STATE_WRITTEN, stateNodes, traceNodes } from './graph/build-graph';
import type { Trace } from './graph/functions';
import { nodeBackend } from './graph/node-backend';
import { stepNodes } from './graph/step-nodes';
import { GraphSession } from './graph/session';
import { uploadCopies } from './graph/upload';
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
import { hostTensors, takeState } from './host-tensors';
import { printRecording, printTable } from './recorded/print-recording';
import { recordStep, type Recording } from './recorded/recorder';

export interface GraphProgramOptions {
  /** Steps that XLA compiles: faster updates for seconds of compilation. */
  readonly compile?: readonly string[];
}

interface RecordedTrace extends Trace {
  readonly recording: Recording;
}

export class GraphProgram implements RecordingProgram {
  readonly kind = 'graph';
  readonly #steps: ProgramSteps;
  readonly #compile: readonly string[];
  readonly #state: Readonly<Record<string, TensorSpec>>;
  readonly #traces = new Map<string, RecordedTrace>();
  /** Keys of the traces that the session does not have yet. */
  #unloaded: string[] = [];
  #session: GraphSession | null = null;
  /** The state while no session holds it. */
  #hostState: Record<string, Float32Array>;
  #disposed = false;

  /**
   * @param initialState read and disposed
   * @throws RangeError unless native TensorFlow is the active backend, the state is of float32 and the steps to compile
   *   are there
   */
  constructor(steps: ProgramSteps, initialState: Tensors, { compile = [] }: GraphProgramOptions = {}) {
    nodeBackend();
    for (const step of compile) stepOf(steps, step);
    this.#steps = steps;
    this.#compile = compile;
    this.#state = specsOf(initialState);
    this.#hostState = { ...takeState(initialState) };
  }

  get stateNames(): readonly string[] {
    return Object.keys(this.#state);
  }

  announce(step: string, inputs: Readonly<Record<string, TensorSpec>>, batches: number | null = null): void {
    this.#record(step, inputs, batches);
  }

  upload(arrays: Readonly<Record<string, HostArray>>): Tensors {
    const tensors = hostTensors(arrays);
    // tfjs-node would upload at first use, in the time of the step.
    uploadCopies(Object.values(tensors));
    return tensors;
  }

  // oxlint-disable-next-line typescript/require-await -- the contract is asynchronous for other backends
  async run(step: string, inputs: Tensors): Promise<Tensors> {
    return this.#run(this.#ready(step, inputs, null), inputs);
  }

  // oxlint-disable-next-line typescript/require-await -- as above
  async scan(step: string, inputs: Tensors, batches: Batches): Promise<Tensors> {
    expectBatches(inputs, batches);
    const trace = this.#ready(step, inputs, Object.values(inputs)[0]!.shape[0]);
    return this.#run(trace, inputs, batches);
  }

  explain(step: string): string {
    const trace = this.#lastOf(step);
    if (trace === undefined) throw new NotYetRecorded(step);
    const nodes = trace.recorded.nodes.map(({ name, op, input = [] }) => [name, op, input.join(', ')]);
    return [
      'operations:',
      printRecording(trace.recording),
      '',
      `nodes of the graph${trace.compile ? ', which XLA compiles' : ''}:`,
      ...printTable(nodes),
    ].join('\n');
  }

  /** Nodes of a step's graph, constants not counted, as last recorded; null if it was not yet run. */
  operationsOf(step: string): number | null {
    const nodes = this.#lastOf(step)?.recorded.nodes.filter(({ op }) => op !== 'Const' && op !== 'Fill');
    return nodes?.length ?? null;
  }

  // oxlint-disable-next-line typescript/require-await -- as above
  async readState(): Promise<Record<string, Float32Array>> {
    return this.stateNow();
  }

  writeState(state: Readonly<Record<string, Float32Array>>): void {
    this.#expectLive();
    expectStateEntries(state, this.#state);
    if (this.#session === null) {
      for (const [name, values] of Object.entries(state)) this.#hostState[name] = values.slice();
      return;
    }
    this.#write(this.#session, { ...this.stateNow(), ...state });
  }

  dispose(): void {
    this.#session?.close();
    this.#session = null;
    this.#hostState = {};
    this.#disposed = true;
  }

  #lastOf(step: string): RecordedTrace | undefined {
    const traces = [...this.#traces].filter(([key]) => key.startsWith(JSON.stringify([step]).slice(0, -1)));
    return traces.at(-1)?.[1];
  }

  /** All entries at once: a session prepares every other choice of them anew, for some milliseconds. */
  #write(session: GraphSession, state: Readonly<Record<string, Float32Array>>): void {
    const feeds = Object.entries(this.#state).map(
      ([name, { shape }], i) =>
        [stateNodes(i).value, tf.tensor(state[name]!.slice(), [...shape], 'float32')] as const,
    );
    try {
      tf.dispose(session.run(Object.fromEntries(feeds), [STATE_WRITTEN]));
    } finally {
      tf.dispose(feeds.map(([, tensor]) => tensor));
    }
  }

  stateNow(): Record<string, Float32Array> {
    this.#expectLive();
    const names = Object.keys(this.#state);
    if (this.#session === null)
      return Object.fromEntries(names.map((name) => [name, this.#hostState[name]!.slice()]));
    const tensors = this.#session.run(
      {},
      names.map((_, i) => stateNodes(i).read),
    );
    const state = names.map((name, i) => [name, new Float32Array(tensors[i]!.dataSync())] as const);
    tf.dispose(tensors);
    return Object.fromEntries(state);
  }

  /** The trace for these shapes, in the session. */
  #ready(step: string, inputs: Tensors, batches: number | null): RecordedTrace {
    const trace = this.#record(step, specsOf(inputs), batches);
    if (this.#unloaded.length > 0) this.#load();
    return trace;
  }

  #expectLive(): void {
    if (this.#disposed) throw new RangeError('program: expected to be asked before it is disposed');
  }

  /** The trace for these shapes, recorded where it is the first time. */
  #record(step: string, inputs: Readonly<Record<string, TensorSpec>>, batches: number | null): RecordedTrace {
    this.#expectLive();
    const key = JSON.stringify([step, batches === null ? 'run' : 'scan', inputs]);
    const known = this.#traces.get(key);
    if (known !== undefined) return known;
    const stepInputs = batches === null ? inputs : batchSpecs(inputs);
    const compile = this.#compile.includes(step);
    const recording = recordStep(stepOf(this.#steps, step), this.#state, stepInputs);
    const trace = {
      name: `trace${this.#traces.size}`,
      recorded: stepNodes(recording, compile),
      recording,
      inputs: stepInputs,
      batches,
      compile,
    };
    this.#traces.set(key, trace);
    this.#unloaded.push(key);
    return trace;
  }

  /** Moves the state into a new session that has all traces: a loaded graph cannot grow. */
  #load(): void {
    const state = this.stateNow();
    let next: GraphSession | null = null;
    try {
      next = new GraphSession(buildGraph(this.#state, [...this.#traces.values()]), ANYTHING);
      this.#write(next, state);
    } catch (error) {
      // The old session keeps the state, and knows nothing of what could not be loaded.
      next?.close();
      for (const key of this.#unloaded) this.#traces.delete(key);
      this.#unloaded = [];
      throw error;
    }
    this.#session?.close();
    this.#session = next;
    this.#unloaded = [];
    this.#hostState = {};
  }

  #run({ name, recorded }: Trace, inputs: Tensors, batches?: Batches): Tensors {
    const names = traceNodes(name);
    const bounds =
      batches === undefined
        ? {}
        : { [names.from]: tf.scalar(batches.from, 'int32'), [names.to]: tf.scalar(batches.to, 'int32') };
    const fed = Object.values(inputs).map((tensor, i) => [names.input(i), tensor] as const);
    const outputs = Object.keys(recorded.outputs);
    const fetches = outputs.length === 0 ? [names.done] : outputs.map((_, i) => names.output(i));
    try {
      const results = this.#session!.run({ ...Object.fromEntries(fed), ...bounds }, fetches);
      if (outputs.length > 0) return Object.fromEntries(outputs.map((output, i) => [output, results[i]!]));
      tf.dispose(results);
      return {};
    } finally {
      tf.dispose(Object.values(bounds));
    }
  }
}
