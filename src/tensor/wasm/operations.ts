/**
 * What the kernels that tfjs calls are to a compiled program: a few kinds of operations. Where tfjs leaves it to its
 * kernels to look at the shapes, it is done here.
 */
import * as tf from '@tensorflow/tfjs';
import type { TensorSpec } from '../program';

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

export interface OperationResult extends TensorSpec {
  readonly operation: Operation;
}

type Attributes = Readonly<Record<string, unknown>>;
/** @returns undefined where the kernel cannot be compiled for these inputs */
type Translation = (inputs: readonly TensorSpec[], attributes: Attributes) => OperationResult | undefined;

const sizeOf = ({ shape }: TensorSpec): number => shape.reduce((a, b) => a * b, 1);
const allFloats = (inputs: readonly TensorSpec[]) => inputs.every(({ dtype }) => dtype === 'float32');

function mapping(map: MapName, read: (attributes: Attributes) => number[] = () => []): Translation {
  return (inputs, attributes) => {
    if (!allFloats(inputs)) return undefined;
    const [first, second = first] = inputs.map(({ shape }) => [...shape]) as [number[], number[]?];
    const shape = tf.broadcast_util.assertAndGetBroadcastShape(first, second);
    return { operation: { kind: 'map', map, bounds: read(attributes) }, shape, dtype: 'float32' };
  };
}

const view = (shape: readonly number[], { dtype }: TensorSpec, offset = 0): OperationResult => ({
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
  shape.splice((dim as number) < 0 ? shape.length + 1 + (dim as number) : (dim as number), 0, 1);
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
  const wholeRows = sizes.every((length, axis) => axis === 0 || length === shape[axis]);
  if (!wholeRows || sizes.length === 0 || begins[0]! + sizes[0]! > shape[0]!) return undefined;
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
    if (!allFloats([x!]) || !known || (reduce === 'argMax' && over !== 'columns')) return undefined;
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
  if (!allFloats(inputs) || !matrices || !known || inputs.length > 3) return undefined;
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
    input.dtype === dtype && input.shape.slice(1).join() === shape.slice(1).join();
  if (axis !== 0 || !inputs.every(fits)) return undefined;
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

const translations: Readonly<Record<string, Translation>> = {
  ...Object.fromEntries(Object.entries(unaryKernels).map(([kernel, map]) => [kernel, mapping(map)])),
  ...Object.fromEntries(Object.entries(binaryKernels).map(([kernel, map]) => [kernel, mapping(map)])),
  [tf.ArgMax]: reduction('argMax'),
  [tf.BatchMatMul]: product,
  [tf.Cast]: cast,
  [tf.ClipByValue]: mapping('clip', ({ clipValueMin, clipValueMax }) => [
    clipValueMin as number,
    clipValueMax as number,
  ]),
  [tf.Concat]: concatenation,
  [tf.ExpandDims]: expandDims,
  [tf.Identity]: ([x]) => view(x!.shape, x!),
  [tf.Mean]: reduction('mean'),
  [tf.OneHot]: oneHot,
  [tf.Reshape]: reshape,
  [tf.Slice]: slice,
  [tf.Sum]: reduction('sum'),
  [tf._FusedMatMul]: product,
};

/** What a kernel is to a program, and what it gives; undefined if it cannot be compiled. */
export function operationOf(
  kernel: string,
  inputs: readonly TensorSpec[],
  attributes: Attributes,
): OperationResult | undefined {
  return translations[kernel]?.(inputs, attributes);
}
