/** Kernels that put numbers into another shape, take some of them or put them side by side. */
import * as tf from '@tensorflow/tfjs';
import type { TensorSpec } from '../program';
import { sizeOf } from './shapes';
import type { Attributes, Result, Translation } from './translation';

const view = (shape: readonly number[], { dtype }: TensorSpec, offset = 0): Result => ({
  operation: { kind: 'view', offset },
  shape,
  dtype,
});

export const identity: Translation = ([x]) => view(x!.shape, x!);

export const reshape: Translation = ([x], { shape }) => {
  const size = sizeOf(x!);
  return view(tf.util.inferFromImplicitShape([...(shape as number[])], size), x!);
};

export const expandDims: Translation = ([x], { dim }) => {
  const shape = [...x!.shape];
  const at = (dim as number) < 0 ? shape.length + 1 + (dim as number) : (dim as number);
  if (at < 0 || at > shape.length) return undefined;
  shape.splice(at, 0, 1);
  return view(shape, x!);
};

/** Where a slice begins and how long it is along each axis; undefined if it is not inside. */
export function sliceOf(
  { shape, dtype }: TensorSpec,
  { begin, size }: Attributes,
): { readonly begins: readonly number[]; readonly sizes: readonly number[] } | undefined {
  const parameters = tf.slice_util.parseSliceParams(
    { shape: [...shape], dtype, dataId: {} },
    begin as number[],
    size as number[],
  ) as [number[], number[]];
  const [begins, sizes] = parameters;
  const axes = begins.length === shape.length && sizes.length === shape.length && shape.length > 0;
  const inside = sizes.every((length, axis) => begins[axis]! >= 0 && begins[axis]! + length <= shape[axis]!);
  return axes && inside ? { begins, sizes } : undefined;
}

/** Along one axis: rows follow each other, and what lies further in is taken out of every stretch. */
export const slice: Translation = ([x], attributes) => {
  const { shape, dtype } = x!;
  const part = sliceOf(x!, attributes);
  if (part === undefined) return undefined;
  const { begins, sizes } = part;
  const [axis = 0, ...others] = shape.flatMap((length, i) => (sizes[i] === length ? [] : [i]));
  if (others.length > 0) return undefined;
  if (axis === 0) return view(sizes, x!, begins[0]! * sizeOf({ shape: shape.slice(1) }));
  return { operation: { kind: 'slice', axis, from: begins[axis]! }, shape: sizes, dtype };
};

export const concatenation: Translation = (inputs, { axis: given }) => {
  const { dtype, shape } = inputs[0]!;
  const axis = (given as number) < 0 ? shape.length + (given as number) : (given as number);
  const fits = (input: TensorSpec) =>
    input.dtype === dtype &&
    input.shape.length === shape.length &&
    input.shape.every((length, i) => i === axis || length === shape[i]);
  if (axis < 0 || axis >= shape.length || !inputs.every(fits)) return undefined;
  const length = inputs.reduce((sum, input) => sum + input.shape[axis]!, 0);
  return { operation: { kind: 'concatenation', axis }, shape: shape.with(axis, length), dtype };
};

export const oneHot: Translation = ([indices], { depth, dtype, onValue, offValue }) => {
  if (indices!.dtype !== 'int32' || indices!.shape.length !== 1 || dtype !== 'float32') return undefined;
  return {
    operation: { kind: 'oneHot', on: onValue as number, off: offValue as number },
    shape: [...indices!.shape, depth as number],
    dtype: 'float32',
  };
};
