/** What doctor advises, from facts as machines have them. */
import { adviceFor, gpuObstacle } from '../../../src/runs/doctor/advice';
import type { DoctorFacts, NativeFacts } from '../../../src/runs/doctor/facts';
import type { LibraryCheck } from '../../../src/tensor/native/checks';

const noGpu: DoctorFacts['gpu'] = { gpus: [], driver: null, problem: 'nvidia-smi is not there' };
const gpu: DoctorFacts['gpu'] = {
  gpus: [{ index: 0, name: 'NVIDIA L4', memoryMiB: 23034, computeCapability: 8.9 }],
  driver: '550.54.15',
  problem: null,
};
const settings = { visibleDevice: '0', memoryGrowth: true, kernelCache: '/home/me/.nv/ComputeCache' };
const notSetUp: NativeFacts = {
  setup: null,
  folder: null,
  binding: null,
  tensorflow: null,
  problem: '.native is not set up',
  cudaBuild: null,
  gpuInUse: false,
  settings,
  tf32: null,
};
const onCpu: NativeFacts = {
  ...notSetUp,
  setup: { tensorflow: '2.21.0', variant: 'cpu', library: '/cache/tensorflow', tfjsNode: '4.22.0' },
  folder: '/cache/tensorflow',
  binding: '.native',
  tensorflow: '2.21.0',
  problem: null,
  cudaBuild: false,
};
const forCuda: NativeFacts = { ...onCpu, cudaBuild: true };

function library(name: string, reason: string | null, required = true): LibraryCheck {
  return { name, required, path: null, opens: reason === null, reason };
}

function facts(given: Partial<DoctorFacts>): DoctorFacts {
  return {
    version: '0.1.0',
    machine: { node: 'v22.0.0', platform: 'linux x64', processor: 'one', cores: 2, memoryBytes: 2 ** 33 },
    gpu,
    native: forCuda,
    cudaLibraries: [],
    backends: [],
    onnxRuntime: null,
    auto: null,
    autoReason: '',
    ...given,
  };
}

const setupGpu = 'npm run setup:native -- --gpu';

describe('the advice on a machine with a GPU', () => {
  it.each<[string, Partial<DoctorFacts>, string, string | null]>([
    ['sets native TensorFlow up', { native: notSetUp }, 'native TensorFlow is not set up here', setupGpu],
    [
      'sets it up again where it is broken',
      { native: { ...onCpu, tensorflow: null, problem: '.native misses its library' } },
      'native TensorFlow: .native misses its library',
      setupGpu,
    ],
    [
      'replaces a library without CUDA',
      { native: onCpu },
      'TensorFlow 2.21.0 is a build for the CPU',
      setupGpu,
    ],
    [
      'names the first required library that does not open, and counts the others',
      {
        cudaLibraries: [
          library('libcuda.so.1', null),
          library('libnccl.so.2', 'absent', false),
          library('libcufft.so.11', 'absent'),
          library('libcudnn.so.9', 'absent'),
        ],
      },
      'libcufft.so.11 does not open: absent (and 1 more)',
      setupGpu,
    ],
    [
      'sends nobody to pip for what the driver brings',
      { cudaLibraries: [library('libcuda.so.1', 'absent')] },
      'libcuda.so.1 does not open: absent; a container gets it by --gpus all and NVIDIA_DRIVER_CAPABILITIES=compute,utility',
      null,
    ],
    [
      'names a driver that is too old before the libraries that fail for it',
      { gpu: { ...gpu, driver: '470.82.01' }, cudaLibraries: [library('libcudnn.so.9', 'absent')] },
      'the NVIDIA driver 470.82.01 is too old: CUDA 12 needs 525 or newer',
      null,
    ],
    [
      'finds a variable that hides the GPU',
      { native: { ...forCuda, settings: { ...settings, visibleDevice: '-1' } } },
      'CUDA_VISIBLE_DEVICES=-1 hides every GPU',
      'unset CUDA_VISIBLE_DEVICES',
    ],
    [
      'lets TensorFlow speak where everything looks right',
      { cudaLibraries: [library('libcuda.so.1', null), library('libnccl.so.2', 'absent', false)] },
      'every library opens, yet TensorFlow finds no GPU; it may say why',
      'TF_CPP_MIN_LOG_LEVEL=0 npm run doctor',
    ],
  ])('%s', (_what, given, problem, command) => {
    expect(adviceFor(facts(given))).toEqual({ problem, command });
    expect(gpuObstacle(facts(given))).toEqual({ problem, command });
  });

  it('is none where TensorFlow says that it uses the GPU', () => {
    const used = facts({ native: { ...forCuda, gpuInUse: true } });
    expect([adviceFor(used), gpuObstacle(used)]).toEqual([null, null]);
  });
});

describe('the advice on a machine without a GPU', () => {
  it('sets native TensorFlow up, and a required GPU is refused for want of one', () => {
    const bare = facts({ gpu: noGpu, native: notSetUp });
    expect(adviceFor(bare)).toEqual({
      problem: 'native TensorFlow is not set up here',
      command: 'npm run setup:native',
    });
    expect(gpuObstacle(bare)).toEqual({
      problem: 'no NVIDIA GPU was found: nvidia-smi is not there',
      command: null,
    });
  });

  it('is none where native TensorFlow works', () => {
    expect(adviceFor(facts({ gpu: noGpu, native: onCpu }))).toBeNull();
  });

  it('is none where native TensorFlow cannot be built', () => {
    const { machine } = facts({});
    const mac = { ...machine, platform: 'darwin arm64' };
    expect(adviceFor(facts({ machine: mac, gpu: noGpu, native: notSetUp }))).toBeNull();
  });
});

describe('the advice in an installed package, which has no npm scripts', () => {
  it('sends to a checkout for native TensorFlow', () => {
    const bare = facts({ gpu: noGpu, native: notSetUp });
    expect(adviceFor(bare, false)).toEqual({
      problem:
        'native TensorFlow is not set up here; it is set up, and used, in a checkout of contact-dqn: npm run setup:native',
      command: null,
    });
    const onGpu = {
      problem: expect.stringMatching(/; it is set up, .*: npm run setup:native -- --gpu$/) as string,
    };
    expect(adviceFor(facts({ native: onCpu }), false)).toEqual({ ...onGpu, command: null });
    expect(gpuObstacle(facts({ native: onCpu }), false)).toEqual({ ...onGpu, command: null });
  });

  it('names its own command', () => {
    expect(adviceFor(facts({}), false)?.command).toBe('TF_CPP_MIN_LOG_LEVEL=0 contact-dqn doctor');
  });

  it('is that of a checkout where no script is named', () => {
    const hidden = facts({ native: { ...forCuda, settings: { ...settings, visibleDevice: '-1' } } });
    for (const one of [hidden, facts({ gpu: noGpu })]) {
      expect(gpuObstacle(one, false)).toEqual(gpuObstacle(one, true));
    }
  });
});
