import * as tf from '@tensorflow/tfjs';

/** The plain JavaScript backend under another name, with one operation that answers zeros. @returns its name */
export function registerBrokenBackend(kernelName: string): string {
  const name = `cpu-without-${kernelName}`;
  const sound = tf.getKernel(kernelName, 'cpu');
  tf.copyRegisteredKernels('cpu', name);
  tf.unregisterKernel(kernelName, name);
  tf.registerKernel({
    ...sound,
    backendName: name,
    kernelFunc: (given) => {
      const result = sound.kernelFunc(given) as tf.TensorInfo;
      (given.backend as unknown as { data: Map<unknown, { values: Float32Array }> }).data
        .get(result.dataId)!
        .values.fill(0);
      return result;
    },
  });
  tf.registerBackend(name, () => tf.findBackendFactory('cpu')());
  return name;
}

/** The plain JavaScript backend under another name, without one operation. @returns its name */
export function registerIncompleteBackend(kernelName: string): string {
  const name = `cpu-lacking-${kernelName}`;
  tf.copyRegisteredKernels('cpu', name);
  tf.unregisterKernel(kernelName, name);
  tf.registerBackend(name, () => tf.findBackendFactory('cpu')());
  return name;
}
