/** What `doctor` finds out: the machine, native TensorFlow, CUDA, and a training step on every backend. */
import { cpus, totalmem } from 'node:os';
import { version } from '../../core/version';
import { reasonFor, tryBackends, type BackendAttempt } from '../../tensor/backend';
import type { BackendInfo, BackendName } from '../../tensor/backends/loader';
import { checkCuda, isCudaBuild, type LibraryCheck } from '../../tensor/native/checks';
import { findGpus, shownGpu, usesTf32, type GpuFindings } from '../../tensor/native/device';
import { gpuSettings, type GpuSettings } from '../../tensor/native/environment';
import { onnxRuntime } from '../../tensor/onnx/session';
import {
  loadNativePackage,
  readNativeSetup,
  tensorflowFolder,
  type NativeSetup,
} from '../../tensor/native/library';

/** Native TensorFlow, as it was set up and as it is. */
export interface NativeFacts {
  /** What `npm run setup:native` built; null if it did not run here. */
  readonly setup: NativeSetup | null;
  /** Where the library of that set-up lies; null without one. */
  readonly folder: string | null;
  /** The package that was loaded; null if none could be. */
  readonly binding: string | null;
  /** Version that the library itself states; null if it is not loaded. */
  readonly tensorflow: string | null;
  /** Why it is not loaded, or does not train; null if it does. */
  readonly problem: string | null;
  /** Whether the library was built for CUDA; null if it does not say. */
  readonly cudaBuild: boolean | null;
  /** Whether TensorFlow itself says that it computes on a GPU. */
  readonly gpuInUse: boolean;
  readonly settings: GpuSettings;
  /** Whether the GPU multiplies float32 matrices in TF32; null where there is no GPU or it cannot be told. */
  readonly tf32: boolean | null;
}

export interface BackendFacts {
  readonly name: BackendName;
  readonly works: boolean;
  readonly info: BackendInfo | null;
  readonly reason: string | null;
  /** Milliseconds of its first training step. */
  readonly probeMilliseconds: number | null;
}

/** Other programs rely on these keys (`doctor --json`): add, never rename. */
export interface DoctorFacts {
  readonly version: string;
  readonly machine: {
    readonly node: string;
    /** Operating system and architecture, such as `linux x64`. */
    readonly platform: string;
    readonly processor: string;
    readonly cores: number;
    readonly memoryBytes: number;
  };
  /** The GPUs and the driver, as the machine reports them. */
  readonly gpu: GpuFindings;
  readonly native: NativeFacts;
  /** What a build for CUDA opens, each tried; empty where none is needed. */
  readonly cudaLibraries: readonly LibraryCheck[];
  readonly backends: readonly BackendFacts[];
  /** Version of ONNX Runtime, which `score` and `serve` compute with where it is; null where it is not, or does not load. */
  readonly onnxRuntime: string | null;
  /** What `--backend auto` takes; null if nothing works. */
  readonly auto: BackendInfo | null;
  readonly autoReason: string;
}

/** What the running process says of itself. */
type ProcessFacts = Pick<NodeJS.Process, 'version' | 'platform' | 'arch' | 'env'>;

function describeMachine({ version: node, platform, arch }: ProcessFacts): DoctorFacts['machine'] {
  const processors = cpus();
  return {
    node,
    platform: `${platform} ${arch}`,
    processor: processors[0]?.model ?? 'unknown',
    cores: processors.length,
    memoryBytes: totalmem(),
  };
}

function describeNative(
  { info, reason }: BackendAttempt,
  { gpus }: GpuFindings,
  env: NodeJS.ProcessEnv,
): NativeFacts {
  const setup = readNativeSetup();
  // Loaded by now, so that this only says which package it was.
  const binding = info === null ? null : loadNativePackage();
  const folder = tensorflowFolder(setup);
  const settings = gpuSettings(env);
  const gpu = shownGpu(gpus, settings.visibleDevice);
  return {
    setup,
    folder,
    binding,
    tensorflow: info?.tensorflow ?? null,
    problem: reason,
    cudaBuild: folder === null || binding !== '.native' ? null : isCudaBuild(folder),
    gpuInUse: info?.gpu === true,
    settings,
    tf32: gpu === null ? null : usesTf32(gpu, env.NVIDIA_TF32_OVERRIDE),
  };
}

/** A build for the CPU on a machine without a GPU opens none. */
async function checkLibraries(native: NativeFacts, { gpus, driver }: GpuFindings): Promise<LibraryCheck[]> {
  const { tensorflow, setup, binding, cudaBuild } = native;
  const forGpu = cudaBuild ?? (setup?.variant === 'gpu' || binding === '@tensorflow/tfjs-node-gpu');
  if (tensorflow === null || !(forGpu || gpus.length > 0 || driver !== null)) return [];
  return checkCuda(tensorflow, tensorflowFolder(setup));
}

function describeBackend({ name, info, reason, probeSeconds }: BackendAttempt): BackendFacts {
  const probeMilliseconds = probeSeconds === null ? null : probeSeconds * 1000;
  return { name, works: info !== null, info, reason, probeMilliseconds };
}

/**
 * Looks at everything and lets every backend train one step.
 *
 * @param gpuId GPU to try TensorFlow on
 * @throws InputError if CUDA_VISIBLE_DEVICES does not show that GPU
 */
export async function examine(gpuId: number | undefined, running: ProcessFacts): Promise<DoctorFacts> {
  const { best, attempts } = await tryBackends({ gpuId });
  const gpu = await findGpus();
  const runtime = await onnxRuntime();
  const native = describeNative(
    attempts.find(({ name }) => name === 'tensorflow')!,
    gpu,
    running.env,
  );
  return {
    version,
    machine: describeMachine(running),
    gpu,
    native,
    cudaLibraries: await checkLibraries(native, gpu),
    backends: attempts.map(describeBackend),
    onnxRuntime: runtime?.env.versions.common ?? null,
    auto: best,
    autoReason: best === null ? 'nothing works here' : reasonFor(best),
  };
}
