/** A program's memory: its steps keep out of each other's way, and what cannot be had harms nothing that is there. */
import * as tf from '@tensorflow/tfjs';
import type { ProgramStep } from '../../../src/tensor/program';
import { WasmProgram } from '../../../src/tensor/wasm-program';
import { useBackend } from '../../support/backends';
import { valuesOf } from '../../support/program-contract';

useBackend();

/** Every pair of two lists: as many numbers as their lengths' product, from next to none. */
const pairs = ({ rows, columns }: Readonly<Record<string, tf.Tensor>>) =>
  tf.add(tf.reshape(rows!, [-1, 1]), columns!);
const count: ProgramStep = ({ total }) => {
  const more = tf.add(total!, 1);
  return { state: { total: more }, outputs: { total: more } };
};
/** Two tables at once, each the other turned. */
const tables: ProgramStep = ({ total }, { rows, columns }) => ({
  state: { total: tf.add(total!, 100) },
  outputs: {
    table: pairs({ rows: rows!, columns: columns! }),
    turned: pairs({ rows: columns!, columns: rows! }),
  },
});

const programOf = () => new WasmProgram({ count, tables }, { total: tf.tensor1d([1, 2]) });
const lists = (rows: number, columns: number) => ({ rows: tf.ones([rows]), columns: tf.ones([columns]) });

/** Asserts that a program counts from 1 and 2 as if nothing had been asked for between. */
async function expectToGoOn(program: WasmProgram, refused: () => Promise<void>): Promise<void> {
  expect(await valuesOf(await program.run('count', {}))).toEqual({ total: [2, 3] });
  await refused();
  expect(await valuesOf(await program.run('count', {}))).toEqual({ total: [3, 4] });
  // One that is compiled, and needs memory, only now.
  const { table, turned } = await valuesOf(await program.run('tables', lists(300, 200)));
  expect([table, turned]).toEqual([Array(60_000).fill(2), Array(60_000).fill(2)]);
  expect(await valuesOf(await program.run('count', {}))).toEqual({ total: [104, 105] });
  program.dispose();
}

it('a step that needs more than 2 GiB in all is refused, and the program goes on', async () => {
  const program = programOf();
  await expectToGoOn(program, async () => {
    // 2 * 1.5 GiB.
    await expect(program.run('tables', lists(2 ** 15, 3 * 2 ** 12))).rejects.toThrow(
      new RangeError('program: compiled steps need 3072 MiB, more than the 2 GiB they can have'),
    );
  });
});

it('a tensor of 2 GiB is refused with the line that makes it, and the program goes on', async () => {
  const program = programOf();
  await expectToGoOn(program, async () => {
    const error = await program.run('tables', lists(2 ** 15, 2 ** 14)).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(RangeError);
    expect((error as Error).message).toMatch(
      /^program: a tensor \[32768, 16384\] of 2 GiB or more cannot be compiled, at .*memory\.test\.ts:\d+$/,
    );
  });
});

it('memory that the machine does not give is refused, and the program goes on', async () => {
  const program = programOf();
  await expectToGoOn(program, async () => {
    const cause = new RangeError('WebAssembly.Memory.grow(): Unable to grow instance memory');
    const grow = jest.spyOn(WebAssembly.Memory.prototype, 'grow').mockImplementationOnce(() => {
      throw cause;
    });
    const error = await program.run('tables', lists(1024, 1024)).catch((reason: unknown) => reason);
    expect(error).toEqual(
      new RangeError('program: compiled steps need 8 MiB, which this machine does not give', { cause }),
    );
    expect(grow).toHaveBeenCalledTimes(1);
    grow.mockRestore();
  });
});

it('the same step is compiled once there is memory for it', async () => {
  const program = programOf();
  const grow = jest.spyOn(WebAssembly.Memory.prototype, 'grow').mockImplementationOnce(() => {
    throw new RangeError('WebAssembly.Memory.grow(): Unable to grow instance memory');
  });
  await expect(program.run('tables', lists(300, 200))).rejects.toThrow('which this machine does not give');
  const { table } = await valuesOf(await program.run('tables', lists(300, 200)));
  expect(table).toEqual(Array(60_000).fill(2));
  grow.mockRestore();
  program.dispose();
});

it('steps have constants of their own', async () => {
  const places = [1, 10, 100, 1000];
  const steps = Object.fromEntries(
    places.map((place): [string, ProgramStep] => [
      `${place}`,
      (_, { x }) => ({ state: {}, outputs: { y: tf.add(x!, tf.tensor1d([2 * place, 3 * place])) } }),
    ]),
  );
  const program = new WasmProgram(steps, {});
  for (const place of [...places, ...places])
    expect(await valuesOf(await program.run(`${place}`, { x: tf.tensor1d([5, 5]) }))).toEqual({
      y: [2 * place + 5, 3 * place + 5],
    });
  program.dispose();
});

it('recording a step takes no memory for the numbers that the step makes', async () => {
  const taken: number[] = [];
  const step: ProgramStep = (_, given) => {
    const before = process.memoryUsage().arrayBuffers;
    const sum = tf.sum(tf.square(pairs(given)));
    taken.push(process.memoryUsage().arrayBuffers - before);
    return { state: {}, outputs: { sum } };
  };
  const program = new WasmProgram({ step }, {});
  // A million pairs of two ones, of 4 bytes each.
  expect(await valuesOf(await program.run('step', lists(1000, 1000)))).toEqual({ sum: [4_000_000] });
  expect(taken).toHaveLength(2);
  expect(Math.max(...taken)).toBeLessThan(4_000_000);
  program.dispose();
});
