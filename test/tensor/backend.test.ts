import * as tf from '@tensorflow/tfjs';
import { InputError, RequirementError } from '../../src/core/errors';
import {
  chooseBackend,
  describeAttempt,
  slowStartNote,
  tryBackend,
  tryBackends,
  type BackendChoice,
} from '../../src/tensor/backend';
import { cpuLoader } from '../../src/tensor/backends/cpu';
import {
  BackendUnavailable,
  type BackendInfo,
  type BackendLoader,
  type BackendName,
} from '../../src/tensor/backends/loader';
import { wasmLoader } from '../../src/tensor/backends/wasm';
import { registerBrokenBackend, registerIncompleteBackend } from '../support/broken-backend';

/** A loader that notes its call and ends on the plain backend, or throws. */
function loader(
  name: BackendName,
  calls: BackendName[],
  outcome: Partial<BackendInfo> | Error = {},
): BackendLoader {
  return {
    name,
    async load() {
      calls.push(name);
      if (outcome instanceof Error) throw outcome;
      await tf.setBackend('cpu');
      return { name, device: `device of ${name}`, gpu: false, tensorflow: null, ...outcome };
    },
  };
}

const missing = new BackendUnavailable('not installed');

describe('chooseBackend', () => {
  it.each<[string, BackendName, (Partial<BackendInfo> | Error)[]]>([
    [
      'native TensorFlow before everything, also on a CPU',
      'tensorflow',
      [{ gpu: false }, {}, { gpu: true }, {}],
    ],
    ['wasm before a GPU without CUDA', 'wasm', [missing, {}, { gpu: true }, {}]],
    ['a GPU without CUDA before plain JavaScript', 'webgpu', [missing, missing, { gpu: true }, {}]],
    ['plain JavaScript before the software driver of a GPU', 'cpu', [missing, missing, { gpu: false }, {}]],
  ])('takes %s, and tries no further', async (_what, expected, outcomes) => {
    const calls: BackendName[] = [];
    const names = ['tensorflow', 'wasm', 'webgpu', 'cpu'] as const;
    const ladder = names.map((name, i) => loader(name, calls, outcomes[i]));
    const { info } = await chooseBackend('auto', { ladder });
    expect(info.name).toBe(expected);
    expect(calls).toEqual(names.slice(0, names.indexOf(expected) + 1));
  });

  it('takes a software driver of a GPU for whoever asks for it by name', async () => {
    const { info } = await chooseBackend('webgpu', { ladder: [loader('webgpu', [])] });
    expect(info).toMatchObject({ name: 'webgpu', gpu: false });
  });

  it('tries all when asked to, and says which one auto takes', async () => {
    const calls: BackendName[] = [];
    const ladder = [loader('tensorflow', calls, missing), loader('wasm', calls), loader('cpu', calls)];
    const { best, attempts } = await tryBackends({ ladder });
    expect([calls, best?.name, attempts.length]).toEqual([['tensorflow', 'wasm', 'cpu'], 'wasm', 3]);
    expect((await tryBackends({ ladder: [loader('tensorflow', [], missing)] })).best).toBeNull();
  });

  it('says what was passed over and why', async () => {
    const ladder = [loader('tensorflow', [], missing), loader('wasm', [])];
    const { attempts } = await chooseBackend('auto', { ladder });
    expect(attempts.map(describeAttempt)).toEqual(['tensorflow: not installed', 'wasm: device of wasm']);
  });

  it('tries only the requested one', async () => {
    const calls: BackendName[] = [];
    const ladder = [loader('tensorflow', calls), loader('wasm', calls), loader('cpu', calls)];
    const { info, attempts } = await chooseBackend('cpu', { ladder });
    expect([calls, info.name, attempts.length]).toEqual([['cpu'], 'cpu', 1]);
  });

  it('refuses with the reason instead of taking another than the requested one', async () => {
    const calls: BackendName[] = [];
    const ladder = [loader('tensorflow', calls, missing), loader('cpu', calls)];
    await expect(chooseBackend('tensorflow', { ladder })).rejects.toThrow(
      new InputError('--backend tensorflow: not available here: tensorflow: not installed'),
    );
    expect(calls).toEqual(['tensorflow']);
  });

  it('tells every reason where nothing works', async () => {
    const ladder = [
      loader('tensorflow', [], missing),
      loader('wasm', [], new BackendUnavailable('did not start')),
    ];
    await expect(chooseBackend('auto', { ladder })).rejects.toThrow(
      new InputError('--backend auto: not available here: tensorflow: not installed; wasm: did not start'),
    );
  });

  it.each([
    ['computes wrong numbers', () => registerBrokenBackend('Multiply'), 'gives a wrong number'],
    ['fails when used', () => registerIncompleteBackend('Sub'), "fails: Kernel 'Sub' not registered"],
  ])('passes over one that loads but %s', async (_how, register, reason) => {
    const broken: BackendLoader = {
      name: 'wasm',
      async load() {
        await tf.setBackend(register());
        return { name: 'wasm', device: 'broken', gpu: false, tensorflow: null };
      },
    };
    const { info, attempts } = await chooseBackend('auto', { ladder: [broken, cpuLoader] });
    expect(info.name).toBe('cpu');
    expect(attempts[0]).toMatchObject({ name: 'wasm', info: null });
    expect(attempts[0]!.reason).toContain(`it loads, but its training step ${reason}`);
  });

  it('refuses a backend without a GPU where one is required, and says what was there', async () => {
    const ladder = [loader('tensorflow', [], missing), loader('wasm', [])];
    await expect(chooseBackend('auto', { ladder, requireGpu: true })).rejects.toThrow(
      new RequirementError('--require-gpu: no GPU in use: tensorflow: not installed; wasm: device of wasm'),
    );
  });

  it('takes whoever names a GPU for one who requires it', async () => {
    const ladder = [loader('wasm', [])];
    await expect(chooseBackend('auto', { ladder, gpuId: 1 })).rejects.toThrow(
      new RequirementError('--gpu-id 1: no GPU in use: wasm: device of wasm'),
    );
  });

  it('hands the GPU on to each loader', async () => {
    const asked: unknown[] = [];
    const noting = (one: BackendLoader): BackendLoader => ({
      name: one.name,
      load: (options) => {
        asked.push([one.name, options?.gpuId]);
        return one.load();
      },
    });
    const ladder = [noting(loader('webgpu', [])), noting(loader('tensorflow', [], { gpu: true }))];
    await chooseBackend('auto', { ladder, gpuId: 3 });
    expect(asked).toEqual([
      ['webgpu', 3],
      ['tensorflow', 3],
    ]);
  });

  it('for a required GPU, auto takes CUDA alone', async () => {
    const ladder = [loader('tensorflow', []), loader('webgpu', [], { gpu: true })];
    await expect(chooseBackend('auto', { ladder, requireGpu: true })).rejects.toThrow(
      '--require-gpu: no GPU in use',
    );
    expect((await chooseBackend('webgpu', { ladder, requireGpu: true })).info.name).toBe('webgpu');
  });

  it('accepts a required GPU that the backend says it uses', async () => {
    const ladder = [loader('tensorflow', [], { gpu: true, tensorflow: '2.9.1' })];
    const { attempts } = await chooseBackend('auto', { ladder, requireGpu: true });
    expect(attempts.map(describeAttempt)).toEqual(['tensorflow: device of tensorflow, TensorFlow 2.9.1']);
  });

  it('lets a defect of a loader through: only "not available here" is an answer', async () => {
    const defect = new TypeError('x is not a function');
    const ladder = [loader('tensorflow', [], defect), loader('cpu', [])];
    await expect(chooseBackend('auto', { ladder })).rejects.toBe(defect);
  });
});

describe('slowStartNote', () => {
  function choice(probeSeconds: number, gpu = true): BackendChoice {
    const info: BackendInfo = { name: 'tensorflow', device: 'a GPU', gpu, tensorflow: '2.21.0' };
    return { info, attempts: [{ name: 'tensorflow', info, reason: null, probeSeconds }] };
  }

  it('explains a first step on a GPU that took long', () => {
    expect(slowStartNote(choice(312.4))).toMatch(/^the first step took 312 s: CUDA compiled .*ComputeCache/);
  });

  it('is silent on a quick start, and on a CPU, for which nothing is compiled', () => {
    expect([slowStartNote(choice(0.8)), slowStartNote(choice(312, false))]).toEqual([null, null]);
  });
});

describe('the loaders of this package', () => {
  it.each([wasmLoader, cpuLoader])('$name makes its backend the active one and trains', async (real) => {
    const { info, reason, probeSeconds } = await tryBackend(real);
    expect(reason).toBeNull();
    expect(probeSeconds).toBeGreaterThan(0);
    expect(info).toMatchObject({ name: real.name, gpu: false, tensorflow: null });
    expect(tf.getBackend()).toBe(real.name);
  });
});
