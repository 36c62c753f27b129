/**
 * Uploads that TensorFlow owns. tfjs-node lends TensorFlow the memory of a typed array where it happens to lie on a
 * 64-byte boundary, and gives it back in whatever thread lets go of it last. A session's threads may do that after the
 * run has returned, and JavaScript's memory is corrupted (seen: the process crashes in every fourth long run). Arrays
 * beside such a boundary are copied at once.
 */
import type * as tf from '@tensorflow/tfjs';
import { nodeBackend } from './node-backend';

/** Bytes that put an array off every boundary that TensorFlow asks for. */
const OFFSET = 4;

/** A copy that TensorFlow will not lend itself; what is no typed array stays as it is. */
export function offBoundary(values: ArrayLike<number>): ArrayLike<number> {
  if (!ArrayBuffer.isView(values)) return values;
  const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  const copy = new Uint8Array(OFFSET + bytes.length);
  copy.set(bytes, OFFSET);
  if (values instanceof Int32Array) return new Int32Array(copy.buffer, OFFSET, values.length);
  if (values instanceof Float32Array) return new Float32Array(copy.buffer, OFFSET, values.length);
  return copy.subarray(OFFSET);
}

/** Brings tensors that are still on the host into TensorFlow's own memory. */
export function uploadCopies(tensors: readonly tf.Tensor[]): void {
  const backend = nodeBackend();
  for (const { dataId } of tensors) {
    const data = backend.tensorMap.get(dataId);
    if (data.values !== null) data.values = offBoundary(data.values);
  }
  backend.getInputTensorIds(tensors);
}
