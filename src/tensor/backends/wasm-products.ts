/**
 * tfjs's wasm kernel of products with bias and activation reads the shapes of batches of matrices alone; given two
 * matrices, as its other backends take them, it ends in "remainder by zero". A matrix is handed to it as a batch of one.
 */
import * as tf from '@tensorflow/tfjs';

/** Marks the kernel that stands in place of tfjs's, for a backend may be loaded twice. */
const accepting = new WeakSet<tf.KernelFunc>();

const asBatch = ({ dataId, shape, dtype }: tf.TensorInfo): tf.TensorInfo => ({
  dataId,
  shape: [1, ...shape],
  dtype,
});

/** Call it when the backend is active. */
export function acceptMatrices(): void {
  const kernel = tf.getKernel(tf._FusedMatMul, 'wasm');
  if (kernel === undefined || accepting.has(kernel.kernelFunc)) return;
  const kernelFunc: tf.KernelFunc = (call) => {
    const { a, b } = call.inputs as { readonly a: tf.TensorInfo; readonly b: tf.TensorInfo };
    if (a.shape.length !== 2 || b.shape.length !== 2) return kernel.kernelFunc(call);
    const inputs = { ...call.inputs, a: asBatch(a), b: asBatch(b) };
    const product = kernel.kernelFunc({ ...call, inputs }) as tf.TensorInfo;
    return { ...product, shape: product.shape.slice(1) };
  };
  accepting.add(kernelFunc);
  tf.unregisterKernel(kernel.kernelName, kernel.backendName);
  tf.registerKernel({ ...kernel, kernelFunc });
}
