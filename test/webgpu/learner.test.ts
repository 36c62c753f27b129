/** Every variant of the learner on WebGPU and in plain JavaScript, from the same state on the same batches. */
import { Learner } from '../../src/agents/dqn/learner';
import type { LearnerSettings } from '../../src/agents/dqn/learner-step';
import type { NetworkShape } from '../../src/agents/dqn/network/spec';
import { cpuLoader } from '../../src/tensor/backends/cpu';
import type { BackendLoader } from '../../src/tensor/backends/loader';
import { webgpuLoader } from '../../src/tensor/backends/webgpu';
import { useBackend } from '../support/backends';
import { expectNoLeak } from '../support/expect-no-leak';
import { dqnProgram, learnerSettings } from '../support/learner-programs';
import { tape } from '../support/tape';

useBackend(webgpuLoader);

const UPDATES = 50;
const target = { period: 7, tau: 0.3 };
const small = { features: 4, hiddenLayers: [8, 6], actions: 3 };
const wide = { features: 20, hiddenLayers: [128, 64], actions: 5 };

interface Variant {
  readonly shape: NetworkShape;
  readonly masked?: boolean;
  readonly changes?: Partial<LearnerSettings>;
}

const variants: readonly (readonly [string, Variant])[] = [
  ['double Q-learning', { shape: small }],
  ['plain Q-learning', { shape: small, changes: { doubleQ: false } }],
  ['forbidden actions', { shape: small, masked: true }],
  ['clipped gradients', { shape: small, changes: { maxGradientNorm: 0.05 } }],
  ['a narrow Huber loss', { shape: small, changes: { huberDelta: 0.1 } }],
  ['a wide net', { shape: wide }],
];

/** State, Q-values and measurements after 50 updates with a target update every 7. */
async function learned(loader: BackendLoader, { shape, masked = false, changes }: Variant) {
  await loader.load();
  const settings = { ...learnerSettings, learningRate: 1e-3, ...changes };
  const program = dqnProgram(shape, settings);
  const learner = new Learner(program, { maxGradientNorm: settings.maxGradientNorm, target });
  for (let update = 0; update < UPDATES; update += 1)
    await learner.learn(tape({ ...shape, size: 32, masked }, update));
  const { loss, gradientNorm, meanQ } = await learner.measure();
  const qValues = await learner.qValues(tape({ ...shape, size: 33 }).observations, shape.features);
  const measured = Float32Array.of(loss!, gradientNorm!, meanQ!);
  const result: Record<string, Float32Array> = { ...(await program.readState()), qValues, measured };
  learner.dispose();
  return result;
}

it.each(variants)('learns what plain JavaScript learns, to 1e-4: %s', async (_name, variant) => {
  const found = await learned(webgpuLoader, variant);
  const expected = await learned(cpuLoader, variant);
  expect(Object.keys(found)).toEqual(Object.keys(expected));
  for (const [key, values] of Object.entries(expected)) {
    const differences = values.map((value, i) => Math.abs(value - found[key]![i]!));
    expect({ key, large: differences.filter((difference) => !(difference <= 1e-4)) }).toEqual({
      key,
      large: new Float32Array(0),
    });
  }
});

it('continues from a state that was read and written back', async () => {
  await webgpuLoader.load();
  const batch = tape({ ...small, size: 16 });
  const run = async (rewrite: boolean) => {
    const program = dqnProgram(small);
    const learner = new Learner(program, { maxGradientNorm: 10, target });
    await learner.learn(batch);
    if (rewrite) program.writeState(await program.readState());
    await learner.learn(batch);
    const state = await program.readState();
    learner.dispose();
    return state;
  };
  expect(await run(true)).toEqual(await run(false));
});

it('leaves no tensor behind over a hundred updates with syncs and measurements', async () => {
  await webgpuLoader.load();
  const batch = tape({ ...small, size: 4, masked: true });
  await expectNoLeak(async () => {
    const learner = new Learner(dqnProgram(small), { maxGradientNorm: 10, target });
    await expectNoLeak(async () => {
      for (let update = 0; update < 100; update += 1) await learner.learn(batch);
      await learner.measure();
      await learner.qValues(batch.observations, small.features);
    });
    await learner.learn(batch); // its outputs still wait on the device
    learner.dispose();
  });
});
