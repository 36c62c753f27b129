/** Typed arrays as tensors, and tensors as typed arrays. */
import * as tf from '@tensorflow/tfjs';
import { NotEnoughMemory, type HostArray, type Tensors } from './program';

/** tfjs may keep an array instead of copying it: nobody writes into one before its tensor is disposed. */
export function hostTensors(arrays: Readonly<Record<string, HostArray>>): Tensors {
  return Object.fromEntries(
    Object.entries(arrays).map(([name, { values, shape }]) => [
      name,
      tf.tensor(values, [...shape], values instanceof Int32Array ? 'int32' : 'float32'),
    ]),
  );
}

/** What tfjs keeps numbers in. */
const arrays = { float32: Float32Array, int32: Int32Array, bool: Uint8Array };

/**
 * Zeros on the host.
 *
 * @throws NotEnoughMemory if the machine does not give so many
 */
export function hostArray<Type extends keyof typeof arrays>(
  dtype: Type,
  length: number,
): InstanceType<(typeof arrays)[Type]> {
  const kind = arrays[dtype];
  try {
    // Every kind is made alike.
    return new kind(length) as InstanceType<(typeof arrays)[Type]>;
  } catch (cause) {
    const bytes = length * kind.BYTES_PER_ELEMENT;
    throw new NotEnoughMemory(`an array of ${length} numbers`, bytes, null, { cause });
  }
}

/** A copy. @throws NotEnoughMemory as above */
export function copyOfNumbers(values: Float32Array): Float32Array {
  const copy = hostArray('float32', values.length);
  copy.set(values);
  return copy;
}

/**
 * The numbers of a program's initial state, whose tensors are disposed.
 *
 * @throws RangeError unless all are of float32
 * @throws NotEnoughMemory if there is none for the copies
 */
export function takeState(initialState: Tensors): Readonly<Record<string, Float32Array>> {
  try {
    const state = Object.entries(initialState).map(([name, tensor]) => {
      if (tensor.dtype !== 'float32')
        throw new RangeError(`program: state ${name}: expected float32, got ${tensor.dtype}`);
      return [name, copyOfNumbers(tensor.dataSync<'float32'>())] as const;
    });
    return Object.fromEntries(state);
  } finally {
    tf.dispose(Object.values(initialState));
  }
}
