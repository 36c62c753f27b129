/**
 * A loop over batches of stacked inputs around a recorded step. It is a functional While, which runs its body as one
 * call: unrolled, or lowered to switches and merges, the same updates took three times as long on a CPU, and XLA
 * compiles a loop's body once instead of once per batch.
 */
import { constantNode } from './constants';
import {
  callNode,
  gatherNode,
  node,
  outputArgs,
  stepFunction,
  typeAttr,
  typesAttr,
  type Trace,
  type TraceArguments,
} from './functions';
import type { ArgDef, FunctionDef } from './graph-def';
import { dataTypes } from './node-backend';

const INT = dataTypes.int32;

/** What the loop carries: batch number, its end, state, an accumulator per output, the stacked inputs. */
function loopArguments({ recorded }: Trace, args: TraceArguments): ArgDef[] {
  return [
    { name: 'batch', type: INT },
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
    node_def: [node('less', 'Less', ['batch', 'end'], { T: typeAttr(INT) })],
    ret: { go_on: 'less:z:0' },
  };
}

const scalar = (name: string, value: number) => constantNode(name, { shape: [], type: INT, values: [value] });

/** Where each state argument is among the step's results; itself where the step leaves it alone. */
function stateResults({ recorded }: Trace, args: TraceArguments): readonly string[] {
  const changed = Object.keys(recorded.state);
  return args.state.map(({ name, entry }) => {
    const position = changed.indexOf(entry);
    return position < 0 ? name : `step:output:${position}`;
  });
}

function bodyFunction(trace: Trace, args: TraceArguments, step: FunctionDef): FunctionDef {
  const loop = loopArguments(trace, args);
  const outputs = outputArgs('y', Object.values(trace.recorded.outputs));
  const changed = Object.keys(trace.recorded.state).length;
  const batches = args.inputs.map((arg) =>
    gatherNode(`${arg.name}_batch`, arg.name, 'batch', 'zero:output:0', arg.type),
  );
  const stored = outputs.flatMap(({ name, type: of }, i) => [
    node(`${name}_one`, 'ExpandDims', [`step:output:${changed + i}`, 'zero:output:0'], {
      T: typeAttr(of),
      Tdim: typeAttr(INT),
    }),
    node(`${name}_all`, 'TensorScatterUpdate', [name, 'place:output:0', `${name}_one:output:0`], {
      T: typeAttr(of),
      Tindices: typeAttr(INT),
    }),
  ]);
  const values = [
    ...['next:z:0', 'end', ...stateResults(trace, args)],
    ...outputs.map(({ name }) => `${name}_all:output:0`),
    ...args.inputs.map(({ name }) => name),
  ];
  return {
    signature: { name: `${trace.name}_body`, input_arg: loop, output_arg: loop },
    node_def: [
      scalar('zero', 0),
      scalar('one', 1),
      constantNode('place_shape', { shape: [2], type: INT, values: [1, 1] }),
      node('place', 'Reshape', ['batch', 'place_shape:output:0'], {
        T: typeAttr(INT),
        Tshape: typeAttr(INT),
      }),
      node('next', 'AddV2', ['batch', 'one:output:0'], { T: typeAttr(INT) }),
      ...batches,
      callNode('step', step, [
        ...args.state.map(({ name }) => name),
        ...batches.map(({ name }) => `${name}:output:0`),
      ]),
      ...stored,
    ],
    ret: Object.fromEntries(loop.map(({ name }, i) => [name, values[i]!])),
  };
}

/** The arguments of a function around the step: first batch, end, state, stacked inputs. */
function scanArguments(args: TraceArguments): ArgDef[] {
  return [{ name: 'start', type: INT }, { name: 'end', type: INT }, ...args.state, ...args.inputs];
}

/** The same for a single batch, which needs no loop. */
function onlyBatchFunction(trace: Trace, args: TraceArguments, step: FunctionDef): FunctionDef {
  const changed = Object.keys(trace.recorded.state).length;
  const results = step.signature.output_arg;
  const batches = args.inputs.map((arg) =>
    gatherNode(`${arg.name}_batch`, arg.name, 'start', 'zero:output:0', arg.type),
  );
  const stacked = results.slice(changed).map(({ name, type: of }, i) =>
    node(`${name}_all`, 'ExpandDims', [`step:output:${changed + i}`, 'zero:output:0'], {
      T: typeAttr(of),
      Tdim: typeAttr(INT),
    }),
  );
  const values = results.map(({ name }, i) => (i < changed ? `step:output:${i}` : `${name}_all:output:0`));
  const inputs = [...args.state.map(({ name }) => name), ...batches.map(({ name }) => `${name}:output:0`)];
  return {
    signature: { name: `${trace.name}_batch`, input_arg: scanArguments(args), output_arg: results },
    node_def: [scalar('zero', 0), ...batches, callNode('step', step, inputs), ...stacked],
    ret: Object.fromEntries(results.map(({ name }, i) => [name, values[i]!])),
  };
}

/** Changed state and stacked outputs of a loop over the batches. */
function loopFunction(trace: Trace, batches: number, args: TraceArguments, step: FunctionDef): FunctionDef {
  const outputs = Object.values(trace.recorded.outputs);
  const empty = outputs.flatMap(({ shape, type: of }, i) => [
    constantNode(`y${i}_shape`, { shape: [shape.length + 1], type: INT, values: [batches, ...shape] }),
    constantNode(`y${i}_zero`, { shape: [], type: of, values: [0] }),
    node(`y${i}_empty`, 'Fill', [`y${i}_shape:output:0`, `y${i}_zero:output:0`], {
      T: typeAttr(of),
      index_type: typeAttr(INT),
    }),
  ]);
  const position = new Map(args.state.map(({ entry }, i) => [entry, i + 2]));
  const results = [
    ...Object.keys(trace.recorded.state).map((name) => position.get(name)!),
    ...outputs.map((_, i) => 2 + args.state.length + i),
  ];
  return {
    signature: {
      name: `${trace.name}_loop`,
      input_arg: scanArguments(args),
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
          T: typesAttr(loopArguments(trace, args)),
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
export function traceFunctions(trace: Trace, args: TraceArguments): readonly [FunctionDef, ...FunctionDef[]] {
  const step = stepFunction(trace, args);
  if (trace.batches === null) return [step];
  if (trace.batches === 1) return [onlyBatchFunction(trace, args, step), step];
  return [
    loopFunction(trace, trace.batches, args, step),
    step,
    conditionFunction(trace, args),
    bodyFunction(trace, args, step),
  ];
}
