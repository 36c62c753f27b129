/** Kernels that work number by number. */
import * as tf from '@tensorflow/tfjs';
import type { TensorSpec } from '../program';
import type { MapName } from './operations';
import { allFloats, type Attributes, type Translation } from './translation';

interface Types {
  readonly takes: (inputs: readonly TensorSpec[]) => boolean;
  readonly gives: 'float32' | 'bool';
}

const floats: Types = { takes: allFloats, gives: 'float32' };
const logical: Types = { takes: (inputs) => inputs.every(({ dtype }) => dtype === 'bool'), gives: 'bool' };
const comparing: Types = {
  takes: (inputs) => inputs[0]!.dtype !== 'int32' && inputs.every(({ dtype }) => dtype === inputs[0]!.dtype),
  gives: 'bool',
};

function mapping(
  map: MapName,
  { takes, gives }: Types = floats,
  read: (attributes: Attributes) => number[] = () => [],
): Translation {
  return (inputs, attributes) => {
    if (!takes(inputs)) return undefined;
    const [first, second = first] = inputs.map(({ shape }) => [...shape]) as [number[], number[]?];
    const shape = tf.broadcast_util.assertAndGetBroadcastShape(first, second);
    return { operation: { kind: 'map', map, bounds: read(attributes) }, shape, dtype: gives };
  };
}

const clipBounds = ({ clipValueMin, clipValueMax }: Attributes) => [
  clipValueMin as number,
  clipValueMax as number,
];

/** tf.where has brought all three to one shape. */
const select: Translation = ([condition, chosen, other]) => {
  const { shape, dtype } = chosen!;
  const fits = [condition!, other!].every((one) => one.shape.join() === shape.join());
  if (!fits || condition!.dtype !== 'bool' || other!.dtype !== dtype || dtype === 'int32') return undefined;
  return { operation: { kind: 'map', map: 'select', bounds: [] }, shape, dtype };
};

/** A bool is 1 or 0 as a float is. */
const casts: Readonly<Record<string, MapName>> = {
  'bool to float32': 'copy',
  'int32 to float32': 'fromInteger',
};

const cast: Translation = ([x], { dtype }) => {
  const { shape } = x!;
  if (x!.dtype === dtype) return { operation: { kind: 'view', offset: 0 }, shape, dtype: x!.dtype };
  const map = casts[`${x!.dtype} to ${dtype as string}`];
  return map && { operation: { kind: 'map', map, bounds: [] }, shape, dtype: 'float32' };
};

/** Repeats along axes of length 1, as tf.broadcastTo does. */
const tile: Translation = ([x], { reps }) => {
  const shape = x!.shape.map((length, axis) => length * (reps as number[])[axis]!);
  const spreads = x!.shape.every((length, axis) => length === 1 || length === shape[axis]);
  if (!spreads || x!.dtype === 'int32') return undefined;
  return { operation: { kind: 'map', map: 'copy', bounds: [] }, shape, dtype: x!.dtype };
};

export const unaryKernels: Readonly<Record<string, Translation>> = {
  [tf.Abs]: mapping('abs'),
  [tf.Cast]: cast,
  [tf.ClipByValue]: mapping('clip', floats, clipBounds),
  [tf.Exp]: mapping('exp'),
  [tf.Log]: mapping('log'),
  [tf.LogicalNot]: mapping('not', logical),
  [tf.Neg]: mapping('negate'),
  [tf.Relu]: mapping('relu'),
  [tf.Sign]: mapping('sign'),
  [tf.Sqrt]: mapping('sqrt'),
  [tf.Square]: mapping('square'),
  [tf.Tile]: tile,
};

export const binaryKernels: Readonly<Record<string, Translation>> = {
  [tf.Add]: mapping('add'),
  [tf.Equal]: mapping('equal', comparing),
  [tf.Greater]: mapping('greater', comparing),
  [tf.GreaterEqual]: mapping('greaterEqual', comparing),
  [tf.Less]: mapping('less', comparing),
  [tf.LessEqual]: mapping('lessEqual', comparing),
  [tf.LogicalAnd]: mapping('and', logical),
  [tf.LogicalOr]: mapping('or', logical),
  [tf.Maximum]: mapping('maximum'),
  [tf.Minimum]: mapping('minimum'),
  [tf.Multiply]: mapping('multiply'),
  [tf.NotEqual]: mapping('notEqual', comparing),
  [tf.RealDiv]: mapping('divide'),
  [tf.Sub]: mapping('subtract'),
};

export const selectKernels: Readonly<Record<string, Translation>> = { [tf.Select]: select };
