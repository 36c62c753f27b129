/** A program's memory: its steps keep out of each other's way, and what cannot be had harms nothing that is there. */
import * as tf from '@tensorflow/tfjs';
import { createProgram } from '../../../src/tensor/create-program';
import { hostArray } from '../../../src/tensor/host-tensors';
import { COMPILED_MEMORY_BYTES, NotEnoughMemory, type ProgramStep } from '../../../src/tensor/program';
import { WasmProgram } from '../../../src/tensor/wasm-program';
import { wasmLoader } from '../../../src/tensor/backends/wasm';
import { useBackend } from '../../support/backends';
import { expectNoLeak } from '../../support/expect-no-leak';
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
  for (const values of [table!, turned!])
    expect(Float32Array.from(values)).toEqual(new Float32Array(60_000).fill(2));
  expect(await valuesOf(await program.run('count', {}))).toEqual({ total: [104, 105] });
  program.dispose();
}

it('a step that needs more than 2 GiB in all is refused, and the program goes on', async () => {
  const program = programOf();
  await expectToGoOn(program, async () => {
    // 2 * 1.5 GiB.
    const error = await program.run('tables', lists(2 ** 15, 3 * 2 ** 12)).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(NotEnoughMemory);
    expect((error as Error).message).toBe(
      'program: a compiled step with all others needs 3,073 MiB of memory, of 2,047 MiB that a compiled program can have',
    );
    expect((error as NotEnoughMemory).bytes).toBeGreaterThan(3 * 2 ** 30);
    expect((error as NotEnoughMemory).limit).toBe(COMPILED_MEMORY_BYTES);
  });
});

it('a tensor of 2 GiB is refused with the line that makes it, and the program goes on', async () => {
  const program = programOf();
  await expectToGoOn(program, async () => {
    const error = await program.run('tables', lists(2 ** 15, 2 ** 14)).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(NotEnoughMemory);
    expect((error as Error).message).toMatch(
      /^program: a tensor \[32768, 16384\], made at .*memory\.test\.ts:\d+, needs 2,048 MiB of memory, of 2,047 MiB that/,
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
    expect(error).toBeInstanceOf(NotEnoughMemory);
    expect(error).toMatchObject({
      message:
        'program: a compiled step with all others needs 9 MiB of memory, which this machine does not give',
      limit: null,
      cause,
    });
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
  expect(Float32Array.from(table!)).toEqual(new Float32Array(60_000).fill(2));
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

/** A tensor that says it has so many numbers, and has none. */
const pretended = (numbers: number): tf.Tensor =>
  Object.defineProperty(tf.tensor1d([1]), 'shape', { value: [numbers] });

it('a state that is too large is refused before its numbers are read, and its tensors are disposed', async () => {
  await expectNoLeak(async () => {
    const large = pretended(3 * 2 ** 28);
    const read = jest.spyOn(large, 'dataSync');
    expect(() => new WasmProgram({}, { small: tf.scalar(1), large })).toThrow(
      'program: the state needs 3,073 MiB of memory, of 2,047 MiB that a compiled program can have',
    );
    expect(read).not.toHaveBeenCalled();
    await Promise.resolve();
  });
});

describe('on the wasm backend', () => {
  useBackend(wasmLoader);

  it('a state that is too large is refused', () => {
    expect(() => createProgram({}, { large: pretended(2 ** 29) })).toThrow(NotEnoughMemory);
  });
});

it('numbers that the host has no memory for are refused by what they need', () => {
  expect(() => hostArray('float32', 2 ** 52)).toThrow(NotEnoughMemory);
  expect(hostArray('bool', 3)).toEqual(new Uint8Array(3));
});
