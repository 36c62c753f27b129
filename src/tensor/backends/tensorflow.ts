/**
 * Native TensorFlow through tfjs-node, which `npm ci` does not install (src/README.md, Decisions): the binding that is there
 * and starts is used, and the library itself says on what it computes.
 */
import * as tf from '@tensorflow/tfjs';
import { availableParallelism } from 'node:os';
import { findGpus, shownGpu, usesTf32 } from '../native/device';
import { nativeSettings } from '../native/environment';
import { loadNativePackage, readNativeSetup, tensorflowFolder } from '../native/library';
import { BackendUnavailable, type BackendInfo, type BackendLoader, type LoadOptions } from './loader';

interface NativeBackend {
  readonly isUsingGpuDevice: boolean;
  readonly binding: { readonly TF_Version: string };
}

/** As the user made it, before anything is set here: a second load must not narrow what the first has narrowed. */
const shell = { ...process.env };

/** @throws InputError if CUDA_VISIBLE_DEVICES does not show the GPU */
function prepare({ gpuId, compiled = false }: LoadOptions): void {
  const library = tensorflowFolder(readNativeSetup());
  Object.assign(
    process.env,
    nativeSettings(shell, { gpuId, library, compiled, cores: availableParallelism() }),
  );
}

/** The GPU in words, such as `NVIDIA A100-SXM4-40GB, CUDA, TF32`. */
async function describeGpu(): Promise<string> {
  const { CUDA_VISIBLE_DEVICES: visible, NVIDIA_TF32_OVERRIDE: override } = process.env;
  const gpu = shownGpu((await findGpus()).gpus, visible);
  return `${gpu?.name ?? 'GPU'}, CUDA${usesTf32(gpu, override) === true ? ', TF32' : ''}`;
}

export const tensorflowLoader: BackendLoader = {
  name: 'tensorflow',
  async load(options = {}): Promise<BackendInfo> {
    prepare(options);
    loadNativePackage();
    if (!(await tf.setBackend('tensorflow')))
      throw new BackendUnavailable('the package loads but registers no backend');
    const { isUsingGpuDevice, binding } = tf.backend() as unknown as NativeBackend;
    return {
      name: 'tensorflow',
      device: isUsingGpuDevice ? await describeGpu() : 'CPU, native',
      gpu: isUsingGpuDevice,
      tensorflow: binding.TF_Version,
    };
  },
};
