/**
 * What the kernels that tfjs calls are to a recording. Where tfjs leaves it to its kernels to look at the shapes, it is
 * done here.
 *
 * The value of one action per row has no kernel here: tf.gather has no gradient on tfjs's wasm backend, and a product
 * with tf.oneHot(actions, count, 1, 0, 'float32'), summed over the row, is one pass over memory.
 */
import * as tf from '@tensorflow/tfjs';
import type { TensorSpec } from '../program';
import { binaryKernels, selectKernels, unaryKernels } from './map-kernels';
import { product, reduction } from './matrix-kernels';
import { concatenation, expandDims, identity, oneHot, reshape, slice, sliceOf } from './shape-kernels';
import { sizeOf } from './shapes';
import type { Attributes, Result, Translation } from './translation';

interface Kernel {
  /** Names of its inputs in the order of the translation, the last of which may be left out; null if numbered. */
  readonly inputs: readonly string[] | null;
  readonly translate: Translation;
}

const ofOne = (translate: Translation, input = 'x'): Kernel => ({ inputs: [input], translate });
const withInputs = (inputs: readonly string[], translations: Readonly<Record<string, Translation>>) =>
  Object.fromEntries(Object.entries(translations).map(([name, translate]) => [name, { inputs, translate }]));

const kernels: Readonly<Record<string, Kernel>> = {
  ...withInputs(['x'], unaryKernels),
  ...withInputs(['a', 'b'], binaryKernels),
  ...withInputs(['condition', 't', 'e'], selectKernels),
  [tf.ArgMax]: ofOne(reduction('argMax')),
  [tf.BatchMatMul]: { inputs: ['a', 'b'], translate: product },
  [tf.Concat]: { inputs: null, translate: concatenation },
  [tf.ExpandDims]: ofOne(expandDims, 'input'),
  [tf.Identity]: ofOne(identity),
  [tf.Max]: ofOne(reduction('max')),
  [tf.Mean]: ofOne(reduction('mean')),
  [tf.Min]: ofOne(reduction('min')),
  [tf.OneHot]: ofOne(oneHot, 'indices'),
  [tf.Reshape]: ofOne(reshape),
  [tf.Slice]: ofOne(slice),
  [tf.Sum]: ofOne(reduction('sum')),
  [tf._FusedMatMul]: { inputs: ['a', 'b', 'bias'], translate: product },
};

/**
 * What a kernel is to a recording, and what it gives.
 *
 * @param inputs those that are given, by the kernel's names for them
 * @returns also the names in the operation's order; undefined if it cannot be recorded
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

type Expansion = (
  inputs: Readonly<Record<string, tf.Tensor>>,
  attributes: Attributes,
) => tf.Tensor | undefined;

/** The greatest number is taken off first, so that nothing overflows; as tfjs's own kernels do. */
const softmax: Expansion = ({ logits }, { dim }) => {
  const powers = tf.exp(tf.sub(logits!, tf.max(logits!, dim as number, true)));
  return tf.div(powers, tf.sum(powers, dim as number, true));
};

/** A slice along several axes is one after the other, the first axis first. */
const slices: Expansion = ({ x }, attributes) => {
  const { shape } = x!;
  const part = sliceOf({ shape, dtype: x!.dtype as TensorSpec['dtype'] }, attributes);
  const axes = shape.flatMap((length, axis) =>
    part === undefined || part.sizes[axis] === length ? [] : [axis],
  );
  if (axes.length < 2) return undefined;
  return axes.reduce((rest: tf.Tensor, axis) => {
    const begin = rest.shape.map((_, i) => (i === axis ? part!.begins[i]! : 0));
    return tf.slice(rest, begin, rest.shape.with(axis, part!.sizes[axis]!));
  }, x!);
};

const fill: Expansion = (_, attributes) => {
  const { shape, value, dtype } = attributes as { shape: number[]; value: number; dtype: string };
  if (dtype !== 'float32') return undefined;
  return tf.tensor(new Float32Array(sizeOf({ shape })).fill(value), shape);
};

/** Everything but 0 is true. */
const castToBool: Expansion = ({ x }, { dtype }) =>
  x!.dtype === 'float32' && dtype === 'bool' ? tf.notEqual(x!, 0) : undefined;

/** Kernels that are recorded as other kernels; undefined where they are not. */
export const expansions: Readonly<Record<string, Expansion>> = {
  [tf.Cast]: castToBool,
  [tf.Fill]: fill,
  [tf.Slice]: slices,
  [tf.Softmax]: softmax,
};
