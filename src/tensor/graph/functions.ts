/**
 * A recorded step as functions of a TensorFlow graph: the step itself, and a loop over rows of stacked inputs around
 * it. The loop is a functional While, which runs its body as one call; unrolled, or lowered to switches and merges,
 * the same updates took three times as long on a CPU, and XLA compiles a loop's body once instead of once per row.
 */
import { constantNode } from './constants';
import type { ArgDef, AttrValue, FunctionDef, NodeDef } from './graph-def';
import { dataTypes, type DataType } from './node-backend';
import type { RecordedStep, RecordedValue, TensorSpec } from './recorder';

export interface Trace {
  /** Prefix of everything the trace adds to the graph. */
  readonly name: string;
  readonly recorded: RecordedStep;
  /** What the step takes: a row of what is fed, if the trace scans. */
  readonly inputs: Readonly<Record<string, TensorSpec>>;
  /** Rows of the stacked inputs; null for a step that is run on its own. */
  readonly rows: number | null;
  /** Whether XLA compiles it. */
  readonly compile: boolean;
}

const INT = dataTypes.int32;
const type = (value: DataType): AttrValue => ({ type: value });
const types = (args: readonly ArgDef[]): AttrValue => ({ list: { type: args.map((arg) => arg.type) } });

export function node(
  name: string,
  op: string,
  input: readonly string[],
  attr: Readonly<Record<string, AttrValue>> = {},
): NodeDef {
  return { name, op, input, attr };
}

/** Values of one row of `params`, or of several, along the first axis. */
export function gatherNode(name: string, params: string, rows: string, axis: string, of: DataType): NodeDef {
  const attr = { Tparams: type(of), Tindices: type(INT), Taxis: type(INT), batch_dims: { i: 0 } };
  return node(name, 'GatherV2', [params, rows, axis], attr);
}

/** A call of the function `name`. */
export function callNode(
  name: string,
  { signature }: FunctionDef,
  input: readonly string[],
  compile = false,
): NodeDef {
  return node(name, compile ? 'StatefulPartitionedCall' : 'PartitionedCall', input, {
    Tin: types(signature.input_arg),
    Tout: types(signature.output_arg),
    f: { func: { name: signature.name } },
    ...(compile ? { _XlaMustCompile: { b: true } } : {}),
  });
}

/** The arguments of a trace in the order in which all its functions take them. */
export interface TraceArguments {
  /** Positions of the state's entries that the step reads or changes. */
  readonly state: readonly ArgDef[];
  readonly inputs: readonly ArgDef[];
}

const isUsed = ({ nodes, state, outputs }: RecordedStep, argument: string) =>
  nodes.some(({ input = [] }) => input.includes(argument)) ||
  [...Object.values(state), ...Object.values(outputs)].some(({ reference }) => reference === argument);

export function argumentsOf(
  { recorded, inputs }: Trace,
  state: Readonly<Record<string, TensorSpec>>,
): TraceArguments {
  const names = Object.keys(state);
  const all = names.map((name, i) => ({ name: `s${i}`, type: dataTypes[state[name]!.dtype] }));
  return {
    state: all.filter(({ name }, i) => isUsed(recorded, name) || Object.hasOwn(recorded.state, names[i]!)),
    inputs: Object.values(inputs).map(({ dtype }, i) => ({ name: `x${i}`, type: dataTypes[dtype] })),
  };
}

const outputArgs = (prefix: string, values: readonly RecordedValue[]): ArgDef[] =>
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

/** What the loop carries: row number, its end, state, an accumulator per output, the stacked inputs. */
function loopArguments({ recorded }: Trace, args: TraceArguments): ArgDef[] {
  return [
    { name: 'row', type: INT },
    { name: 'end', type: INT },
    ...args.state,
    ...outputArgs('y', Object.values(recorded.outputs)),
    ...args.inputs,
  ];
}

function conditionFunction(trace: Trace, args: TraceArguments): FunctionDef {
  return {
    signature: {
      name: `${trace.name}_condition`,
      input_arg: loopArguments(trace, args),
      output_arg: [{ name: 'go_on', type: dataTypes.bool }],
    },
    node_def: [node('less', 'Less', ['row', 'end'], { T: type(INT) })],
    ret: { go_on: 'less:z:0' },
  };
}

const scalar = (name: string, value: number) => constantNode(name, { shape: [], type: INT, values: [value] });

/** Where each state argument is among the step's results; itself where the step leaves it alone. */
function stateResults(
  { recorded }: Trace,
  args: TraceArguments,
  stateNames: readonly string[],
): readonly string[] {
  const changed = Object.keys(recorded.state);
  return args.state.map(({ name }) => {
    const position = changed.indexOf(stateNames[Number(name.slice(1))]!);
    return position < 0 ? name : `step:output:${position}`;
  });
}

function bodyFunction(
  trace: Trace,
  args: TraceArguments,
  step: FunctionDef,
  stateNames: readonly string[],
): FunctionDef {
  const loop = loopArguments(trace, args);
  const outputs = outputArgs('y', Object.values(trace.recorded.outputs));
  const changed = Object.keys(trace.recorded.state).length;
  const rows = args.inputs.map((arg) =>
    gatherNode(`${arg.name}_row`, arg.name, 'row', 'zero:output:0', arg.type),
  );
  const stored = outputs.flatMap(({ name, type: of }, i) => [
    node(`${name}_one`, 'ExpandDims', [`step:output:${changed + i}`, 'zero:output:0'], {
      T: type(of),
      Tdim: type(INT),
    }),
    node(`${name}_all`, 'TensorScatterUpdate', [name, 'place:output:0', `${name}_one:output:0`], {
      T: type(of),
      Tindices: type(INT),
    }),
  ]);
  const values = [
    ...['next:z:0', 'end', ...stateResults(trace, args, stateNames)],
    ...outputs.map(({ name }) => `${name}_all:output:0`),
    ...args.inputs.map(({ name }) => name),
  ];
  return {
    signature: { name: `${trace.name}_body`, input_arg: loop, output_arg: loop },
    node_def: [
      scalar('zero', 0),
      scalar('one', 1),
      constantNode('place_shape', { shape: [2], type: INT, values: [1, 1] }),
      node('place', 'Reshape', ['row', 'place_shape:output:0'], { T: type(INT), Tshape: type(INT) }),
      node('next', 'AddV2', ['row', 'one:output:0'], { T: type(INT) }),
      ...rows,
      callNode('step', step, [
        ...args.state.map(({ name }) => name),
        ...rows.map(({ name }) => `${name}:output:0`),
      ]),
      ...stored,
    ],
    ret: Object.fromEntries(loop.map(({ name }, i) => [name, values[i]!])),
  };
}

/** First row, end, state, stacked inputs → changed state, stacked outputs. */
function loopFunction(
  trace: Trace,
  rows: number,
  args: TraceArguments,
  step: FunctionDef,
  stateNames: readonly string[],
): FunctionDef {
  const outputs = Object.values(trace.recorded.outputs);
  const empty = outputs.flatMap(({ shape, type: of }, i) => [
    constantNode(`y${i}_shape`, { shape: [shape.length + 1], type: INT, values: [rows, ...shape] }),
    constantNode(`y${i}_zero`, { shape: [], type: of, values: [0] }),
    node(`y${i}_empty`, 'Fill', [`y${i}_shape:output:0`, `y${i}_zero:output:0`], {
      T: type(of),
      index_type: type(INT),
    }),
  ]);
  const position = new Map(args.state.map(({ name }, i) => [stateNames[Number(name.slice(1))]!, i + 2]));
  const results = [
    ...Object.keys(trace.recorded.state).map((name) => position.get(name)!),
    ...outputs.map((_, i) => 2 + args.state.length + i),
  ];
  return {
    signature: {
      name: `${trace.name}_loop`,
      input_arg: [{ name: 'start', type: INT }, { name: 'end', type: INT }, ...args.state, ...args.inputs],
      output_arg: step.signature.output_arg,
    },
    node_def: [
      ...empty,
      node(
        'loop',
        'StatelessWhile',
        [
          ...['start', 'end', ...args.state.map(({ name }) => name)],
          ...outputs.map((_, i) => `y${i}_empty:output:0`),
          ...args.inputs.map(({ name }) => name),
        ],
        {
          T: types(loopArguments(trace, args)),
          cond: { func: { name: `${trace.name}_condition` } },
          body: { func: { name: `${trace.name}_body` } },
          parallel_iterations: { i: 1 },
        },
      ),
    ],
    ret: Object.fromEntries(
      step.signature.output_arg.map(({ name }, i) => [name, `loop:output:${results[i]!}`]),
    ),
  };
}

/** The functions of a trace, the one to call first. */
export function traceFunctions(
  trace: Trace,
  args: TraceArguments,
  stateNames: readonly string[],
): readonly [FunctionDef, ...FunctionDef[]] {
  const step = stepFunction(trace, args);
  if (trace.rows === null) return [step];
  return [
    loopFunction(trace, trace.rows, args, step, stateNames),
    step,
    conditionFunction(trace, args),
    bodyFunction(trace, args, step, stateNames),
  ];
}
