/**
 * Runs an ONNX file operator by operator, by what the specification says of each and by nothing of ours: it reads the
 * bytes with a schema of its own, and computes in double precision, rounded where the file says single.
 *
 * @see https://onnx.ai/onnx/operators/ and https://github.com/onnx/onnx/blob/main/onnx/onnx.proto
 */
import protobuf from 'protobufjs';

/** Read once: where scripts run in a realm of their own, as under jest, a global costs more than the arithmetic. */
const { abs, exp, floor, fround, log, max, min, sign, sqrt } = Math;
const { isNaN } = Number;
const Doubles = Float64Array;

export interface OnnxTensor {
  /** TensorProto.DataType: 1 float, 7 int64, 8 string, 9 bool, 11 double */
  readonly type: number;
  readonly dims: readonly number[];
  readonly data: Float64Array | readonly string[];
}

export interface Attribute {
  readonly name: string;
  readonly i: number;
  readonly ints: readonly number[];
}

export interface OnnxNode {
  readonly input: readonly string[];
  readonly output: readonly string[];
  readonly opType: string;
  readonly attribute: readonly Attribute[];
}

interface Initializer {
  readonly dims: readonly number[];
  readonly dataType: number;
  readonly name: string;
  readonly rawData: Uint8Array;
  readonly stringData: readonly Uint8Array[];
}

interface OnnxFile {
  readonly opsetImport: readonly { readonly version: number }[];
  readonly graph: {
    readonly node: readonly OnnxNode[];
    readonly initializer: readonly Initializer[];
    readonly input: readonly { readonly name: string; readonly type: { tensorType: { elemType: number } } }[];
    readonly output: readonly { readonly name: string }[];
  };
}

const { root } = protobuf.parse(`syntax = "proto3";
message Attribute { string name = 1; int64 i = 3; repeated int64 ints = 8; }
message Node { repeated string input = 1; repeated string output = 2; string op_type = 4; repeated Attribute attribute = 5; }
message Tensor { repeated int64 dims = 1; int32 data_type = 2; repeated bytes string_data = 6; string name = 8; bytes raw_data = 9; }
message TensorType { int32 elem_type = 1; }
message Type { TensorType tensor_type = 1; }
message Value { string name = 1; Type type = 2; }
message Graph { repeated Node node = 1; repeated Tensor initializer = 5; repeated Value input = 11; repeated Value output = 12; }
message Opset { int64 version = 2; }
message Model { Graph graph = 7; repeated Opset opset_import = 8; }
`);

export function readOnnx(bytes: Uint8Array): OnnxFile {
  const type = root.lookupType('Model');
  return type.toObject(type.decode(bytes), { longs: Number, defaults: true, arrays: true }) as OnnxFile;
}

function initialTensor({ dims, dataType: type, rawData, stringData }: Initializer): OnnxTensor {
  if (type === 8) return { type, dims, data: stringData.map((bytes) => new TextDecoder().decode(bytes)) };
  const { buffer, byteOffset, byteLength } = rawData;
  const view = new DataView(buffer, byteOffset, byteLength);
  const width = { 1: 4, 7: 8, 9: 1, 11: 8 }[type]!;
  const data = Doubles.from({ length: byteLength / width }, (_, i) => {
    if (type === 1) return view.getFloat32(4 * i, true);
    if (type === 7) return Number(view.getBigInt64(8 * i, true));
    return type === 9 ? view.getUint8(i) : view.getFloat64(8 * i, true);
  });
  return { type, dims, data };
}

const product = (dims: readonly number[]) => dims.reduce((a, b) => a * b, 1);

function tensor(type: number, dims: readonly number[], data: Float64Array): OnnxTensor {
  if (type === 1) for (let i = 0; i < data.length; i += 1) data[i] = fround(data[i]!);
  return { type, dims, data };
}

function broadcastDims(all: readonly (readonly number[])[]): number[] {
  const rank = max(...all.map(({ length }) => length));
  return Array.from({ length: rank }, (_, i) =>
    all.reduce((length, dims) => {
      const own = dims.at(i - rank) ?? 1;
      if (own !== length && own !== 1 && length !== 1) throw new Error(`dims ${JSON.stringify(all)}`);
      return length === 1 ? own : length;
    }, 1),
  );
}

/** For every element of the result, where the operand has its own. */
function placesOf(from: readonly number[], to: readonly number[]): (at: number) => number {
  if (from.join() === to.join()) return (at) => at;
  if (product(from) === 1) return () => 0;
  const [rows, columns] = to;
  if (to.length === 2 && from.at(-1) === columns && product(from) === columns) return (at) => at % columns;
  if (from.join() === `${rows},1`) return (at) => floor(at / columns!);
  const steps = to.map((length, axis) => {
    const own = axis - (to.length - from.length);
    const isSpread = own < 0 || from[own] === 1;
    return [length, isSpread ? 0 : product(from.slice(own + 1))] as const;
  });
  return (at) => {
    let [rest, place] = [at, 0];
    for (let axis = steps.length - 1; axis >= 0; axis -= 1) {
      const [length, step] = steps[axis]!;
      place += (rest % length) * step;
      rest = floor(rest / length);
    }
    return place;
  };
}

type Apply = (a: number, b: number) => number;

const pairs: Readonly<Record<string, Apply>> = {
  Add: (a, b) => a + b,
  And: (a, b) => a && b,
  Div: (a, b) => a / b,
  Equal: (a, b) => (a === b ? 1 : 0),
  Greater: (a, b) => (a > b ? 1 : 0),
  GreaterOrEqual: (a, b) => (a >= b ? 1 : 0),
  Less: (a, b) => (a < b ? 1 : 0),
  LessOrEqual: (a, b) => (a <= b ? 1 : 0),
  Max: (a, b) => max(a, b),
  Min: (a, b) => min(a, b),
  Mul: (a, b) => a * b,
  Or: (a, b) => a || b,
  Pow: (a, b) => a ** b,
  Sub: (a, b) => a - b,
};
const singles: Readonly<Record<string, (a: number) => number>> = {
  Abs: abs,
  Exp: exp,
  Floor: floor,
  IsNaN: (a) => (isNaN(a) ? 1 : 0),
  Log: log,
  Neg: (a) => -a,
  Not: (a) => 1 - a,
  Relu: (a) => (a > 0 ? a : a * 0),
  Sign: sign,
  Sqrt: sqrt,
};
const TRUTHS = new Set([
  'And',
  'Equal',
  'Greater',
  'GreaterOrEqual',
  'IsNaN',
  'Less',
  'LessOrEqual',
  'Not',
  'Or',
]);

function pairwise(op: string, a: OnnxTensor, b: OnnxTensor): OnnxTensor {
  const dims = broadcastDims([a.dims, b.dims]);
  if (a.type !== b.type) throw new Error(`${op}: types ${a.type} and ${b.type}`);
  const [left, right] = [placesOf(a.dims, dims), placesOf(b.dims, dims)];
  const apply = a.type === 8 ? (x: unknown, y: unknown) => (x === y ? 1 : 0) : pairs[op]!;
  const data = new Doubles(product(dims));
  for (let at = 0; at < data.length; at += 1)
    data[at] = apply(a.data[left(at)] as number, b.data[right(at)] as number);
  return tensor(TRUTHS.has(op) ? 9 : a.type, dims, data);
}

function where(condition: OnnxTensor, chosen: OnnxTensor, other: OnnxTensor): OnnxTensor {
  const dims = broadcastDims([condition.dims, chosen.dims, other.dims]);
  const [c, x, y] = [condition, chosen, other].map((one) => placesOf(one.dims, dims)) as [
    Place,
    Place,
    Place,
  ];
  const data = new Doubles(product(dims));
  for (let at = 0; at < data.length; at += 1)
    data[at] = (condition.data[c(at)] === 1 ? chosen.data[x(at)] : other.data[y(at)]) as number;
  return tensor(chosen.type, dims, data);
}
type Place = (at: number) => number;

function matMul(a: OnnxTensor, b: OnnxTensor): OnnxTensor {
  const [rows, depth] = a.dims as [number, number];
  const [inner, columns] = b.dims as [number, number];
  if (depth !== inner) throw new Error(`MatMul of ${a.dims.join()} and ${b.dims.join()}`);
  const [x, y] = [a.data, b.data] as [Float64Array, Float64Array];
  const data = new Doubles(rows * columns);
  for (let i = 0; i < rows; i += 1)
    for (let k = 0; k < depth; k += 1)
      for (let j = 0; j < columns; j += 1) data[i * columns + j]! += x[i * depth + k]! * y[k * columns + j]!;
  return tensor(a.type, [rows, columns], data);
}

/** A tensor as [outer, length, inner] around an axis. */
function around(dims: readonly number[], axis: number): [outer: number, length: number, inner: number] {
  return [product(dims.slice(0, axis)), dims[axis]!, product(dims.slice(axis + 1))];
}

function reduce(
  op: string,
  { type, dims, data }: OnnxTensor,
  axes: readonly number[],
  keeps: boolean,
): OnnxTensor {
  if (axes.length !== 1) throw new Error('reduction of one axis');
  const axis = axes[0]!;
  const [outer, length, inner] = around(dims, axis);
  const result = new Doubles(outer * inner);
  for (let o = 0; o < outer; o += 1)
    for (let i = 0; i < inner; i += 1) {
      let value = op === 'ReduceMax' ? -Infinity : op === 'ReduceMin' ? Infinity : 0;
      for (let at = 0; at < length; at += 1) {
        const one = data[(o * length + at) * inner + i] as number;
        value = op === 'ReduceMax' ? max(value, one) : op === 'ReduceMin' ? min(value, one) : value + one;
      }
      result[o * inner + i] = op === 'ReduceMean' ? value / length : value;
    }
  return tensor(type, keeps ? dims.with(axis, 1) : dims.toSpliced(axis, 1), result);
}

function argMax({ dims, data }: OnnxTensor): OnnxTensor {
  const length = dims.at(-1)!;
  const result = new Doubles(product(dims.slice(0, -1)));
  for (let row = 0; row < result.length; row += 1)
    for (let at = 1; at < length; at += 1)
      if (data[row * length + at]! > data[row * length + result[row]!]!) result[row] = at;
  return { type: 7, dims: dims.slice(0, -1), data: result };
}

function concat(parts: readonly OnnxTensor[], axis: number): OnnxTensor {
  const dims = parts[0]!.dims.with(
    axis,
    parts.reduce((sum, part) => sum + part.dims[axis]!, 0),
  );
  const [outer] = around(dims, axis);
  const data: number[] = [];
  for (let o = 0; o < outer; o += 1)
    for (const part of parts) {
      const size = product(part.dims.slice(axis));
      for (let i = 0; i < size; i += 1) data.push(part.data[o * size + i] as number);
    }
  return { type: parts[0]!.type, dims, data: Doubles.from(data) };
}

function gather({ type, dims, data }: OnnxTensor, indices: readonly number[], axis: number): OnnxTensor {
  const [outer, length, inner] = around(dims, axis);
  const result = new Doubles(outer * indices.length * inner);
  for (let o = 0; o < outer; o += 1)
    indices.forEach((index, at) => {
      for (let i = 0; i < inner; i += 1)
        result[(o * indices.length + at) * inner + i] = data[(o * length + index) * inner + i] as number;
    });
  return { type, dims: dims.with(axis, indices.length), data: result };
}

function reshape(given: OnnxTensor, shape: readonly number[]): OnnxTensor {
  const known = product(shape.filter((length) => length !== -1));
  return { ...given, dims: shape.map((length) => (length === -1 ? product(given.dims) / known : length)) };
}

function run({ opType, attribute }: OnnxNode, inputs: readonly OnnxTensor[]): OnnxTensor {
  const [x, y, z] = inputs as [OnnxTensor, OnnxTensor, OnnxTensor];
  const int = (name: string) => attribute.find((one) => one.name === name)!.i;
  const list = (one: OnnxTensor) => Array.from(one.data as Float64Array);
  if (pairs[opType] !== undefined) return pairwise(opType, x, y);
  const single = singles[opType];
  if (single !== undefined)
    return tensor(TRUTHS.has(opType) ? 9 : x.type, x.dims, (x.data as Float64Array).map(single));
  switch (opType) {
    case 'Where':
      return where(x, y, z);
    case 'Cast':
      return tensor(int('to'), x.dims, (x.data as Float64Array).slice());
    case 'MatMul':
      return matMul(x, y);
    case 'ArgMax':
      return argMax(x);
    case 'Concat':
      return concat(inputs, int('axis'));
    case 'Gather':
      return gather(x, list(y), int('axis'));
    case 'Slice': {
      const [from, to, axis] = [y, z, inputs[3]!].map((one) => list(one)[0]!) as [number, number, number];
      return gather(x, Array.from({ length: to - from }, (_, i) => from + i), axis);
    }
    case 'Reshape':
      return reshape(x, list(y));
    case 'Transpose': {
      const [rows, columns] = x.dims as [number, number];
      const data = Doubles.from({ length: rows * columns }, (_, at) => x.data[(at % rows) * columns + floor(at / rows)] as number);
      return { ...x, dims: [columns, rows], data };
    }
  }
  if (/^Reduce(Sum|Mean|Max|Min)$/.test(opType)) return reduce(opType, x, list(y), int('keepdims') === 1);
  throw new Error(`no operator ${opType}`);
} // prettier-ignore

/** Runs nodes one after the other, each of what is there by then. @param values added to */
export function runNodes(nodes: readonly OnnxNode[], values: Map<string, OnnxTensor>): void {
  for (const one of nodes) {
    const inputs = one.input.map((name) => {
      const value = values.get(name);
      if (value === undefined) throw new Error(`${one.opType} asks for ${name} before it is made`);
      return value;
    });
    values.set(one.output[0]!, run(one, inputs));
  }
}

/** @returns the outputs by name */
export function runOnnx(
  file: OnnxFile,
  feeds: Readonly<Record<string, OnnxTensor>>,
): Readonly<Record<string, OnnxTensor>> {
  const { node, initializer, input, output } = file.graph;
  const values = new Map(initializer.map((one) => [one.name, initialTensor(one)]));
  for (const { name, type } of input) {
    const given = feeds[name];
    if (given?.type !== type.tensorType.elemType)
      throw new Error(`input ${name}: expected type ${type.tensorType.elemType}`);
    values.set(name, given);
  }
  runNodes(node, values);
  return Object.fromEntries(output.map(({ name }) => [name, values.get(name)!]));
}
