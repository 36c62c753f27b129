/**
 * What the kernels that tfjs calls are to a compiled program: a few kinds of operations. Where tfjs leaves it to its
 * kernels to look at the shapes, it is done here.
 */
import * as tf from '@tensorflow/tfjs';
import type { TensorSpec } from '../program';
import { sizeOf, spreadOf } from './shapes';

const unaryKernels = {
  [tf.Abs]: 'abs',
  [tf.Neg]: 'negate',
  [tf.Relu]: 'relu',
  [tf.Sign]: 'sign',
  [tf.Sqrt]: 'sqrt',
  [tf.Square]: 'square',
} as const;
const binaryKernels = {
  [tf.Add]: 'add',
  [tf.Maximum]: 'maximum',
  [tf.Minimum]: 'minimum',
  [tf.Multiply]: 'multiply',
  [tf.RealDiv]: 'divide',
  [tf.Sub]: 'subtract',
} as const;

/** Operations on every number, or on every pair that broadcasting makes. */
export type MapName =
  | (typeof unaryKernels)[keyof typeof unaryKernels]
  | (typeof binaryKernels)[keyof typeof binaryKernels]
  | 'clip';

export type Operation =
  /** The same numbers in another shape, or some of them that follow each other. */
  | { readonly kind: 'view'; readonly offset: number }
  /** `bounds` of a clip. */
  | { readonly kind: 'map'; readonly map: MapName; readonly bounds: readonly number[] }
  /** [n] int32 to [n, depth]. */
  | { readonly kind: 'oneHot'; readonly on: number; readonly off: number }
  /** Over all numbers, over the rows of a matrix or over its columns. */
  | { readonly kind: 'reduce'; readonly reduce: Reduction; readonly over: 'all' | 'rows' | 'columns' }
  /** activation(left · right + bias); the bias is the third input, if there is one. */
  | {
      readonly kind: 'product';
      readonly transposeLeft: boolean;
      readonly transposeRight: boolean;
      readonly relu: boolean;
    }
  /** One after the other along the first axis. */
  | { readonly kind: 'concatenation' };
export type Reduction = 'sum' | 'mean' | 'argMax';

/** What a kernel gives. */
interface Result extends TensorSpec {
  readonly operation: Operation;
}

type Attributes = Readonly<Record<string, unknown>>;
/** @returns undefined where the kernel cannot be compiled for these inputs */
type Translation = (inputs: readonly TensorSpec[], attributes: Attributes) => Result | undefined;

const allFloats = (inputs: readonly TensorSpec[]) => inputs.every(({ dtype }) => dtype === 'float32');

function mapping(map: MapName, read: (attributes: Attributes) => number[] = () => []): Translation {
  return (inputs, attributes) => {
    if (!allFloats(inputs)) return undefined;
    const [first, second = first] = inputs.map(({ shape }) => [...shape]) as [number[], number[]?];
    const shape = tf.broadcast_util.assertAndGetBroadcastShape(first, second);
    if (!inputs.every((input) => spreadOf(input.shape, shape) !== undefined)) return undefined;
    return { operation: { kind: 'map', map, bounds: read(attributes) }, shape, dtype: 'float32' };
  };
}

const view = (shape: readonly number[], { dtype }: TensorSpec, offset = 0): Result => ({
  operation: { kind: 'view', offset },
  shape,
  dtype,
});

const reshape: Translation = ([x], { shape }) => {
  const size = sizeOf(x!);
  return view(tf.util.inferFromImplicitShape([...(shape as number[])], size), x!);
};

const expandDims: Translation = ([x], { dim }) => {
  const shape = [...x!.shape];
  const at = (dim as number) < 0 ? shape.length + 1 + (dim as number) : (dim as number);
  if (at < 0 || at > shape.length) return undefined;
  shape.splice(at, 0, 1);
  return view(shape, x!);
};

/** Slices of whole rows, which follow each other. */
const slice: Translation = ([x], { begin, size }) => {
  const shape = x!.shape;
  const parameters = tf.slice_util.parseSliceParams(
    { shape: [...shape], dtype: x!.dtype, dataId: {} },
    begin as number[],
    size as number[],
  ) as [number[], number[]];
  const [begins, sizes] = parameters;
  const axes = begins.length === shape.length && sizes.length === shape.length;
  const wholeRows = sizes.every((length, axis) => axis === 0 || length === shape[axis]);
  const inside = sizes.every((length, axis) => begins[axis]! >= 0 && begins[axis]! + length <= shape[axis]!);
  if (!axes || !wholeRows || !inside || sizes.length === 0) return undefined;
  const row = shape.slice(1).reduce((a, b) => a * b, 1);
  return view(sizes, x!, begins[0]! * row);
};

const cast: Translation = ([x], { dtype }) => (x!.dtype === dtype ? view(x!.shape, x!) : undefined);

function reduction(reduce: Reduction): Translation {
  return ([x], { axis, keepDims }) => {
    const { shape } = x!;
    const axes = tf.util.parseAxisParam(axis as number | number[], [...shape]);
    const over = axes.length === shape.length ? 'all' : axes[0] === 0 ? 'rows' : ('columns' as const);
    const known = over === 'all' || (shape.length === 2 && axes.length === 1);
    if (
      new Set(axes).size !== axes.length ||
      !allFloats([x!]) ||
      !known ||
      (reduce === 'argMax' && over !== 'columns')
    )
      return undefined;
    const kept = shape.map((length, i) => (axes.includes(i) ? 1 : length));
    return {
      operation: { kind: 'reduce', reduce, over },
      shape: keepDims === true ? kept : shape.filter((_, i) => !axes.includes(i)),
      dtype: reduce === 'argMax' ? 'int32' : 'float32',
    };
  };
}

/** Whether a tensor is added to every row of a matrix alike. */
function isRow(x: TensorSpec, columns: number): boolean {
  return x.shape.length <= 2 && x.shape.at(-1) === columns && sizeOf(x) === columns;
}

const product: Translation = (inputs, attributes) => {
  const [left, right, bias] = inputs as [TensorSpec, TensorSpec, TensorSpec?];
  const { transposeA, transposeB, activation } = attributes;
  const matrices = left.shape.length === 2 && right.shape.length === 2;
  const known = activation === undefined || activation === 'linear' || activation === 'relu';
  if (!allFloats(inputs) || !matrices || !known) return undefined;
  const shape = [left.shape[transposeA === true ? 1 : 0]!, right.shape[transposeB === true ? 0 : 1]!];
  const depths = [left.shape[transposeA === true ? 0 : 1], right.shape[transposeB === true ? 1 : 0]];
  if (depths[0] !== depths[1] || (bias !== undefined && !isRow(bias, shape[1]!))) return undefined;
  return {
    operation: {
      kind: 'product',
      transposeLeft: transposeA === true,
      transposeRight: transposeB === true,
      relu: activation === 'relu',
    },
    shape,
    dtype: 'float32',
  };
};

const concatenation: Translation = (inputs, { axis }) => {
  const { dtype, shape } = inputs[0]!;
  const fits = (input: TensorSpec) =>
    input.dtype === dtype &&
    input.shape.length === shape.length &&
    input.shape.every((length, i) => i === 0 || length === shape[i]);
  if (axis !== 0 || shape.length === 0 || !inputs.every(fits)) return undefined;
  const length = inputs.reduce((sum, input) => sum + input.shape[0]!, 0);
  return { operation: { kind: 'concatenation' }, shape: [length, ...shape.slice(1)], dtype };
};

const oneHot: Translation = ([indices], { depth, dtype, onValue, offValue }) => {
  if (indices!.dtype !== 'int32' || indices!.shape.length !== 1 || dtype !== 'float32') return undefined;
  return {
    operation: { kind: 'oneHot', on: onValue as number, off: offValue as number },
    shape: [...indices!.shape, depth as number],
    dtype: 'float32',
  };
};

interface Kernel {
  /** Names of its inputs in the order of the translation, the last of which may be left out; null if numbered. */
  readonly inputs: readonly string[] | null;
  readonly translate: Translation;
}

const ofOne = (translate: Translation, input = 'x'): Kernel => ({ inputs: [input], translate });
const ofTwo = (translate: Translation): Kernel => ({ inputs: ['a', 'b'], translate });
const clipBounds = ({ clipValueMin, clipValueMax }: Attributes) => [
  clipValueMin as number,
  clipValueMax as number,
];

const kernels: Readonly<Record<string, Kernel>> = {
  ...Object.fromEntries(Object.entries(unaryKernels).map(([name, map]) => [name, ofOne(mapping(map))])),
  ...Object.fromEntries(Object.entries(binaryKernels).map(([name, map]) => [name, ofTwo(mapping(map))])),
  [tf.ArgMax]: ofOne(reduction('argMax')),
  [tf.BatchMatMul]: ofTwo(product),
  [tf.Cast]: ofOne(cast),
  [tf.ClipByValue]: ofOne(mapping('clip', clipBounds)),
  [tf.Concat]: { inputs: null, translate: concatenation },
  [tf.ExpandDims]: ofOne(expandDims, 'input'),
  [tf.Identity]: ofOne(([x]) => view(x!.shape, x!)),
  [tf.Mean]: ofOne(reduction('mean')),
  [tf.OneHot]: ofOne(oneHot, 'indices'),
  [tf.Reshape]: ofOne(reshape),
  [tf.Slice]: ofOne(slice),
  [tf.Sum]: ofOne(reduction('sum')),
  [tf._FusedMatMul]: { inputs: ['a', 'b', 'bias'], translate: product },
};

/**
 * What a kernel is to a program, and what it gives.
 *
 * @param inputs those that are given, by the kernel's names for them
 * @returns also the names in the operation's order; undefined if it cannot be compiled
 */
export function operationOf(
  name: string,
  inputs: Readonly<Record<string, TensorSpec>>,
  attributes: Attributes,
): (Result & { readonly order: readonly string[] }) | undefined {
  const kernel = kernels[name];
  const given = Object.keys(inputs);
  const order = (kernel?.inputs ?? given).filter((input) => Object.hasOwn(inputs, input));
  if (kernel === undefined || order.length === 0 || order.length < given.length) return undefined;
  const result = kernel.translate(
    order.map((input) => inputs[input]!),
    attributes,
  );
  return result && { ...result, order };
}
