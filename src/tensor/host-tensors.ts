/** Typed arrays as tensors, and tensors as typed arrays. */
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

/**
 * The numbers of a program's initial state, whose tensors are disposed.
 *
 * @throws RangeError unless all are of float32
 */
export function takeState(initialState: Tensors): Readonly<Record<string, Float32Array>> {
  try {
    const state = Object.entries(initialState).map(([name, tensor]) => {
      if (tensor.dtype !== 'float32')
        throw new RangeError(`program: state ${name}: expected float32, got ${tensor.dtype}`);
      return [name, new Float32Array(tensor.dataSync())] as const;
    });
    return Object.fromEntries(state);
  } finally {
    tf.dispose(Object.values(initialState));
  }
}
