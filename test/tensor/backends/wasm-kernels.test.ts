import * as tf from '@tensorflow/tfjs';
import { cpuLoader } from '../../../src/tensor/backends/cpu';
import { wasmLoader } from '../../../src/tensor/backends/wasm';

/** Small integers, so that sums and products are exact in whatever order they are taken. */
function integers(shape: number[], dtype: 'float32' | 'int32' = 'float32'): tf.Tensor {
  const size = tf.util.sizeFromShape(shape);
  return tf.tensor(
    Array.from({ length: size }, (_, i) => ((i * 7919) % 11) - 5),
    shape,
    dtype,
  );
}
const matrix = (rows: number, columns: number) => integers([rows, columns]) as tf.Tensor2D;
const vector = (length: number) => integers([length]) as tf.Tensor1D;

function dense(rows: number, activation: string, bias: tf.Tensor | undefined): tf.Tensor {
  const operands = { a: matrix(rows, 6), b: matrix(6, 7), ...(bias === undefined ? {} : { bias }) };
  return tf
    .engine()
    .runKernel(tf._FusedMatMul, operands, { transposeA: false, transposeB: false, activation });
}

function results(work: () => tf.Tensor | tf.Tensor[]) {
  return tf.tidy(() => {
    const tensors = [work()].flat();
    // + 0 because -0 and 0 are the same number here.
    return tensors.map((tensor) => ({
      shape: tensor.shape,
      dtype: tensor.dtype,
      values: Array.from(tensor.dataSync())
        .map((value) => value + 0)
        .join(' '),
    }));
  });
}

const cases: Record<string, Record<string, () => tf.Tensor | tf.Tensor[]>> = {
  slice: {
    'the start of a vector': () => tf.slice(vector(9), 0, 4),
    'the middle of a vector': () => tf.slice(vector(9), 3, 4),
    'the rest of a vector': () => tf.slice(vector(9), 5),
    nothing: () => tf.slice(vector(9), 5, 0),
    'rows of a matrix': () => tf.slice(matrix(5, 3), 2, 2),
    'columns of a matrix': () => tf.slice(matrix(5, 3), [0, 1], [5, 2]),
    'a corner of a matrix': () => tf.slice(matrix(5, 3), [1, 1], [2, 2]),
    'a block of matrices': () => tf.slice(integers([4, 2, 3]), 1, 2),
    integers: () => tf.slice(integers([6], 'int32'), 2, 3),
    'truth values': () => tf.slice(tf.greater(vector(6), 0), 1, 4),
  },
  split: {
    'a vector by sizes': () => tf.split(vector(9), [2, 0, 4, 3]),
    'a vector in equal parts': () => tf.split(vector(9), 3),
    'the rows of a matrix': () => tf.split(matrix(6, 4), 2),
    'the columns of a matrix': () => tf.split(matrix(6, 4), 2, 1),
    'the last axis': () => tf.split(matrix(6, 4), [1, 3], -1),
    integers: () => tf.split(integers([4, 3], 'int32'), 2),
  },
  transpose: {
    'a matrix of four-row blocks': () => tf.transpose(matrix(8, 5)),
    'rows that are left over': () => tf.transpose(matrix(7, 5)),
    'more columns than a block': () => tf.transpose(matrix(6, 130)),
    'one row': () => tf.transpose(matrix(1, 5)),
    'one column': () => tf.transpose(matrix(5, 1)),
    'no rows': () => tf.transpose(matrix(0, 5)),
    integers: () => tf.transpose(integers([3, 5], 'int32')),
    'nothing, by name': () => tf.transpose(matrix(3, 5), [0, 1]),
    'three axes': () => tf.transpose(integers([2, 3, 4]), [1, 2, 0]),
  },
  sum: {
    'over the rows': () => tf.sum(matrix(8, 5), 0),
    'over rows that are left over': () => tf.sum(matrix(7, 5), 0),
    'over the rows, keeping the axis': () => tf.sum(matrix(7, 5), 0, true),
    'over no rows': () => tf.sum(matrix(0, 5), 0),
    'over the columns': () => tf.sum(matrix(7, 5), 1),
    'over everything': () => tf.sum(matrix(7, 5)),
    'over the first of three axes': () => tf.sum(integers([3, 2, 4]), 0),
    'of integers': () => tf.sum(integers([3, 4], 'int32'), 0),
  },
  matMul: {
    plain: () => tf.matMul(matrix(5, 6), matrix(6, 7)),
    'Aᵀ·B with fewer rows than columns': () => tf.matMul(matrix(6, 3), matrix(6, 9), true, false),
    'Aᵀ·B with fewer columns than rows': () => tf.matMul(matrix(6, 9), matrix(6, 3), true, false),
    'A·Bᵀ with fewer rows than columns': () => tf.matMul(matrix(3, 6), matrix(9, 6), false, true),
    'A·Bᵀ with fewer columns than rows': () => tf.matMul(matrix(9, 6), matrix(3, 6), false, true),
    'Aᵀ·Bᵀ with fewer rows than columns': () => tf.matMul(matrix(6, 3), matrix(9, 6), true, true),
    'Aᵀ·Bᵀ with fewer columns than rows': () => tf.matMul(matrix(6, 9), matrix(3, 6), true, true),
    'a square product of itself': () =>
      tf.tidy(() => {
        const a = matrix(5, 5);
        return tf.matMul(a, a, true, false);
      }),
    'batches of matrices': () => tf.matMul(integers([2, 6, 3]), integers([2, 6, 4]), true, false),
  },
  'a dense layer': Object.fromEntries(
    [1, 3, 4, 5].flatMap((rows) => [
      [`of ${rows} rows, linear`, () => dense(rows, 'linear', vector(7))],
      [`of ${rows} rows, ReLU`, () => dense(rows, 'relu', vector(7))],
      [`of ${rows} rows, another activation`, () => dense(rows, 'relu6', vector(7))],
      [`of ${rows} rows, no bias`, () => dense(rows, 'relu', undefined)],
    ]),
  ),
  sign: {
    'of a matrix': () => tf.sign(matrix(3, 5)),
    'of zeros, infinities and what is not a number': () =>
      tf.sign(tf.tensor1d([0, -0, Infinity, -Infinity, NaN, 1e-45, -1e-45])),
    'of integers': () => tf.sign(integers([7], 'int32')),
  },
  oneHot: {
    'as floats': () => tf.oneHot(tf.tensor1d([2, 0, 1], 'int32'), 3, 1, 0, 'float32'),
    'with other values': () => tf.oneHot(tf.tensor1d([2, 0], 'int32'), 3, 5, -2, 'float32'),
    'with indices that do not exist': () => tf.oneHot(tf.tensor1d([3, -1, 1], 'int32'), 3, 1, 0, 'float32'),
    'of a matrix': () =>
      tf.oneHot(
        tf.tensor2d(
          [
            [1, 0],
            [2, 2],
          ],
          [2, 2],
          'int32',
        ),
        3,
        1,
        0,
        'float32',
      ),
    'as integers': () => tf.oneHot(tf.tensor1d([2, 0, 1], 'int32'), 3),
  },
};

beforeAll(() => {
  tf.enableProdMode();
});

describe.each(Object.entries(cases))('%s on wasm', (_name, variants) => {
  it.each(Object.entries(variants))('gives what the cpu backend gives: %s', async (_variant, work) => {
    await cpuLoader.load();
    const expected = results(work);
    await wasmLoader.load();
    expect(results(work)).toEqual(expected);
  });

  it('leaves nothing on the heap', async () => {
    await wasmLoader.load();
    const before = { ...tf.memory(), heap: tf.backend().numDataIds() };
    for (const work of Object.values(variants)) results(work);
    expect({ ...tf.memory(), heap: tf.backend().numDataIds() }).toEqual(before);
  });
});

it('parts of a vector are copied within the heap, not by way of the host', async () => {
  await wasmLoader.load();
  const source = vector(9);
  const read = jest.spyOn(tf.backend(), 'readSync');
  tf.dispose([tf.slice(source, 3, 4), tf.split(source, [2, 7])]);
  expect(read).not.toHaveBeenCalled();
  read.mockRestore();
  source.dispose();
});

it('a dense layer of one row passes on what is not a number', async () => {
  await wasmLoader.load();
  const out = tf.tidy(() =>
    tf
      .engine()
      .runKernel<tf.Tensor>(
        tf._FusedMatMul,
        { a: tf.tensor2d([[NaN, 1]]), b: matrix(2, 3), bias: vector(3) },
        { transposeA: false, transposeB: false, activation: 'relu' },
      ),
  );
  expect(Array.from(out.dataSync())).toEqual([NaN, NaN, NaN]);
  out.dispose();
});
