/**
 * WebGPU through Dawn (npm `webgpu`): for GPUs that have a Vulkan, Metal or Direct3D driver but no CUDA. `npm ci` does
 * not install it, for its libraries for every platform weigh 150 MB (src/tensor/README.md).
 */
import * as tf from '@tensorflow/tfjs';
import { createRequire } from 'node:module';
import { BackendUnavailable, type BackendInfo, type BackendLoader } from './loader';

const DAWN = 'webgpu';
const TFJS_WEBGPU = '@tensorflow/tfjs-backend-webgpu';
const INSTALL = `npm install --no-save ${DAWN}@0.6.2 ${TFJS_WEBGPU}@4.22.0`;

/** The part of Dawn's adapter that is asked here. */
interface Adapter {
  readonly info: {
    readonly vendor: string;
    readonly architecture: string;
    readonly description: string;
    /** Whether the driver computes on the CPU. */
    readonly isFallbackAdapter: boolean;
  };
}

interface Gpu {
  requestAdapter(options: { powerPreference: 'high-performance' }): Promise<Adapter | null>;
}

interface Dawn {
  /** Classes and constants of the WebGPU standard, which tfjs expects to be global. */
  readonly globals: Readonly<Record<string, unknown>>;
  readonly create: (options: readonly string[]) => Gpu;
}

/** The part of tfjs's backend that is used here. */
interface WebGpuBackend {
  readonly device: {
    addEventListener(
      type: 'uncapturederror',
      listener: (event: { readonly error: { readonly message: string } }) => void,
    ): void;
  };
  read(dataId: object): Promise<tf.backend_util.BackendValues>;
}

function firstLine(error: unknown): string {
  return (error as Error).message.trim().split('\n')[0]!;
}

/** @throws BackendUnavailable if the package is missing or its library does not start */
async function importDawn(): Promise<Dawn> {
  try {
    return (await import(DAWN)) as Dawn;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const missing = code === 'ERR_MODULE_NOT_FOUND' || code === 'MODULE_NOT_FOUND';
    throw new BackendUnavailable(
      missing ? `not installed: ${INSTALL}` : `${DAWN} does not start: ${firstLine(error)}`,
    );
  }
}

/**
 * Makes `navigator.gpu` as in a browser. It stays for the life of the process: Dawn ends with the last reference to
 * this object, and a device that is used after that ends the process with a segmentation fault.
 */
function provideGpu({ globals, create }: Dawn): Gpu {
  const gpu = create([]);
  const scope = globalThis as { navigator?: object };
  Object.assign(scope, globals);
  scope.navigator ??= {}; // Node 20 has none
  Object.defineProperty(scope.navigator, 'gpu', { value: gpu, configurable: true });
  return gpu;
}

/** @throws BackendUnavailable if the package is missing */
function registerBackend(): void {
  try {
    createRequire(__filename)(TFJS_WEBGPU);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'MODULE_NOT_FOUND') throw error;
    throw new BackendUnavailable(`not installed: ${INSTALL}`);
  }
}

/**
 * Lets nothing be read back from a device that has reported an error. WebGPU goes on after one, out of memory for
 * example, with buffers full of zeros: training would go on with wrong numbers.
 */
function refuseAfterError(backend: WebGpuBackend): void {
  let failure: string | null = null;
  backend.device.addEventListener('uncapturederror', ({ error }) => {
    failure ??= firstLine(error);
  });
  const read = backend.read.bind(backend);
  backend.read = async (dataId) => {
    const values = await read(dataId);
    if (failure !== null) throw new Error(`webgpu: the device reported an error: ${failure}`);
    return values;
  };
}

/** What the adapter calls itself; a driver that computes on the CPU is no GPU. */
export function describeAdapter({ info }: Adapter): Pick<BackendInfo, 'device' | 'gpu'> {
  const { vendor, architecture, description, isFallbackAdapter } = info;
  const name = [vendor, architecture].filter((part) => part !== '').join(' ');
  return {
    device: `${isFallbackAdapter ? 'CPU, software WebGPU' : 'GPU, WebGPU'}: ${name} (${description})`,
    gpu: !isFallbackAdapter,
  };
}

async function start(): Promise<Adapter> {
  const gpu = provideGpu(await importDawn());
  // What tfjs will ask for: the most powerful adapter, one that computes on the CPU only if there is no other.
  const adapter = await gpu.requestAdapter({ powerPreference: 'high-performance' });
  if (adapter === null)
    throw new BackendUnavailable(
      'no graphics driver that Dawn can use (on Linux: Vulkan 1.1 and libvulkan1)',
    );
  // tfjs computes up to 1000 numbers on the CPU while they are there, and so would the training probe: it would prove
  // nothing. Below 2 only single numbers, Adam's corrections, spare the device a call each. The package reads this once.
  tf.env().setFlags({ ...tf.env().getFlags(), WEBGPU_CPU_HANDOFF_SIZE_THRESHOLD: 2 });
  registerBackend();
  if (!(await tf.setBackend('webgpu'))) throw new BackendUnavailable('the adapter gives no device');
  refuseAfterError(tf.backend() as unknown as WebGpuBackend);
  return adapter;
}

let started: Promise<Adapter> | null = null;

export const webgpuLoader: BackendLoader = {
  name: 'webgpu',
  async load({ gpuId } = {}): Promise<BackendInfo> {
    if (gpuId !== undefined)
      throw new BackendUnavailable('chooses its GPU itself; --gpu-id is for native TensorFlow');
    started ??= start();
    const adapter = await started;
    await tf.setBackend('webgpu');
    return { name: 'webgpu', ...describeAdapter(adapter), tensorflow: null };
  },
};
