/** Steps in which the order of what is done, or the place where it is kept, is easily wrong. */
import * as tf from '@tensorflow/tfjs';
import type { ProgramStep, Tensors } from '../../../src/tensor/program';
import { WasmProgram } from '../../../src/tensor/wasm-program';
import { useBackend } from '../../support/backends';
import { valuesOf } from '../../support/program-contract';

useBackend();

/** What a step tells and keeps in each of two runs. */
async function twice(step: ProgramStep, state: Tensors, inputs: Tensors = {}) {
  const program = new WasmProgram({ step }, state);
  const runs = [];
  for (let run = 0; run < 2; run += 1) {
    const told = await valuesOf(await program.run('step', inputs));
    const kept = Object.entries(await program.readState()).map(([name, values]) => [name, Array.from(values)]);
    runs.push({ ...told, ...Object.fromEntries(kept) });
  }
  return { runs, tasks: program.operationsOf('step') };
} // prettier-ignore

it('an entry that takes one of its own rows is not written over before all rows have it', async () => {
  const { runs } = await twice(
    ({ a }) => ({ state: { a: tf.add(a!, tf.slice(a!, [1, 0], [1, 2])) }, outputs: {} }),
    { a: tf.tensor2d([[1, 2], [10, 20], [100, 200]]) },
  );
  expect(runs).toEqual([{ a: [11, 22, 20, 40, 110, 220] }, { a: [31, 62, 40, 80, 130, 260] }]);
}); // prettier-ignore

it('entries that take each other are written over in one pass', async () => {
  const { runs, tasks } = await twice(
    ({ a, b }) => ({ state: { a: tf.add(b!, 1), b: tf.mul(a!, 2) }, outputs: {} }),
    { a: tf.tensor1d([1, 2]), b: tf.tensor1d([10, 20]) },
  );
  expect(runs).toEqual([{ a: [11, 21], b: [2, 4] }, { a: [3, 5], b: [22, 42] }]);
  expect(tasks).toBe(1);
}); // prettier-ignore

it('one result is both entries', async () => {
  const { runs } = await twice(
    ({ a }, { x }) => {
      const sum = tf.add(a!, x!);
      return { state: { a: sum, b: sum }, outputs: { sum } };
    },
    { a: tf.tensor1d([1, 2]), b: tf.tensor1d([0, 0]) },
    { x: tf.tensor1d([5, 6]) },
  );
  expect(runs).toEqual([
    { sum: [6, 8], a: [6, 8], b: [6, 8] },
    { sum: [11, 14], a: [11, 14], b: [11, 14] },
  ]);
});

it('what uses a concatenation waits for its copies, also where an earlier pass has its shape', async () => {
  const { runs } = await twice(
    ({ a }) => {
      const shares = tf.mul(a!, tf.sum(a!));
      const joined = tf.concat([tf.slice(shares, [0], [2]), tf.reshape(tf.sum(shares), [1])]);
      return { state: {}, outputs: { shares, more: tf.add(joined, 1) } };
    },
    { a: tf.tensor1d([1, 2, 3]) },
  );
  const expected = { shares: [6, 12, 18], more: [7, 13, 37], a: [1, 2, 3] };
  expect(runs).toEqual([expected, expected]);
});

it('a part of a product that is joined takes no more place than the part', async () => {
  const { runs } = await twice(
    ({ m }) => {
      const [left, right] = [m as tf.Tensor2D, tf.mul<tf.Tensor2D>(m!, 10)];
      const [last, first] = [tf.matMul(right, left), tf.matMul(left, right)];
      return { state: {}, outputs: { joined: tf.concat([tf.slice(first, [0, 0], [1, 2]), last]) } };
    },
    { m: tf.tensor2d([[1, 2], [3, 4]]) },
  );
  const expected = { joined: [70, 100, 70, 100, 150, 220], m: [1, 2, 3, 4] };
  expect(runs).toEqual([expected, expected]);
}); // prettier-ignore

it('a factor that an entry was is packed before the entry changes, for all products', async () => {
  const { runs } = await twice(
    ({ w }, { x }) => {
      const [m, matrix] = [w as tf.Tensor2D, x as tf.Tensor2D];
      const product = tf.matMul(matrix, m);
      return { state: { w: tf.add(m, 1) }, outputs: { product, again: tf.matMul(product, m), turned: tf.matMul(m, m, true) } };
    },
    { w: tf.tensor2d([[1, 2], [3, 4]]) },
    { x: tf.tensor2d([[1, 1]]) },
  );
  expect(runs).toEqual([
    { product: [4, 6], again: [22, 32], turned: [10, 14, 14, 20], w: [2, 3, 4, 5] },
    { product: [6, 8], again: [44, 58], turned: [20, 26, 26, 34], w: [3, 4, 5, 6] },
  ]);
}); // prettier-ignore

it('a step of constants alone keeps and tells them', async () => {
  const zeros = await twice(() => ({ state: { a: tf.zeros([2]) }, outputs: { three: tf.scalar(3) } }), {
    a: tf.tensor1d([1, 2]),
  });
  expect(zeros.runs).toEqual([{ three: [3], a: [0, 0] }, { three: [3], a: [0, 0] }]);
}); // prettier-ignore

it('a constant is what its array held when it was made', async () => {
  const array = new Float32Array(2);
  const { runs } = await twice(() => {
    const made = [1, 10].map((value) => tf.tensor1d(array.fill(value)));
    return { state: {}, outputs: { difference: tf.sub(made[1]!, made[0]!) } };
  }, {});
  expect(runs[0]).toEqual({ difference: [9, 9] });
});

it('a step that does nothing does nothing', async () => {
  const { runs, tasks } = await twice(() => ({ state: {}, outputs: {} }), { a: tf.tensor1d([1, 2]) });
  expect(runs[1]).toEqual({ a: [1, 2] });
  expect(tasks).toBe(0);
});
