/** Products against the loop that defines them, whose roundings they promise to repeat. */
import * as tf from '@tensorflow/tfjs';
import * as fc from 'fast-check';
import { Random } from '../../../src/core/random';
import { WasmProgram } from '../../../src/tensor/wasm-program';
import { useBackend } from '../../support/backends';
import { bits } from '../../support/bits';

useBackend();

interface Product {
  readonly rows: number;
  readonly columns: number;
  readonly depth: number;
  readonly transposeA: boolean;
  readonly transposeB: boolean;
  readonly biased: boolean;
  readonly relu: boolean;
}

const length = fc.integer({ min: 1, max: 20 });
const products: fc.Arbitrary<Product> = fc.record({
  ...{ rows: length, columns: length, depth: length },
  ...{ transposeA: fc.boolean(), transposeB: fc.boolean(), biased: fc.boolean(), relu: fc.boolean() },
});

/** activation(a · b + bias): the bias first, then each product rounded and added, in the order of the depth. */
function byDefinition(of: Product, a: Float32Array, b: Float32Array, bias: Float32Array): Float32Array {
  const { rows, columns, depth, transposeA, transposeB, biased, relu } = of;
  return Float32Array.from({ length: rows * columns }, (_, at) => {
    const [row, column] = [Math.floor(at / columns), at % columns];
    let sum = biased ? bias[column]! : 0;
    for (let k = 0; k < depth; k += 1) {
      const x = a[transposeA ? k * rows + row : row * depth + k]!;
      const y = b[transposeB ? column * depth + k : k * columns + column]!;
      sum = Math.fround(sum + Math.fround(x * y));
    }
    return relu ? Math.max(sum, 0) : sum;
  });
}

async function compiled(of: Product, a: Float32Array, b: Float32Array, bias: Float32Array) {
  const { rows, columns, depth, transposeA, transposeB, biased, relu } = of;
  const step = (_: unknown, { x, y, z }: Record<string, tf.Tensor>) => {
    const inputs = { a: x!, b: y!, ...(biased ? { bias: z! } : {}) };
    const attributes = { transposeA, transposeB, activation: relu ? 'relu' : 'linear' };
    return { state: {}, outputs: { product: tf.engine().runKernel<tf.Tensor>(tf._FusedMatMul, inputs, attributes) } };
  }; // prettier-ignore
  const program = new WasmProgram({ step }, {});
  const inputs = {
    x: tf.tensor(a, transposeA ? [depth, rows] : [rows, depth]),
    y: tf.tensor(b, transposeB ? [columns, depth] : [depth, columns]),
    z: tf.tensor(bias),
  };
  const { product } = await program.run('step', inputs);
  const values = product!.dataSync<'float32'>();
  expect(product!.shape).toEqual([rows, columns]);
  tf.dispose([...Object.values(inputs), product!]);
  return values;
}

function numbers(seed: number, length: number): Float32Array {
  const random = Random.fromSeed(seed);
  return Float32Array.from({ length }, () => 2 * random.uniform() - 1);
}

it('is its definition, to the last bit, for any sizes, transposes, bias and activation', async () => {
  await fc.assert(
    fc.asyncProperty(products, fc.nat(1000), async (of, seed) => {
      const { rows, columns, depth } = of;
      const factors = [numbers(seed, rows * depth), numbers(seed + 1, depth * columns), numbers(seed + 2, columns)] as const; // prettier-ignore
      expect(bits(await compiled(of, ...factors))).toBe(bits(byDefinition(of, ...factors)));
    }),
    { numRuns: 100 },
  );
});

it('gives a row the same bits whatever the number of rows', async () => {
  const of = { columns: 13, depth: 9, transposeA: false, transposeB: false, biased: true, relu: false };
  const [a, b, bias] = [numbers(1, 21 * 9), numbers(2, 9 * 13), numbers(3, 13)];
  const all = await compiled({ ...of, rows: 21 }, a, b, bias);
  for (const [from, rows] of [
    [0, 1],
    [20, 1],
    [3, 2],
    [5, 4],
    [2, 7],
    [1, 20],
  ] as const) {
    // prettier-ignore
    const some = await compiled({ ...of, rows }, a.slice(from * 9, (from + rows) * 9), b, bias);
    expect(bits(some)).toBe(bits(all.slice(from * 13, (from + rows) * 13)));
  }
});

it('lets what is not a number through, also through relu', async () => {
  const of = {
    rows: 1,
    columns: 2,
    depth: 2,
    transposeA: false,
    transposeB: false,
    biased: true,
    relu: true,
  };
  const product = await compiled(
    of,
    Float32Array.of(NaN, 1),
    Float32Array.of(1, 0, 1, -Infinity),
    Float32Array.of(0, 5),
  );
  expect(Array.from(product)).toEqual([NaN, NaN]);
});

it.each<[number[], number[], boolean, boolean]>([
  [[3, 5, 4], [3, 4, 9], false, false],
  [[3, 4, 5], [3, 9, 4], true, true],
  [[3, 5, 4], [4, 9], false, false],
  [[3, 4, 5], [4, 9], true, false],
  [[5, 4], [3, 9, 4], false, true],
  [[1, 5, 4], [3, 4, 9], false, false],
  [[2, 3, 5, 4], [2, 3, 4, 1], false, false],
])('many products, of %p and %p, are those of their matrices one by one', async (left, right, turnLeft, turnRight) => {
  const size = (shape: readonly number[]) => shape.reduce((a, b) => a * b, 1);
  const inputs = { a: tf.tensor(numbers(1, size(left)), left), b: tf.tensor(numbers(2, size(right)), right) };
  const step = (_: unknown, { a, b }: Record<string, tf.Tensor>) => ({
    state: {},
    outputs: { product: tf.matMul(a!, b!, turnLeft, turnRight) },
  });
  const program = new WasmProgram({ step }, {});
  const { product } = await program.run('step', inputs);
  const [rows, columns] = product!.shape.slice(-2) as [number, number];
  const depth = left.at(turnLeft ? -2 : -1)!;
  const of = { rows, columns, depth, transposeA: turnLeft, transposeB: turnRight, biased: false, relu: false };
  const matrix = (tensor: tf.Tensor, at: number) => {
    const [height, width] = tensor.shape.slice(-2) as [number, number];
    const from = tensor.size > height * width ? at * height * width : 0;
    return tensor.dataSync<'float32'>().slice(from, from + height * width);
  };
  const batches = product!.size / (rows * columns);
  const one = (at: number) => byDefinition(of, matrix(inputs.a, at), matrix(inputs.b, at), new Float32Array(columns));
  const expected = Array.from({ length: batches }, (_, at) => Array.from(one(at)));
  expect(Array.from(product!.dataSync())).toEqual(expected.flat());
}); // prettier-ignore

it('tf.fused.matMul, which makes batches of one matrix, is the product with its bias', async () => {
  const step = (_: unknown, { a, b, bias }: Record<string, tf.Tensor>) => ({
    state: {},
    outputs: { y: tf.fused.matMul({ a: a!, b: b!, bias: bias!, activation: 'relu' }) },
  });
  const program = new WasmProgram({ step }, {});
  const inputs = { a: tf.tensor2d([[1, 2]]), b: tf.tensor2d([[3, -4], [5, 1]]), bias: tf.tensor1d([10, 1]) }; // prettier-ignore
  expect(Array.from((await program.run('step', inputs)).y!.dataSync())).toEqual([23, 0]);
});
