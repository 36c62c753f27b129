/**
 * Native TensorFlow through tfjs-node, which `npm ci` does not install (README, Decisions): the binding that is there
 * and starts is used, and the library itself says on what it computes.
 */
import * as tf from '@tensorflow/tfjs';
import * as util from 'node:util';
import { loadNativePackage } from '../native/library';
import { BackendUnavailable, type BackendInfo, type BackendLoader } from './loader';

interface NativeBackend {
  readonly isUsingGpuDevice: boolean;
  readonly binding: { readonly TF_Version: string };
}

/** Settings that TensorFlow reads once, when its library is loaded; what the user has set stays. */
function prepareEnvironment(): void {
  process.env.TF_CPP_MIN_LOG_LEVEL ??= '2';
  process.env.TF_FORCE_GPU_ALLOW_GROWTH ??= 'true';
  // tfjs-node 4.22 calls this function in every operation; Node 23 removed it.
  (util as { isNullOrUndefined?: (value: unknown) => boolean }).isNullOrUndefined ??= (value) =>
    value === null || value === undefined;
}

export const tensorflowLoader: BackendLoader = {
  name: 'tensorflow',
  async load(): Promise<BackendInfo> {
    prepareEnvironment();
    loadNativePackage();
    if (!(await tf.setBackend('tensorflow')))
      throw new BackendUnavailable('the package loads but registers no backend');
    const { isUsingGpuDevice, binding } = tf.backend() as unknown as NativeBackend;
    return {
      name: 'tensorflow',
      device: isUsingGpuDevice ? 'GPU, CUDA' : 'CPU, native',
      gpu: isUsingGpuDevice,
      tensorflow: binding.TF_Version,
    };
  },
};
