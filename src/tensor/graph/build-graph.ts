/** The graph of a program: its state in resource variables, and the traces of its steps that read and change them. */
import { constantNode } from './constants';
import { argumentsOf, callNode, gatherNode, node, type Trace } from './functions';
import { traceFunctions } from './scan-functions';
import { shapeDef, type FunctionDef, type GraphDef, type NodeDef } from './graph-def';
import { dataTypes, type DataType } from './node-backend';
import type { TensorSpec } from '../program';

/** A node that yields a float scalar, for what is run for its effect alone. */
export const ANYTHING = 'anything';

/** Once fetched, the values fed for all entries of the state are in place. */
export const STATE_WRITTEN = 'state_written';

/** Names of the nodes that stand for entry i of the state. */
export const stateNodes = (i: number) => ({
  handle: `state${i}`,
  read: `state${i}_read`,
  /** Fed with the value to put in place. */
  value: `state${i}_value`,
  assign: `state${i}_assign`,
});

/** Names of the nodes that a trace is fed with, and of those to fetch. */
export const traceNodes = (trace: string) => ({
  input: (i: number) => `${trace}_x${i}`,
  from: `${trace}_from`,
  to: `${trace}_to`,
  output: (i: number) => `${trace}_y${i}`,
  done: `${trace}_done`,
});

function placeholder(name: string, { dtype, shape }: TensorSpec): NodeDef {
  return node(name, 'Placeholder', [], {
    dtype: { type: dataTypes[dtype] },
    shape: { shape: shapeDef(shape) },
  });
}

/** A copy of `input`, taken after the `after` nodes have run. */
function identity(name: string, input: string, type: DataType, after: readonly string[]): NodeDef {
  return node(name, 'Identity', [input, ...after.map((other) => `^${other}`)], {
    T: { type },
  });
}

function variable(spec: TensorSpec, i: number): NodeDef[] {
  const names = stateNodes(i);
  const dtype = { type: dataTypes[spec.dtype] };
  return [
    node(names.handle, 'VarHandleOp', [], {
      dtype,
      shape: { shape: shapeDef(spec.shape) },
      shared_name: { s: Buffer.from(names.handle) },
      container: { s: Buffer.from('') },
    }),
    node(names.read, 'ReadVariableOp', [names.handle], { dtype }),
    placeholder(names.value, spec),
    node(names.assign, 'AssignVariableOp', [names.handle, names.value], { dtype }),
  ];
}

const SCALAR: TensorSpec = { shape: [], dtype: 'int32' };

function traceInputs({ name, inputs, batches }: Trace): NodeDef[] {
  const names = traceNodes(name);
  const stacked = batches === null ? [] : [batches];
  return [
    ...(batches === null ? [] : [placeholder(names.from, SCALAR), placeholder(names.to, SCALAR)]),
    ...Object.values(inputs).map(({ dtype, shape }, i) =>
      placeholder(names.input(i), { dtype, shape: [...stacked, ...shape] }),
    ),
  ];
}

/** The outputs, for a scan those of the batches that were run, once the state has changed. */
function traceOutputs({ name, recorded, batches }: Trace, call: string, after: readonly string[]): NodeDef[] {
  const names = traceNodes(name);
  const changed = Object.keys(recorded.state).length;
  const outputs = Object.values(recorded.outputs);
  const done = identity(names.done, ANYTHING, dataTypes.float32, [...after, call]);
  if (batches === null) {
    return [
      done,
      ...outputs.map(({ type }, i) => identity(names.output(i), `${call}:${changed + i}`, type, after)),
    ];
  }
  const range = `${name}_batches`;
  return [
    done,
    node(range, 'Range', [names.from, names.to, 'one'], { Tidx: { type: dataTypes.int32 } }),
    ...outputs.flatMap(({ type }, i) => [
      gatherNode(`${names.output(i)}_batches`, `${call}:${changed + i}`, range, 'zero', type),
      identity(names.output(i), `${names.output(i)}_batches`, type, after),
    ]),
  ];
}

function traceGraph(trace: Trace, state: Readonly<Record<string, TensorSpec>>) {
  const names = traceNodes(trace.name);
  const stateNames = Object.keys(state);
  const args = argumentsOf(trace, state);
  const functions = traceFunctions(trace, args);
  const call = `${trace.name}_call`;
  const reads = args.state.map(({ position }) => stateNodes(position).read);
  // TensorFlow inlines the call: only these edges keep every read before every change.
  const afterReads = reads.map((read) => `^${read}`);
  const assigns = Object.keys(trace.recorded.state).map((name, i) => {
    const { handle } = stateNodes(stateNames.indexOf(name));
    const dtype = { type: dataTypes[state[name]!.dtype] };
    return node(`${trace.name}_assign${i}`, 'AssignVariableOp', [handle, `${call}:${i}`, ...afterReads], {
      dtype,
    });
  });
  const nodes = [
    ...traceInputs(trace),
    callNode(
      call,
      functions[0],
      [
        ...(trace.batches === null ? [] : [names.from, names.to]),
        ...reads,
        ...args.inputs.map((_, i) => names.input(i)),
      ],
      trace.compile,
    ),
    ...assigns,
    ...traceOutputs(
      trace,
      call,
      assigns.map(({ name }) => name),
    ),
  ];
  return { nodes, functions };
}

/** One graph for all traces, because sessions share no variables. */
export function buildGraph(state: Readonly<Record<string, TensorSpec>>, traces: readonly Trace[]): GraphDef {
  const graphs = traces.map((trace) => traceGraph(trace, state));
  const assigns = Object.keys(state).map((_, i) => stateNodes(i).assign);
  return {
    nodes: [
      constantNode(ANYTHING, { shape: [], type: dataTypes.float32, values: [0] }),
      constantNode('zero', { shape: [], type: dataTypes.int32, values: [0] }),
      constantNode('one', { shape: [], type: dataTypes.int32, values: [1] }),
      ...Object.values(state).flatMap(variable),
      identity(STATE_WRITTEN, ANYTHING, dataTypes.float32, assigns),
      ...graphs.flatMap(({ nodes }) => nodes),
    ],
    functions: graphs.flatMap(({ functions }): readonly FunctionDef[] => functions),
  };
}
