/** A recorded step as a function of a TensorFlow graph, and the nodes that such functions are made of. */
import type { ArgDef, AttrValue, FunctionDef, NodeDef } from './graph-def';
import { dataTypes, type DataType } from './node-backend';
import type { TensorSpec } from '../program';
import type { StepNodes, StepValue } from './step-nodes';

export interface Trace {
  /** Prefix of everything the trace adds to the graph. */
  readonly name: string;
  readonly recorded: StepNodes;
  /** What the step takes: a batch of what is fed, if the trace scans. */
  readonly inputs: Readonly<Record<string, TensorSpec>>;
  /** Batches of the stacked inputs; null for a step that is run on its own. */
  readonly batches: number | null;
  /** Whether XLA compiles it. */
  readonly compile: boolean;
}

const INT = dataTypes.int32;
export const typeAttr = (value: DataType): AttrValue => ({ type: value });

export const typesAttr = (args: readonly ArgDef[]): AttrValue => ({
  list: { type: args.map((arg) => arg.type) },
});

export function node(
  name: string,
  op: string,
  input: readonly string[],
  attr: Readonly<Record<string, AttrValue>> = {},
): NodeDef {
  return { name, op, input, attr };
}

/** Values of one batch of `params`, or of several, along the first axis. */
export function gatherNode(
  name: string,
  params: string,
  batches: string,
  axis: string,
  of: DataType,
): NodeDef {
  const attr = { Tparams: typeAttr(of), Tindices: typeAttr(INT), Taxis: typeAttr(INT), batch_dims: { i: 0 } };
  return node(name, 'GatherV2', [params, batches, axis], attr);
}

/** A call of the function `name`. */
export function callNode(
  name: string,
  { signature }: FunctionDef,
  input: readonly string[],
  compile = false,
): NodeDef {
  return node(name, compile ? 'StatefulPartitionedCall' : 'PartitionedCall', input, {
    Tin: typesAttr(signature.input_arg),
    Tout: typesAttr(signature.output_arg),
    f: { func: { name: signature.name } },
    ...(compile ? { _XlaMustCompile: { b: true } } : {}),
  });
}

/** An argument that takes an entry of the state. */
export interface StateArgument extends ArgDef {
  readonly entry: string;
  /** Position of the entry in the state. */
  readonly position: number;
}

/** The arguments of a trace in the order in which all its functions take them. */
export interface TraceArguments {
  /** Those entries of the state that the step reads or changes. */
  readonly state: readonly StateArgument[];
  readonly inputs: readonly ArgDef[];
}

const isUsed = ({ nodes, state, outputs }: StepNodes, argument: string) =>
  nodes.some(({ input = [] }) => input.includes(argument)) ||
  [...Object.values(state), ...Object.values(outputs)].some(({ reference }) => reference === argument);

export function argumentsOf(
  { recorded, inputs }: Trace,
  state: Readonly<Record<string, TensorSpec>>,
): TraceArguments {
  const all = Object.entries(state).map(([entry, { dtype }], position) => ({
    ...{ name: `s${position}`, type: dataTypes[dtype], entry, position },
  }));
  return {
    state: all.filter(({ name, entry }) => isUsed(recorded, name) || Object.hasOwn(recorded.state, entry)),
    inputs: Object.values(inputs).map(({ dtype }, i) => ({ name: `x${i}`, type: dataTypes[dtype] })),
  };
}

export const outputArgs = (prefix: string, values: readonly StepValue[]): ArgDef[] =>
  values.map((value, i) => ({ name: `${prefix}${i}`, type: value.type }));

/** Changed state, then outputs. */
export function stepFunction({ name, recorded }: Trace, args: TraceArguments): FunctionDef {
  const changed = Object.values(recorded.state);
  const outputs = Object.values(recorded.outputs);
  const results = [...outputArgs('c', changed), ...outputArgs('y', outputs)];
  return {
    signature: {
      name: `${name}_step`,
      input_arg: [...args.state, ...args.inputs],
      output_arg: results,
    },
    node_def: recorded.nodes,
    ret: Object.fromEntries(
      [...changed, ...outputs].map(({ reference }, i) => [results[i]!.name, reference]),
    ),
  };
}
