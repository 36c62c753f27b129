import * as tf from '@tensorflow/tfjs';
import { EagerProgram } from '../../src/tensor/eager-program';
import type { ProgramStep } from '../../src/tensor/program';
import { describeOnBackends } from '../support/backends';
import { expectNoLeak } from '../support/expect-no-leak';

/** Adds `amount` to `total`, leaves `factor` alone, tells the product. */
const add: ProgramStep = ({ total, factor }, { amount }) => {
  const sum = tf.add(total!, amount!);
  return { state: { total: sum }, outputs: { product: tf.mul(sum, factor!) } };
};
const unchanged: ProgramStep = ({ total }) => ({ state: { total: total! }, outputs: {} });
const invents: ProgramStep = ({ total }) => ({
  state: { total: tf.neg(total!), other: tf.square(total!) },
  outputs: {},
});

function makeProgram(): EagerProgram {
  return new EagerProgram({ add, unchanged, invents }, { total: tf.tensor1d([1, 2]), factor: tf.scalar(10) });
}

async function run(program: EagerProgram, step: string, amount = 0): Promise<number[]> {
  const input = tf.scalar(amount);
  const { product } = await program.run(step, { amount: input });
  const values = Array.from((await product?.data()) ?? []);
  tf.dispose([input, ...(product === undefined ? [] : [product])]);
  return values;
}

describeOnBackends('EagerProgram', () => {
  it('keeps what a step changes, leaves the rest, and hands out the outputs', async () => {
    const program = makeProgram();
    expect(await run(program, 'add', 1)).toEqual([20, 30]);
    expect(await run(program, 'add', -3)).toEqual([-10, 0]);
    expect(await program.readState()).toEqual({
      total: Float32Array.of(-1, 0),
      factor: Float32Array.of(10),
    });
    program.dispose();
  });

  it('keeps a state that a step returns as it was', async () => {
    const program = makeProgram();
    await run(program, 'unchanged');
    expect(await run(program, 'add', 0)).toEqual([10, 20]);
    program.dispose();
  });

  it('leaves no tensor behind over a hundred runs, and none after dispose', async () => {
    await expectNoLeak(async () => {
      const program = makeProgram();
      await expectNoLeak(async () => {
        for (let i = 0; i < 100; i += 1) await run(program, 'add', i);
        program.writeState({ total: Float32Array.of(0, 0) });
      });
      program.dispose();
    });
  });

  it('reads a copy: what is read does not change when the program goes on, nor the program with it', async () => {
    const program = makeProgram();
    const before = await program.readState();
    await run(program, 'add', 1);
    expect(before.total).toEqual(Float32Array.of(1, 2));
    const after = await program.readState();
    after.total!.fill(99);
    expect((await program.readState()).total).toEqual(Float32Array.of(2, 3));
    program.dispose();
  });

  it('copies the arrays it is given as state', async () => {
    const program = makeProgram();
    const total = Float32Array.of(5, 6);
    program.writeState({ total });
    total.fill(99);
    expect(await run(program, 'add', 0)).toEqual([50, 60]);
    program.dispose();
  });

  it('takes back what it wrote, bit by bit', async () => {
    const program = makeProgram();
    const state = { total: Float32Array.of(-0, 1e-42), factor: Float32Array.of(Math.fround(1 / 3)) };
    program.writeState(state);
    expect(await program.readState()).toEqual(state);
    program.dispose();
  });

  it.each([
    ['an unknown entry', { other: Float32Array.of(1) }, 'state other cannot take 1 values'],
    ['too few values', { total: Float32Array.of(1) }, 'state total cannot take 1 values'],
    ['more than a scalar', { factor: Float32Array.of(1, 2) }, 'state factor cannot take 2 values'],
  ])('refuses %s and keeps the whole state it had', async (_what, bad, message) => {
    const program = makeProgram();
    const write = () => program.writeState({ total: Float32Array.of(7, 7), ...bad });
    expect(write).toThrow(new RangeError(`program: ${message}`));
    expect((await program.readState()).total).toEqual(Float32Array.of(1, 2));
    program.dispose();
  });

  it('names the steps it has when asked for another', async () => {
    const program = makeProgram();
    await expect(program.run('toString', {})).rejects.toThrow(
      new RangeError('program: no step toString; it has add, unchanged, invents'),
    );
    program.dispose();
  });

  it('refuses a step that returns an unknown state, keeps what it had and leaves no tensor', async () => {
    const program = makeProgram();
    await expectNoLeak(async () => {
      await expect(program.run('invents', {})).rejects.toThrow(
        new RangeError('program: a step returned the unknown state other'),
      );
    });
    expect((await program.readState()).total).toEqual(Float32Array.of(1, 2));
    program.dispose();
  });
});
