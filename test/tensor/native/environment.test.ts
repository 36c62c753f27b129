import { mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { InputError } from '../../../src/core/errors';
import { gpuSettings, nativeSettings, visibleDevice } from '../../../src/tensor/native/environment';
import { useFreshFolders } from '../../support/fresh-folders';

const freshFolder = useFreshFolders();
const anywhere = { gpuId: undefined, library: null, cores: 2, compiled: false };

describe('visibleDevice', () => {
  it.each<[string, string | undefined, number | undefined, string]>([
    ['the first GPU of the machine where nothing is said', undefined, undefined, '0'],
    ['the GPU that was asked for', undefined, 2, '2'],
    ['the first of the list of the shell', '3,1', undefined, '3'],
    ['the GPU asked for among those of the shell', '3, 1', 1, '1'],
    ['an identifier as it is', 'GPU-8932f937,GPU-12', undefined, 'GPU-8932f937'],
    ['no GPU where the shell hides all of them', '-1', undefined, '-1'],
    ['no GPU where the list of the shell is empty', '', undefined, ''],
  ])('shows %s', (_what, list, gpuId, expected) => {
    expect(visibleDevice(list, gpuId)).toBe(expected);
  });

  it.each([
    ['3,1', 2, 'the 2 GPUs of CUDA_VISIBLE_DEVICES=3,1, got 2'],
    ['3,-1,1', 1, 'the 1 GPU of CUDA_VISIBLE_DEVICES=3,-1,1, got 1'],
    ['-1', 0, 'the 0 GPUs of CUDA_VISIBLE_DEVICES=-1, got 0'],
  ])('refuses what a list of %s does not show at %i', (list, gpuId, ending) => {
    const refused = new InputError(`--gpu-id: expected an index among ${ending}`);
    expect(() => visibleDevice(list, gpuId)).toThrow(refused);
  });
});

describe('nativeSettings', () => {
  it('lets memory grow, shows one GPU as nvidia-smi numbers it, and keeps compiled kernels', () => {
    expect(nativeSettings({}, { ...anywhere, gpuId: 1 })).toMatchObject({
      TF_FORCE_GPU_ALLOW_GROWTH: 'true',
      CUDA_VISIBLE_DEVICES: '1',
      CUDA_DEVICE_ORDER: 'PCI_BUS_ID',
      CUDA_CACHE_MAXSIZE: '4294967296',
    });
  });

  it('leaves what the user has set', () => {
    const shell = {
      TF_CPP_MIN_LOG_LEVEL: '0',
      TF_FORCE_GPU_ALLOW_GROWTH: 'false',
      TF_ENABLE_ONEDNN_OPTS: '1',
    };
    const settings = nativeSettings(shell, anywhere);
    expect(Object.keys(settings).filter((name) => name in shell)).toEqual([]);
  });

  it('does not renumber the GPUs that a list of the user counts', () => {
    expect(nativeSettings({ CUDA_VISIBLE_DEVICES: '1' }, anywhere)).not.toHaveProperty('CUDA_DEVICE_ORDER');
  });

  it.each([
    [1, '1'],
    [2, '1'],
    [3, '1'],
    [8, '4'],
  ])('of %i cores gives an operation half', (cores, TF_NUM_INTRAOP_THREADS) => {
    const settings = nativeSettings({}, { ...anywhere, cores });
    expect(settings).toMatchObject({ TF_NUM_INTRAOP_THREADS });
    expect(settings).not.toHaveProperty('TF_NUM_INTEROP_THREADS');
  });

  it('gives a compiled operation all cores, and runs one at a time', () => {
    expect(nativeSettings({}, { ...anywhere, cores: 8, compiled: true })).toMatchObject({
      TF_NUM_INTRAOP_THREADS: '8',
      TF_NUM_INTEROP_THREADS: '1',
    });
  });

  it('decides on TF32 for nobody', () => {
    expect(nativeSettings({}, anywhere)).not.toHaveProperty('NVIDIA_TF32_OVERRIDE');
  });

  it('tells XLA where the compiler of CUDA lies beside the library', () => {
    const folder = freshFolder();
    const library = join(folder, 'tensorflow');
    expect(nativeSettings({}, { ...anywhere, library })).not.toHaveProperty('XLA_FLAGS');
    mkdirSync(join(folder, 'nvidia', 'cuda_nvcc'), { recursive: true });
    expect(nativeSettings({}, { ...anywhere, library })).toMatchObject({
      XLA_FLAGS: `--xla_gpu_cuda_data_dir=${join(folder, 'nvidia', 'cuda_nvcc')}`,
    });
  });
});

describe('gpuSettings', () => {
  it('reads what was set for a machine where the user set nothing', () => {
    expect(gpuSettings(nativeSettings({}, anywhere))).toEqual({
      visibleDevice: '0',
      memoryGrowth: true,
      kernelCache: join(homedir(), '.nv', 'ComputeCache'),
    });
  });

  it('tells what the user set otherwise', () => {
    const shell = {
      CUDA_VISIBLE_DEVICES: '2',
      TF_FORCE_GPU_ALLOW_GROWTH: 'false',
      CUDA_CACHE_PATH: '/scratch',
    };
    expect(gpuSettings(shell)).toEqual({ visibleDevice: '2', memoryGrowth: false, kernelCache: '/scratch' });
    expect(gpuSettings({ ...shell, CUDA_CACHE_DISABLE: '1' }).kernelCache).toBeNull();
  });
});
