import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findGpus, shownGpu, usesTf32, type Gpu } from '../../../src/tensor/native/device';
import { useFreshFolders } from '../../support/fresh-folders';

const freshFolder = useFreshFolders();

/** Answers as nvidia-smi would to `script`; there is no driver file unless one is given. */
function findWith(script: string, driver?: string) {
  const folder = freshFolder();
  const command = join(folder, 'nvidia-smi');
  writeFileSync(command, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  const driverFile = join(folder, 'version');
  if (driver !== undefined) writeFileSync(driverFile, driver);
  return findGpus({ command, driverFile });
}

const kernelModule =
  'NVRM version: NVIDIA UNIX x86_64 Kernel Module  535.104.05  Sat Aug 19 01:15:15 UTC 2023\n' +
  'GCC version:  gcc version 12.3.0 (Ubuntu 12.3.0-1ubuntu1~22.04)\n';
const openKernelModule =
  'NVRM version: NVIDIA UNIX Open Kernel Module for x86_64  570.86.15  Release Build  (dvs-builder)\n';

function gpu(index: number, computeCapability: number | null = 8.9): Gpu {
  return { index, name: `GPU number ${index}`, memoryMiB: 24564, computeCapability };
}

describe('findGpus', () => {
  it('reads every GPU and the driver', async () => {
    const rows = [
      '0, NVIDIA A100-SXM4-40GB, 535.104.05, 40960 MiB, 8.0',
      '1, NVIDIA GB10, 535.104.05, [N/A], 12.1',
    ];
    expect(await findWith(`printf '%s\\n' ${rows.map((row) => `'${row}'`).join(' ')}`)).toEqual({
      gpus: [
        { index: 0, name: 'NVIDIA A100-SXM4-40GB', memoryMiB: 40960, computeCapability: 8 },
        { index: 1, name: 'NVIDIA GB10', memoryMiB: null, computeCapability: 12.1 },
      ],
      driver: '535.104.05',
      problem: null,
    });
  });

  it('asks an old driver again, without the field that it does not know', async () => {
    const found = await findWith(`case "$1" in
  *compute_cap*) echo 'Field "compute_cap" is not a valid field to query.'; exit 2 ;;
  *) echo '0, Tesla K80, 450.80.02, 11441 MiB' ;;
esac`);
    expect(found).toEqual({
      gpus: [{ index: 0, name: 'Tesla K80', memoryMiB: 11441, computeCapability: null }],
      driver: '450.80.02',
      problem: null,
    });
  });

  it.each([
    ['of NVIDIA', kernelModule, '535.104.05'],
    ['that is open', openKernelModule, '570.86.15'],
  ])(
    'reads the version of a driver %s where its tool fails, and what the tool says',
    async (_, text, driver) => {
      const failing = "echo 'Failed to initialize NVML: Driver/library version mismatch'; echo more; exit 18";
      expect(await findWith(failing, text)).toEqual({
        gpus: [],
        driver,
        problem: 'nvidia-smi: Failed to initialize NVML: Driver/library version mismatch',
      });
    },
  );

  it('finds nothing in a list without a GPU', async () => {
    expect(await findWith("echo 'No devices were found'")).toEqual({
      gpus: [],
      driver: null,
      problem: 'nvidia-smi lists no GPU',
    });
  });

  it('says so where there is no such tool', async () => {
    const absent = { command: 'no-such-nvidia-smi', driverFile: 'no-such-file' };
    expect(await findGpus(absent)).toEqual({ gpus: [], driver: null, problem: 'nvidia-smi is not there' });
  });
});

describe('shownGpu', () => {
  it('is the one of the index that TensorFlow was shown', () => {
    expect(shownGpu([gpu(0), gpu(1)], '1')?.index).toBe(1);
  });

  it('is the only one, whatever it is called', () => {
    expect(shownGpu([gpu(0)], 'GPU-8932f937')?.index).toBe(0);
  });

  it('is unknown where several could be meant', () => {
    expect(shownGpu([gpu(0), gpu(1)], 'GPU-8932f937')).toBeNull();
  });
});

describe('usesTf32', () => {
  it.each<[string, Gpu | null, string | undefined, boolean | null]>([
    ['is on from compute capability 8.0 on', gpu(0, 8), undefined, true],
    ['is off before', gpu(0, 7.5), undefined, false],
    ['is off where the user says so', gpu(0, 9), '0', false],
    ['is unknown on an unknown GPU', null, undefined, null],
    ['is unknown where the driver does not tell what the GPU is', gpu(0, null), undefined, null],
  ])('%s', (_what, one, override, expected) => {
    expect(usesTf32(one, override)).toBe(expected);
  });
});
