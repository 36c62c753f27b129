/**
 * Runs a program's steps as one TensorFlow graph: each is recorded at its first run, and again for other shapes, and
 * replayed from then on in one call. The state stays in TensorFlow's variables.
 */
import * as tf from '@tensorflow/tfjs';
import { ANYTHING, buildGraph, stateNodes, traceNodes } from './graph/build-graph';
import type { Trace } from './graph/functions';
import { nodeBackend } from './graph/node-backend';
import { recordStep, type TensorSpec } from './graph/recorder';
import { GraphSession } from './graph/session';
import {
  expectRows,
  expectStateEntries,
  stepOf,
  type HostArray,
  type Program,
  type ProgramSteps,
  type Rows,
  type Tensors,
} from './program';
import { hostTensors } from './host-tensors';

export interface GraphProgramOptions {
  /** Steps that XLA compiles: faster updates for seconds of compilation. */
  readonly compile?: readonly string[];
}

function specOf({ shape, dtype }: tf.Tensor): TensorSpec {
  return { shape: [...shape], dtype: dtype as TensorSpec['dtype'] };
}

function specsOf(tensors: Tensors): Record<string, TensorSpec> {
  return Object.fromEntries(Object.entries(tensors).map(([name, tensor]) => [name, specOf(tensor)]));
}

/** One row of what is stacked. */
function rowSpecs(specs: Readonly<Record<string, TensorSpec>>): Record<string, TensorSpec> {
  return Object.fromEntries(
    Object.entries(specs).map(([name, { shape, dtype }]) => [name, { shape: shape.slice(1), dtype }]),
  );
}

export class GraphProgram implements Program {
  readonly kind = 'graph';
  readonly #steps: ProgramSteps;
  readonly #compile: readonly string[];
  readonly #state: Readonly<Record<string, TensorSpec>>;
  readonly #sizes: Readonly<Record<string, { readonly size: number }>>;
  readonly #traces = new Map<string, Trace>();
  #session: GraphSession | null = null;
  /** The state while no session holds it. */
  #hostState: Record<string, Float32Array>;

  /**
   * @param initialState of float32; read and disposed
   * @throws RangeError unless native TensorFlow is the active backend
   */
  constructor(steps: ProgramSteps, initialState: Tensors, { compile = [] }: GraphProgramOptions = {}) {
    nodeBackend();
    this.#steps = steps;
    this.#compile = compile;
    this.#state = specsOf(initialState);
    this.#sizes = Object.fromEntries(
      Object.entries(initialState).map(([name, { size }]) => [name, { size }]),
    );
    this.#hostState = Object.fromEntries(
      Object.entries(initialState).map(([name, tensor]) => [name, tensor.dataSync<'float32'>().slice()]),
    );
    tf.dispose(Object.values(initialState));
  }

  upload(arrays: Readonly<Record<string, HostArray>>): Tensors {
    const tensors = hostTensors(arrays);
    // tfjs-node would upload at first use, in the time of the step.
    nodeBackend().getInputTensorIds(Object.values(tensors));
    return tensors;
  }

  // eslint-disable-next-line @typescript-eslint/require-await -- the contract is asynchronous for other backends
  async run(step: string, inputs: Tensors): Promise<Tensors> {
    return this.#run(this.#trace(step, inputs, null), inputs);
  }

  // eslint-disable-next-line @typescript-eslint/require-await -- as above
  async scan(step: string, inputs: Tensors, rows: Rows): Promise<Tensors> {
    expectRows(inputs, rows);
    const trace = this.#trace(step, inputs, Object.values(inputs)[0]!.shape[0]);
    return this.#run(trace, inputs, rows);
  }

  /** Nodes of a step's graph, constants not counted, as last recorded; null if it was not yet run. */
  nodesOf(step: string): number | null {
    const traces = [...this.#traces].filter(([key]) => key.startsWith(`${step} `));
    const nodes = traces.at(-1)?.[1].recorded.nodes.filter(({ op }) => op !== 'Const' && op !== 'Fill');
    return nodes?.length ?? null;
  }

  // eslint-disable-next-line @typescript-eslint/require-await -- as above
  async readState(): Promise<Record<string, Float32Array>> {
    return this.#readState();
  }

  writeState(state: Readonly<Record<string, Float32Array>>): void {
    expectStateEntries(state, this.#sizes);
    if (this.#session === null) {
      for (const [name, values] of Object.entries(state)) this.#hostState[name] = values.slice();
      return;
    }
    for (const [name, values] of Object.entries(state)) {
      const { value, written } = stateNodes(Object.keys(this.#state).indexOf(name));
      const tensor = tf.tensor(values.slice(), [...this.#state[name]!.shape], 'float32');
      tf.dispose([tensor, ...this.#session.run({ [value]: tensor }, [written])]);
    }
  }

  dispose(): void {
    this.#session?.close();
    this.#session = null;
  }

  #readState(): Record<string, Float32Array> {
    const names = Object.keys(this.#state);
    if (this.#session === null)
      return Object.fromEntries(names.map((name) => [name, this.#hostState[name]!.slice()]));
    const tensors = this.#session.run(
      {},
      names.map((_, i) => stateNodes(i).read),
    );
    const state = names.map((name, i) => [name, tensors[i]!.dataSync<'float32'>().slice()] as const);
    tf.dispose(tensors);
    return Object.fromEntries(state);
  }

  /** The trace for these shapes, recorded if it is the first run with them. */
  #trace(step: string, inputs: Tensors, rows: number | null): Trace {
    const specs = specsOf(inputs);
    const key = `${step} ${rows === null ? 'run' : 'scan'} ${JSON.stringify(specs)}`;
    const known = this.#traces.get(key);
    if (known !== undefined) return known;
    const stepInputs = rows === null ? specs : rowSpecs(specs);
    const trace = {
      name: `trace${this.#traces.size}`,
      recorded: recordStep(stepOf(this.#steps, step), this.#state, stepInputs),
      inputs: stepInputs,
      rows,
      compile: this.#compile.includes(step),
    };
    this.#traces.set(key, trace);
    this.#load();
    return trace;
  }

  /** Moves the state into a new session that has all traces: a loaded graph cannot grow. */
  #load(): void {
    const state = this.#readState();
    const graph = buildGraph(this.#state, [...this.#traces.values()]);
    this.dispose();
    this.#session = new GraphSession(graph, ANYTHING);
    this.writeState(state);
    this.#hostState = {};
  }

  #run({ name, recorded }: Trace, inputs: Tensors, rows?: Rows): Tensors {
    const names = traceNodes(name);
    const bounds =
      rows === undefined
        ? {}
        : { [names.from]: tf.scalar(rows.from, 'int32'), [names.to]: tf.scalar(rows.to, 'int32') };
    const fed = Object.values(inputs).map((tensor, i) => [names.input(i), tensor] as const);
    const outputs = Object.keys(recorded.outputs);
    const fetches = outputs.length === 0 ? [names.done] : outputs.map((_, i) => names.output(i));
    const results = this.#session!.run({ ...Object.fromEntries(fed), ...bounds }, fetches);
    tf.dispose(Object.values(bounds));
    if (outputs.length === 0) tf.dispose(results);
    return Object.fromEntries(outputs.map((output, i) => [output, results[i]!]));
  }
}
