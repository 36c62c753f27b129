/** Runs the nodes of a TensorFlow function one by one with tfjs, so that they can be tested without TensorFlow. */
import * as tf from '@tensorflow/tfjs';
import type { AttrValue, NodeDef } from '../../src/tensor/graph/graph-def';
import { operations } from '../../src/tensor/graph/operations';

type Attributes = Readonly<Record<string, AttrValue>>;
type Run = (x: readonly tf.Tensor[], attributes: Attributes) => tf.Tensor;

const dtypes = { 1: 'float32', 3: 'int32', 10: 'bool' } as const;
const numbers = (x: tf.Tensor): number[] => Array.from(x.dataSync());
const shapeOf = (of: NonNullable<AttrValue['tensor']>['tensor_shape']) => of.dim.map(({ size }) => size);

function constant({ dtype, tensor_shape, tensor_content }: NonNullable<AttrValue['tensor']>): tf.Tensor {
  const bytes = tensor_content.slice().buffer;
  const kinds = { float32: Float32Array, int32: Int32Array, bool: Uint8Array };
  return tf.tensor(new kinds[dtypes[dtype]](bytes), shapeOf(tensor_shape), dtypes[dtype]);
}

const unary = (apply: (x: tf.Tensor) => tf.Tensor): Run => ([x]) => apply(x!); // prettier-ignore
const binary = (apply: (x: tf.Tensor, y: tf.Tensor) => tf.Tensor): Run => ([x, y]) => apply(x!, y!); // prettier-ignore
const reduction =
  (apply: (x: tf.Tensor, axes: number[], keepDims: boolean) => tf.Tensor): Run =>
  ([x, axes], { keep_dims }) =>
    apply(x!, numbers(axes!), keep_dims!.b!);

const runs: Readonly<Record<keyof typeof operations | 'Const' | 'Fill' | 'XlaDynamicUpdateSlice', Run>> = {
  Abs: unary(tf.abs),
  Add: binary(tf.add),
  ArgMax: ([x, axis]) => tf.argMax(x!, numbers(axis!)[0]),
  BatchMatMulV2: ([a, b], { adj_x, adj_y }) => tf.matMul(a!, b!, adj_x!.b, adj_y!.b),
  Cast: ([x], { SrcT, DstT }) => {
    expect(dtypes[SrcT!.type!]).toBe(x!.dtype);
    return tf.cast(x!, dtypes[DstT!.type!]);
  },
  ConcatV2: (x, { N }) => {
    expect(N!.i).toBe(x.length - 1);
    return tf.concat(x.slice(0, -1), numbers(x.at(-1)!)[0]);
  },
  Const: (_, { value }) => constant(value!.tensor!),
  Equal: binary(tf.equal),
  Exp: unary(tf.exp),
  Fill: ([shape, value]) => tf.fill(numbers(shape!), numbers(value!)[0]!, value!.dtype),
  Greater: binary(tf.greater),
  GreaterEqual: binary(tf.greaterEqual),
  Less: binary(tf.less),
  LessEqual: binary(tf.lessEqual),
  Log: unary(tf.log),
  LogicalAnd: binary(tf.logicalAnd),
  LogicalNot: unary(tf.logicalNot),
  LogicalOr: binary(tf.logicalOr),
  Max: reduction(tf.max),
  Maximum: binary(tf.maximum),
  Mean: reduction(tf.mean),
  Min: reduction(tf.min),
  Minimum: binary(tf.minimum),
  Mul: binary(tf.mul),
  Neg: unary(tf.neg),
  NotEqual: binary(tf.notEqual),
  OneHot: ([indices, depth, on, off]) =>
    tf.oneHot(indices!, numbers(depth!)[0]!, numbers(on!)[0], numbers(off!)[0], on!.dtype),
  RealDiv: binary(tf.div),
  Relu: unary(tf.relu),
  Reshape: ([x, shape]) => tf.reshape(x!, numbers(shape!)),
  Select: ([condition, x, y]) => tf.where(condition!, x!, y!),
  Sign: unary(tf.sign),
  Slice: ([x, begins, sizes]) => tf.slice(x!, numbers(begins!), numbers(sizes!)),
  Sqrt: unary(tf.sqrt),
  Square: unary(tf.square),
  Sub: binary(tf.sub),
  Sum: reduction(tf.sum),
  Tile: ([x, repeats]) => tf.tile(x!, numbers(repeats!)),
  XlaDynamicUpdateSlice: ([whole, part, from]) => {
    const values = whole!.dataSync().slice();
    values.set(part!.dataSync(), numbers(from!)[0]);
    return tf.tensor(values, whole!.shape, whole!.dtype);
  },
};

/** What nodes whose only type attribute is T read: all of one type, apart from sizes, indices and conditions. */
function expectType({ op, attr }: NodeDef, inputs: readonly tf.Tensor[]): void {
  if (attr?.T === undefined) return;
  const first = ['Fill', 'OneHot', 'Select'].includes(op) ? inputs.at(-1)! : inputs[0]!;
  expect([op, dtypes[attr.T.type!]]).toEqual([op, first.dtype]);
}

/** @returns every value by what the function calls it; those given among them */
export function interpret(
  nodes: readonly NodeDef[],
  given: Readonly<Record<string, tf.Tensor>>,
): ReadonlyMap<string, tf.Tensor> {
  const values = new Map(Object.entries(given));
  for (const node of nodes) {
    const inputs = (node.input ?? []).map(
      (name) => values.get(name) ?? expect(name).toBe('a value of before'),
    );
    const result = runs[node.op as keyof typeof runs](inputs as tf.Tensor[], node.attr ?? {});
    expectType(node, inputs as tf.Tensor[]);
    const output = operations[node.op as keyof typeof operations] ?? 'output';
    values.set(`${node.name}:${output}:0`, result);
  }
  return values;
}
