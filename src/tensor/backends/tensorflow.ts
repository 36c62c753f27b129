/**
 * Native TensorFlow through @tensorflow/tfjs-node-gpu or @tensorflow/tfjs-node. Neither is installed by `npm ci`
 * (README, Decisions): whichever is there and starts is used, and the library itself says on what it computes.
 */
import * as tf from '@tensorflow/tfjs';
import { createRequire } from 'node:module';
import * as util from 'node:util';
import { BackendUnavailable, type BackendInfo, type BackendLoader } from './loader';

const PACKAGES = ['@tensorflow/tfjs-node-gpu', '@tensorflow/tfjs-node'] as const;

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

function isMissing(error: unknown, name: string): boolean {
  const { code, message } = error as NodeJS.ErrnoException;
  return code === 'MODULE_NOT_FOUND' && message.includes(`'${name}'`);
}

/** Loads the first package that works. @throws BackendUnavailable with the reason of each */
function loadPackage(): void {
  const load = createRequire(__filename);
  const reasons: string[] = [];
  for (const name of PACKAGES) {
    try {
      load(name);
      return;
    } catch (error) {
      const reason = isMissing(error, name)
        ? 'is not installed'
        : (error as Error).message.trim().split('\n')[0]!;
      reasons.push(`${name} ${reason}`);
    }
  }
  throw new BackendUnavailable(reasons.join('; '));
}

export const tensorflowLoader: BackendLoader = {
  name: 'tensorflow',
  async load(): Promise<BackendInfo> {
    prepareEnvironment();
    loadPackage();
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
