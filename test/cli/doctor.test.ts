import { spawnSync } from 'node:child_process';
import { copyFileSync, cpSync, symlinkSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { DoctorFacts } from '../../src/runs/doctor/facts';
import { inFolder, runCli, shipped } from '../support/run-cli';

/** No GPU is shown to TensorFlow, so that the answers are the same on a machine that has one. */
const hidden = { CUDA_VISIBLE_DEVICES: '-1' };

it('doctor --json finds the machine and proves each backend by a training step', () =>
  inFolder(async (cwd) => {
    const gpus = ['0, NVIDIA A100, 535.104.05, 40960 MiB, 8.0', '1, NVIDIA L4, 535.104.05, 23034 MiB, 8.9'];
    const script = `#!/bin/sh\nprintf '%s\\n' ${gpus.map((row) => `'${row}'`).join(' ')}\n`;
    writeFileSync(join(cwd, 'nvidia-smi'), script, { mode: 0o755 });
    const environment = { ...hidden, PATH: `${cwd}${delimiter}${process.env.PATH ?? ''}` };
    const { code, stdout, stderr } = await runCli(['doctor', '--json'], { cwd, environment });
    expect([code, stderr]).toEqual([0, '']);
    const found = JSON.parse(stdout) as DoctorFacts & { readonly advice: unknown };
    expect(Object.keys(found)).toEqual([
      ...[
        'version',
        'machine',
        'gpu',
        'native',
        'cudaLibraries',
        'backends',
        'onnxRuntime',
        'auto',
        'autoReason',
        'advice',
      ],
    ]);
    expect(found.machine.node).toBe(process.version);
    expect(found.gpu).toMatchObject({ gpus: [{ name: 'NVIDIA A100' }, { index: 1 }], driver: '535.104.05' });
    expect(found.native.gpuInUse).toBe(false);
    const working = found.backends.filter(({ works }) => works);
    expect(working.map(({ name }) => name)).toEqual(expect.arrayContaining(['wasm', 'cpu']));
    expect(working.map(({ name }) => name)).toContain(found.auto?.name);
    for (const { works, info, reason, probeMilliseconds } of found.backends) {
      expect([info !== null, reason === null, probeMilliseconds !== null]).toEqual([works, works, works]);
    }
  }));

it('doctor --require-gpu exits with 3 after its table, and one line says why TensorFlow uses none', () =>
  inFolder(async (cwd) => {
    const { code, stdout, stderr } = await runCli(['doctor', '--require-gpu'], { cwd, environment: hidden });
    expect(code).toBe(3);
    expect(stdout).toMatch(/^what +found\n[^]*\n--backend auto +\w+: .+\nwould improve it +\S/);
    expect(stderr).toMatch(/^--require-gpu: TensorFlow computes on no GPU: .+\n$/);
  }));

it('doctor refuses a GPU that CUDA_VISIBLE_DEVICES does not show', () =>
  inFolder(async (cwd) => {
    const result = await runCli(['doctor', '--gpu-id', '1'], {
      cwd,
      environment: { CUDA_VISIBLE_DEVICES: '3' },
    });
    expect(result).toEqual({
      code: 2,
      stdout: '',
      stderr: '--gpu-id: expected an index among the 1 GPU of CUDA_VISIBLE_DEVICES=3, got 1\n',
    });
  }));

it('doctor of an installed package names no script, which it has not got', () =>
  inFolder((folder) => {
    // What npm would install, and the packages that it needs.
    cpSync(shipped('dist/src'), join(folder, 'dist/src'), { recursive: true });
    copyFileSync(shipped('package.json'), join(folder, 'package.json'));
    symlinkSync(shipped('node_modules'), join(folder, 'node_modules'));
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [join(folder, 'dist/src/cli/main.js'), 'doctor', '--json'],
      { encoding: 'utf8', env: { ...process.env, ...hidden } },
    );
    expect([status, stderr]).toEqual([0, '']);
    const { native, advice } = JSON.parse(stdout) as DoctorFacts & { readonly advice: unknown };
    expect(native.problem).toMatch(/^\.native is not set up: that works in a checkout of contact-dqn;/);
    if (process.platform === 'linux') expect(advice).toMatchObject({ command: null });
    return Promise.resolve();
  }));
