/** A program of which a step cannot be recorded runs its steps one operation after the other, from the state that it had. */
import * as tf from '@tensorflow/tfjs';
import { wasmLoader } from '../../src/tensor/backends/wasm';
import { createProgram } from '../../src/tensor/create-program';
import { FallbackProgram } from '../../src/tensor/fallback-program';
import { specsOf, type ProgramStep, type ProgramSteps, type Tensors } from '../../src/tensor/program';
import { WasmProgram } from '../../src/tensor/wasm-program';
import { useBackend } from '../support/backends';
import { expectNoLeak } from '../support/expect-no-leak';
import { contractState, contractSteps, itIsAProgram, valuesOf } from '../support/program-contract';

useBackend();

const fold: ProgramStep = ({ total }) => ({ state: { total: tf.tanh(total!) }, outputs: {} });
const steps = { ...contractSteps, fold };

function programOf(of: ProgramSteps, state: Tensors, reasons: string[] = []) {
  const specs = specsOf(state);
  return new FallbackProgram(new WasmProgram(of, state), of, specs, (reason) => reasons.push(reason));
}

describe('FallbackProgram', () => {
  itIsAProgram((of, state) => programOf(of, state));

  describe('that has fallen back', () => {
    itIsAProgram((of, state) => {
      const program = programOf(of, state);
      if ('look' in of) program.announce('look', { weights: { shape: [0], dtype: 'float32' } });
      return program;
    });
  });
});

it('says once which operation of which step, and at which line, cannot be recorded', async () => {
  const reasons: string[] = [];
  const program = programOf(steps, contractState(), reasons);
  await valuesOf(await program.run('add', { amount: tf.tensor1d([1, 1]) }));
  expect([program.kind, reasons]).toEqual(['wasm', []]);
  for (let run = 0; run < 2; run += 1) await program.run('fold', {});
  expect(program.kind).toBe('eager');
  expect(reasons).toHaveLength(1);
  expect(reasons[0]).toMatch(
    /^step fold: operation Tanh cannot be recorded for float32 \[2\], at .*fallback-program\.test\.ts:14: steps are run operation by operation$/,
  );
  const { total } = await program.readState();
  expect(total![0]).toBeCloseTo(Math.tanh(Math.tanh(2)), 6);
  expect(total![1]).toBeCloseTo(Math.tanh(Math.tanh(3)), 6);
  program.dispose();
});

it('falls back for a gradient and for a tensor without numbers, which tfjs can compute', async () => {
  const gradient: ProgramStep = ({ total }) => ({
    state: { total: tf.grad((x) => tf.sum(tf.square(x)))(total!) },
    outputs: {},
  });
  const empty: ProgramStep = ({ total }) => ({
    state: {},
    outputs: { y: tf.concat([total as tf.Tensor1D, tf.zeros([0])]) },
  });
  const reasons: string[] = [];
  const first = programOf({ gradient }, contractState(), reasons);
  await first.run('gradient', {});
  expect((await first.readState()).total).toEqual(Float32Array.of(2, 4));
  const second = programOf({ empty }, contractState(), reasons);
  expect(await valuesOf(await second.run('empty', {}))).toEqual({ y: [1, 2] });
  expect(reasons.map((reason) => reason.split(',')[0])).toEqual([
    'step gradient: a gradient cannot be recorded: write it out',
    'step empty: a tensor [0] without numbers cannot be compiled',
  ]);
});

it('falls back where a step is announced', () => {
  const reasons: string[] = [];
  const program = programOf(steps, contractState(), reasons);
  program.announce('fold', {});
  expect([program.kind, reasons.length]).toEqual(['eager', 1]);
  program.dispose();
});

const early = (): tf.Tensor => kept;
let kept: tf.Tensor;
beforeAll(() => {
  kept = tf.tensor1d([1, 2]);
});
let calls = 0;

it.each<[string, ProgramStep, string]>([
  ['a value read back', ({ total }) => ({ state: {}, outputs: { y: tf.scalar(total!.dataSync()[0]!) } }), 'read back'],
  ['a random number of the host', ({ total }) => ({ state: {}, outputs: { y: tf.add(total!, tf.randomUniform([2])) } }), 'draws random numbers'],
  ['a tensor of before', ({ total }) => ({ state: {}, outputs: { y: tf.add(total!, early()) } }), 'neither state nor input'],
  ['what changes from run to run', ({ total }) => ({ state: {}, outputs: { y: tf.add(total!, (calls += 1)) } }), 'two recordings'],
  ['an entry of another shape', ({ total }) => ({ state: { total: tf.concat([total!, total!]) }, outputs: {} }), 'expected float32 [2]'],
])('%s is a fault, and no reason to fall back', async (_what, step, message) => {
  const reasons: string[] = [];
  const program = programOf({ step }, contractState(), reasons);
  await expect(program.run('step', {})).rejects.toThrow(message);
  expect(() => program.announce('step', {})).toThrow(message);
  expect([program.kind, reasons]).toEqual(['wasm', []]);
  program.dispose();
}); // prettier-ignore

it('leaves no tensor behind', async () => {
  await expectNoLeak(async () => {
    const program = programOf(steps, contractState());
    await program.run('fold', {});
    program.dispose();
  });
});

describe('createProgram', () => {
  useBackend(wasmLoader);

  it('makes a program that falls back, and tells whoever asked', async () => {
    const reasons: string[] = [];
    const onFallback = (reason: string) => reasons.push(reason);
    const program = createProgram(steps, contractState(), { onFallback });
    await program.run('swap', {});
    expect(program.kind).toBe('wasm');
    await program.run('fold', {});
    expect([program.kind, reasons.length]).toEqual(['eager', 1]);
    expect((await program.readState()).other).toEqual(Float32Array.of(1, 2));
    program.dispose();
  });
});
