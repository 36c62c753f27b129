/** Passes over memory: every operation on the numbers that are hard, and sums of every length. */
import * as tf from '@tensorflow/tfjs';
import { Random } from '../../../src/core/random';
import { EagerProgram } from '../../../src/tensor/eager-program';
import type { Tensors } from '../../../src/tensor/program';
import { WasmProgram } from '../../../src/tensor/wasm-program';
import { useBackend } from '../../support/backends';

useBackend();

type Make = (inputs: Readonly<Record<string, tf.Tensor>>) => tf.Tensor;

/** What a step tells, compiled; and on tfjs's cpu backend. */
async function both(make: Make, inputs: Tensors): Promise<[number[], number[]]> {
  const step = (_: unknown, given: Tensors) => ({ state: {}, outputs: { y: make(given) } });
  const told = [];
  for (const program of [new WasmProgram({ step }, {}), new EagerProgram({ step }, {})]) {
    const { y } = await program.run('step', inputs);
    told.push(Array.from(y!.dataSync()));
    y!.dispose();
  }
  return told as [number[], number[]];
}

const hard = [0, -0, 1, -1, 0.5, -2.5, 1e-42, -1e-42, 3.4e38, -3.4e38, Infinity, -Infinity, NaN];
/** Every hard number beside every other. */
const pairs = hard.flatMap((x) => hard.map((y) => [x, y] as const));
const first = pairs.map(([x]) => x);
const second = pairs.map(([, y]) => y);

describe.each<[string, (y: tf.Tensor, ones: tf.Tensor) => tf.Tensor]>([
  ['four numbers at once', (y) => y],
  // Four numbers that follow each other do not have four columns of a row of 13 that follow each other.
  ['one number at a time', (y, ones) => tf.mul(y, ones)],
])('%s', (_lanes, within) => {
  it.each<[string, (x: tf.Tensor, y: tf.Tensor) => tf.Tensor]>([
    ['abs', (x) => tf.abs(x)],
    ['neg', (x) => tf.neg(x)],
    ['relu', (x) => tf.relu(x)],
    ['sign', (x) => tf.sign(x)],
    ['sqrt', (x) => tf.sqrt(x)],
    ['square', (x) => tf.square(x)],
    ['clip', (x) => tf.clipByValue(x, -1, 0.75)],
    ['add', tf.add],
    ['sub', tf.sub],
    ['mul', tf.mul],
    ['div', tf.div],
    ['maximum', tf.maximum],
    ['minimum', tf.minimum],
    ['greater', tf.greater],
    ['greaterEqual', tf.greaterEqual],
    ['less', tf.less],
    ['lessEqual', tf.lessEqual],
    ['equal', tf.equal],
    ['notEqual', tf.notEqual],
    ['cast to bool', (x) => tf.cast(x, 'bool')],
    ['logicalNot', (x) => tf.logicalNot(tf.cast(x, 'bool'))],
    ['logicalAnd', (x, y) => tf.logicalAnd(tf.cast(x, 'bool'), tf.cast(y, 'bool'))],
    ['logicalOr', (x, y) => tf.logicalOr(tf.cast(x, 'bool'), tf.cast(y, 'bool'))],
    ['where', (x, y) => tf.where(tf.greater(x, y), x, tf.neg(y))],
  ])('%s of numbers that are hard is what it is on the cpu backend', async (_name, apply) => {
    const square = [hard.length, hard.length] as [number, number];
    const inputs = {
      x: tf.tensor2d(first, square),
      y: tf.tensor2d(second, square),
      ones: tf.ones([hard.length]),
    };
    const [compiled, eager] = await both(({ x, y, ones }) => within(apply(x!, y!), ones!), inputs);
    expect(compiled).toEqual(eager);
  });
});

const lengths = [1, 2, 3, 4, 5, 7, 8, 255, 256, 257, 1023, 1024, 1025, 1027, 2047, 2048, 2049, 5003];

it.each(lengths)('the sum and the mean of %i whole numbers are exact, whatever stands behind them', async (length) => {
  const random = Random.fromSeed(length);
  const x = Array.from({ length: length + 9 }, () => random.integer(201) - 100);
  const sum = x.slice(2, length + 2).reduce((a, b) => a + b, 0);
  const part = (inputs: Tensors) => tf.slice(inputs.x!, [2], [length]);
  const inputs = { x: tf.tensor1d(x) };
  expect((await both((given) => tf.sum(part(given)), inputs))[0]).toEqual([sum]);
  // Doubled on the way, which is another pass.
  expect((await both((given) => tf.sum(tf.mul(part(given), 2)), inputs))[0]).toEqual([2 * sum]);
  const [mean] = (await both((given) => tf.mean(part(given)), inputs))[0];
  expect(mean).toBeCloseTo(sum / length, 4);
}); // prettier-ignore

it.each([[1, 1], [1, 4], [3, 5], [4, 4], [5, 8], [8, 3], [7, 13], [300, 6]])(
  'sums, means and greatest numbers of the rows and columns of %i by %i',
  async (rows, columns) => {
    const random = Random.fromSeed(rows * columns);
    // Few values, so that the greatest stands in several columns.
    const x = tf.tensor2d(Float32Array.from({ length: rows * columns }, () => random.integer(7) - 3), [rows, columns]); // prettier-ignore
    for (const axis of [0, 1])
      for (const make of [tf.sum, tf.mean] as const)
        for (const before of [(y: tf.Tensor) => y, tf.square, (y: tf.Tensor) => tf.add(y, tf.slice(y, [0, 0], [1, columns]))]) {
          const [compiled, eager] = await both((given) => make(before(given.x!), axis), { x });
          compiled.forEach((value, i) => expect(value).toBeCloseTo(eager[i]!, 5));
        }
    const [compiled, eager] = await both((given) => tf.argMax(given.x!, 1), { x });
    expect(compiled).toEqual(eager);
  },
); // prettier-ignore

it('a long sum rounds as its four lanes of blocks do, not as one number after the other', async () => {
  const length = 100_000;
  const x = tf.fill([length], 0.1);
  const [[sum]] = await both((given) => tf.sum(given.x!), { x });
  expect(Math.abs(sum! / (length * Math.fround(0.1)) - 1)).toBeLessThan(1e-6);
});

it.each<[string, number[], number]>([
  ['of which all are -Infinity is the first', [-Infinity, -Infinity, -Infinity, -Infinity], 0],
  ['that begins with what is not a number is that', [NaN, 1, 7, 3], 0],
  ['with what is not a number further on is that of the others', [1, NaN, 7, NaN], 2],
  ['of which none is a number is the first', [NaN, NaN, NaN, NaN], 0],
  ['after -Infinity is the first that is greater', [-Infinity, NaN, -3, -3], 2],
])('the greatest of a row %s, whatever the row before had', async (_what, row, place) => {
  const x = tf.tensor2d([[1, 2, 5, 3], row, [1, 2, 3, 5]]);
  const [compiled, eager] = await both((given) => tf.argMax(given.x!, 1), { x });
  expect(compiled).toEqual([2, place, 3]);
  expect(eager).toEqual(compiled);
});

/** Numbers that say where they stood. */
function numbered(...shape: number[]): tf.Tensor {
  const size = shape.reduce((a, b) => a * b, 1);
  return tf.reshape(tf.range(0, size), shape);
}

it.each<[number[], number[]]>([
  [[2, 3, 4], [3, 4]],
  [[2, 3, 4], [2, 1, 4]],
  [[2, 3, 4], [2, 1, 1]],
  [[2, 3, 4], [1, 3, 1]],
  [[4, 2, 2], [4, 1, 2]],
  [[2, 3, 2, 5], [3, 1, 5]],
  [[2, 3, 2, 4], [2, 1, 2, 1]],
  [[3, 2, 3, 1], [2, 1, 1]],
  [[2, 1, 4], [1, 3, 1]],
])('%p and %p are spread over each other, number by number and in sums', async (first, second) => {
  const inputs = { x: numbered(...first), y: tf.mul(numbered(...second), 100) };
  const sums: Make[] = [
    ({ x, y }) => tf.add(x!, y!),
    ({ x, y }) => tf.sum(tf.add(x!, y!)),
    ({ x, y }) => tf.sum(tf.add(x!, y!), -1),
    ({ x, y }) => tf.sum(tf.add(x!, y!), first.slice(1).map((_, axis) => axis)),
    ({ x, y }) => tf.sum(tf.add(x!, y!), 1),
  ]; // prettier-ignore
  for (const make of sums) {
    const [compiled, eager] = await both(make, inputs);
    expect(compiled).toEqual(eager);
  }
}); // prettier-ignore

it.each([[[0]], [[1]], [[2]], [[3]], [[0, 1]], [[1, 2]], [[2, 3]], [[0, 1, 2]], [[1, 2, 3]], [[0, 1, 2, 3]]])(
  'sums, means, greatest and least over the axes %p',
  async (axes) => {
    const x = tf.sub(tf.mod(tf.mul(numbered(2, 4, 3, 8), 37), 101), 50);
    for (const reduce of [tf.sum, tf.mean, tf.max, tf.min] as const)
      for (const keepDims of [true, false]) {
        const [compiled, eager] = await both((given) => reduce(given.x!, axes, keepDims), { x });
        compiled.forEach((value, i) => expect(value).toBeCloseTo(eager[i]!, 4));
        expect(compiled).toHaveLength(eager.length);
      }
  },
); // prettier-ignore

it('the greatest and the least of numbers among which one is none are none', async () => {
  const x = tf.tensor2d([1, NaN, 3, 4, 5, 6], [2, 3]);
  const find: Make[] = [({ x: y }) => tf.max(y!, 1), ({ x: y }) => tf.min(y!, 0), ({ x: y }) => tf.max(y!)];
  expect(await Promise.all(find.map(async (make) => (await both(make, { x }))[0]))).toEqual([
    [NaN, 6],
    [1, NaN, 3],
    [NaN],
  ]);
});

it('parts of every row are taken out and put side by side', async () => {
  const inputs = { x: numbered(2, 3, 4) };
  const parts: Make = ({ x }) =>
    tf.concat([tf.slice(x!, [0, 1, 0], [2, 1, 4]), x!, tf.slice(x!, [0, 0, 0], [2, 2, 4])], 1);
  const corner: Make = ({ x }) => tf.slice(x!, [1, 1, 2], [1, 2, 2]);
  expect((await both(corner, inputs))[0]).toEqual([18, 19, 22, 23]);
  const [compiled, eager] = await both(parts, inputs);
  expect(compiled).toEqual(eager);
});

it('a bool is told and taken as a bool, and whole numbers become floats', async () => {
  const step = (_: unknown, { b, i }: Tensors) => ({
    state: {},
    outputs: {
      not: tf.logicalNot(b!),
      chosen: tf.where(b!, tf.cast(i!, 'float32'), -1),
      constant: tf.logicalAnd(b!, tf.tensor1d([true, true, false], 'bool')),
      joined: tf.concat([b as tf.Tensor1D, b as tf.Tensor1D]),
    },
  });
  const program = new WasmProgram({ step }, {});
  const b = tf.tensor1d([true, false, true], 'bool');
  const told = await program.run('step', { b, i: tf.tensor1d([7, 8, 16_777_216], 'int32') });
  const read = Object.entries(told).map(([name, one]) => [name, [one.dtype, Array.from(one.dataSync())]] as const);
  expect(Object.fromEntries(read)).toEqual({
    not: ['bool', [0, 1, 0]],
    chosen: ['float32', [7, -1, 16_777_216]],
    constant: ['bool', [1, 0, 0]],
    joined: ['bool', [1, 0, 1, 1, 0, 1]],
  });
}); // prettier-ignore

it('softmax, its logarithm and log-sum-exp neither overflow nor lose what is small', async () => {
  const x = tf.tensor2d([[1000, 999, -1000], [-500, -500, -500], [-Infinity, 0, 1]]); // prettier-ignore
  for (const make of [tf.softmax, tf.logSoftmax, (y: tf.Tensor) => tf.logSumExp(y, 1)]) {
    const [compiled, eager] = await both((given) => make(given.x!), { x });
    compiled.forEach((value, i) => {
      if (Number.isFinite(eager[i]!)) expect(Math.abs(value - eager[i]!)).toBeLessThanOrEqual(2e-7 * Math.max(1, Math.abs(eager[i]!)));
      else expect(value).toBe(eager[i]);
    });
  }
}); // prettier-ignore

it('the value of one action per row is a product with its indicator, in one pass', async () => {
  const inputs = { q: numbered(4, 3), actions: tf.tensor1d([2, 0, 1, 1], 'int32') };
  const step = (_: unknown, { q, actions }: Tensors) => ({
    state: {},
    outputs: { y: tf.sum(tf.mul(q!, tf.oneHot(actions!, 3, 1, 0, 'float32')), 1) },
  });
  const program = new WasmProgram({ step }, {});
  expect(Array.from((await program.run('step', inputs)).y!.dataSync())).toEqual([2, 3, 7, 10]);
  expect(program.operationsOf('step')).toBe(1);
});

it('an operand is the one that its name says, in whatever order they are given', async () => {
  const inputs = { x: tf.tensor1d([7, 5]), y: tf.tensor1d([1, 2]) };
  const difference: Make = ({ x, y }) => tf.engine().runKernel(tf.Sub, { b: y!, a: x! });
  expect(await both(difference, inputs)).toEqual([[6, 3], [6, 3]]);
}); // prettier-ignore

it('a function that brings its gradient gives its value', async () => {
  const negated = tf.customGrad((x) => ({ value: tf.neg(x as tf.Tensor), gradFunc: (dy: tf.Tensor) => dy }));
  expect(await both(({ x }) => negated(x!), { x: tf.tensor1d([1, -2]) })).toEqual([[-1, 2], [-1, 2]]);
}); // prettier-ignore

it('a constant of both zeros is not one of a single number', async () => {
  const inverse: Make = ({ x }) => tf.div(x!, tf.tensor1d([0, -0, 0, -0]));
  expect((await both(inverse, { x: tf.ones([4]) }))[0]).toEqual([Infinity, -Infinity, Infinity, -Infinity]);
});

it('an indicator of an index that there is not is off everywhere', async () => {
  const i = tf.tensor1d([-1, 3, 1], 'int32');
  const indicators: Make = (given) => tf.oneHot(given.i!, 3, 5, -2, 'float32');
  expect((await both(indicators, { i }))[0]).toEqual([-2, -2, -2, -2, -2, -2, -2, 5, -2]);
});

it('indicators of one index are spread over all rows', async () => {
  const inputs = { m: tf.tensor2d([[1, 2, 3], [4, 5, 6]]), i: tf.tensor1d([1], 'int32') };
  const chosen: Make = ({ m, i }) => tf.mul(m!, tf.oneHot(i!, 3, 1, 0, 'float32'));
  expect((await both(chosen, inputs))[0]).toEqual([0, 2, 0, 0, 5, 0]);
}); // prettier-ignore
