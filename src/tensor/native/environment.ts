/**
 * The settings that TensorFlow and CUDA read once, from the environment, when the library is loaded: there is no
 * other way to make them from TensorFlow.js. What the user has set in the shell stays.
 */
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { InputError } from '../../core/errors';

export type Environment = Readonly<Record<string, string | undefined>>;

/** Entries of CUDA_VISIBLE_DEVICES; CUDA heeds none from the first -1 on. */
function visibleEntries(list: string): string[] {
  const entries = list.split(',').map((entry) => entry.trim());
  const end = entries.findIndex((entry) => entry === '' || entry === '-1');
  return end < 0 ? entries : entries.slice(0, end);
}

/**
 * The one GPU that TensorFlow is shown. tfjs-node puts tensors on the last GPU of TensorFlow's list, and TensorFlow
 * puts operations without a place on the first: with two of them every operation would copy between the cards.
 *
 * @param list  CUDA_VISIBLE_DEVICES of the shell
 * @param gpuId index of the GPU, among those of `list` if there is one
 * @returns the value of CUDA_VISIBLE_DEVICES to load TensorFlow with
 * @throws InputError if `list` does not show that GPU
 */
export function visibleDevice(list: string | undefined, gpuId: number | undefined): string {
  if (list === undefined) return String(gpuId ?? 0);
  const entries = visibleEntries(list);
  if (entries.length === 0 && gpuId === undefined) return list;
  const entry = entries[gpuId ?? 0];
  if (entry === undefined) {
    const shown = `${entries.length} ${entries.length === 1 ? 'GPU' : 'GPUs'}`;
    throw new InputError(
      `--gpu-id: expected an index among the ${shown} of CUDA_VISIBLE_DEVICES=${list}, got ${gpuId ?? 0}`,
    );
  }
  return entry;
}

/** XLA looks for ptxas and libdevice there; a wheel's CUDA libraries lie beside the wheel's tensorflow folder. */
function xlaFlags(library: string | null): string | undefined {
  if (library === null) return undefined;
  const compiler = join(dirname(library), 'nvidia', 'cuda_nvcc');
  return existsSync(compiler) ? `--xla_gpu_cuda_data_dir=${compiler}` : undefined;
}

/** What the settings depend on, beside the shell. */
export interface NativeUse {
  /** Index of the GPU to compute on. */
  readonly gpuId: number | undefined;
  /** Folder of the TensorFlow library; null where it is not known. */
  readonly library: string | null;
  /** Processors that this process may use. */
  readonly cores: number;
  /** Whether XLA will compile the updates. */
  readonly compiled: boolean;
}

/**
 * How the cores are shared out. An update's operations come in pairs that do not wait for each other: online and target
 * network, gradient of the weights and of the inputs. With all threads for each, as TensorFlow has it, they get in each
 * other's way. What XLA compiles runs one operation after the other, and a second thread that looks for a next one only
 * takes time. A call never runs in the thread that makes it, though that is faster still: a signal, such as that of
 * Ctrl-C, that interrupts a matrix product of TensorFlow's destroys the process's memory.
 */
function threads({ cores, compiled }: NativeUse): Record<string, string> {
  if (compiled) return { TF_NUM_INTRAOP_THREADS: String(cores), TF_NUM_INTEROP_THREADS: '1' };
  return { TF_NUM_INTRAOP_THREADS: String(Math.max(1, Math.floor(cores / 2))) };
}

/**
 * What has to be set before TensorFlow is loaded.
 *
 * @param shell the environment as the user made it
 * @throws InputError if CUDA_VISIBLE_DEVICES does not show that GPU
 */
export function nativeSettings(shell: Environment, use: NativeUse): Record<string, string> {
  const { gpuId, library } = use;
  const xla = xlaFlags(library);
  const defaults: Record<string, string> = {
    // Errors only: the library writes to standard error, past any logger.
    TF_CPP_MIN_LOG_LEVEL: '2',
    // oneDNN sums in an order of its own, and starting it costs more than a small product: without it an update of a
    // net of 64-64 takes less than half of the time, while large products take up to a sixth more.
    TF_ENABLE_ONEDNN_OPTS: '0',
    ...threads(use),
    // Otherwise TensorFlow takes the whole memory of the GPU at its start.
    TF_FORCE_GPU_ALLOW_GROWTH: 'true',
    // The largest that CUDA allows: the kernels of a TensorFlow that was not built for this GPU must fit.
    CUDA_CACHE_MAXSIZE: String(2 ** 32),
    // Number the GPUs as nvidia-smi does; a list of the user's keeps the order it was written for.
    ...(shell.CUDA_VISIBLE_DEVICES === undefined ? { CUDA_DEVICE_ORDER: 'PCI_BUS_ID' } : {}),
    ...(xla === undefined ? {} : { XLA_FLAGS: xla }),
  };
  const unset = Object.entries(defaults).filter(([name]) => shell[name] === undefined);
  return {
    ...Object.fromEntries(unset),
    CUDA_VISIBLE_DEVICES: visibleDevice(shell.CUDA_VISIBLE_DEVICES, gpuId),
  };
}

/** How TensorFlow was told to use a GPU: the settings in force, whoever made them. */
export interface GpuSettings {
  /** CUDA_VISIBLE_DEVICES: the one GPU that TensorFlow was shown. */
  readonly visibleDevice: string;
  /** Whether memory is taken as it is needed, not all at the start. */
  readonly memoryGrowth: boolean;
  /** Folder in which CUDA keeps the kernels that it compiled for this GPU; null if the user has it keep none. */
  readonly kernelCache: string | null;
}

/** Reads the settings after TensorFlow was loaded with them. */
export function gpuSettings(environment: Environment): GpuSettings {
  const folder = environment.CUDA_CACHE_PATH ?? join(homedir(), '.nv', 'ComputeCache');
  return {
    visibleDevice: environment.CUDA_VISIBLE_DEVICES ?? '',
    memoryGrowth: environment.TF_FORCE_GPU_ALLOW_GROWTH === 'true',
    kernelCache: environment.CUDA_CACHE_DISABLE === '1' ? null : folder,
  };
}
