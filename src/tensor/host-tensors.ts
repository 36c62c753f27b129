/** Typed arrays as tensors. */
import * as tf from '@tensorflow/tfjs';
import type { HostArray, Tensors } from './program';

/** tfjs may keep an array instead of copying it: nobody writes into one before its tensor is disposed. */
export function hostTensors(arrays: Readonly<Record<string, HostArray>>): Tensors {
  return Object.fromEntries(
    Object.entries(arrays).map(([name, { values, shape }]) => [
      name,
      tf.tensor(values, [...shape], values instanceof Int32Array ? 'int32' : 'float32'),
    ]),
  );
}
