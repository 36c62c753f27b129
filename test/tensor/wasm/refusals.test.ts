/** What cannot be compiled is refused in words, with the line that asks for it, and never computed wrongly. */
import * as tf from '@tensorflow/tfjs';
import type { TensorSpec } from '../../../src/tensor/program';
import { WasmProgram } from '../../../src/tensor/wasm-program';
import { useBackend } from '../../support/backends';

useBackend();

const specs = {
  v: { shape: [6], dtype: 'float32' },
  m: { shape: [2, 3], dtype: 'float32' },
  square: { shape: [3, 3], dtype: 'float32' },
  cube: { shape: [2, 3, 4], dtype: 'float32' },
  die: { shape: [4, 2, 2], dtype: 'float32' },
  i: { shape: [2], dtype: 'int32' },
} satisfies Record<string, TensorSpec>;
interface Inputs {
  readonly v: tf.Tensor1D;
  readonly m: tf.Tensor2D;
  readonly square: tf.Tensor2D;
  readonly cube: tf.Tensor3D;
  readonly die: tf.Tensor3D;
  readonly i: tf.Tensor1D;
}

/** The error of a step that tells what `make` gives. */
async function refusal(make: (inputs: Inputs) => tf.Tensor): Promise<unknown> {
  const step = (_: unknown, inputs: object) => ({ state: {}, outputs: { y: make(inputs as Inputs) } });
  const program = new WasmProgram({ step }, {});
  const inputs = Object.fromEntries(
    Object.entries(specs).map(([name, { shape, dtype }]) => [name, tf.zeros([...shape], dtype)]),
  );
  return program.run('step', inputs).catch((error: unknown) => error);
}

const cannot = (operation: string, inputs: string) =>
  new RegExp(`^program: operation ${operation} cannot be recorded for ${inputs.replace(/[[\]]/g, '\\$&')}, at .*refusals\\.test\\.ts:\\d+$`); // prettier-ignore
const kernel = (name: string, inputs: Record<string, tf.Tensor>, attributes: tf.NamedAttrMap): tf.Tensor =>
  tf.engine().runKernel(name, inputs, attributes);

it.each<[string, (inputs: Inputs) => tf.Tensor, RegExp]>([
  ['an operation that is not known', ({ v }) => tf.tanh(v), cannot('Tanh', 'float32 [6]')],
  ['an operation without tensors', () => tf.range(0, 3), cannot('Range', 'no tensors')],
  ['whole numbers where floats are computed', ({ i }) => tf.neg(i), cannot('Neg', 'int32 [2]')],
  ['a change to whole numbers', ({ m }) => tf.cast(m, 'int32'), cannot('Cast', 'float32 [2, 3]')],
  ['a comparison of whole numbers', ({ i }) => tf.greater(i, i), cannot('Greater', 'int32 [2], int32 [2]')],
  ['a choice of whole numbers', ({ i, v }) => tf.where(tf.greater(tf.slice(v, [0], [2]), 0), i, i), cannot('Select', 'bool [2], int32 [2], int32 [2]')],
  ['a condition of each row', ({ m, v }) => kernel('Select', { condition: tf.greater(tf.slice(v, [0], [2]), 0), t: m, e: m }, {}), cannot('Select', 'bool [2], float32 [2, 3], float32 [2, 3]')],
  ['the same again and again', ({ m }) => tf.tile(m, [2, 2]), cannot('Tile', 'float32 [2, 3]')],
  ['numbers gathered by their index', ({ m, i }) => tf.gather(m, i, 1), cannot('GatherV2', 'float32 [2, 3], int32 [2]')],
  ['a constant of texts', () => tf.scalar('a'), /^program: a constant of string cannot be recorded, at .*refusals/],
  ['a slice of nothing', ({ v }) => tf.slice(v, [2], [0]), /^program: a tensor \[0\] without numbers cannot be compiled, at .*refusals/],
  ['sums over axes that do not follow each other', ({ cube }) => tf.sum(cube, [0, 2]), cannot('Sum', 'float32 [2, 3, 4]')],
  ['sums over no axis', ({ cube }) => tf.sum(cube, []), cannot('Sum', 'float32 [2, 3, 4]')],
  ['the row of the greatest number', ({ m }) => tf.argMax(m, 0), cannot('ArgMax', 'float32 [2, 3]')],
  ['indicators of whole numbers', ({ i }) => tf.oneHot(i, 3), cannot('OneHot', 'int32 [2]')],
  ['indicators of a matrix', ({ i }) => tf.oneHot(tf.expandDims(i, 1), 3, 1, 0, 'float32'), cannot('OneHot', 'int32 [2, 1]')],
  ['products of all pairs of many matrices', ({ cube }) => tf.matMul(tf.reshape(cube, [2, 1, 3, 4]), tf.reshape(cube, [1, 2, 3, 4]), false, true), cannot('BatchMatMul', 'float32 [2, 1, 3, 4], float32 [1, 2, 3, 4]')],
  ['a bias for each row', ({ square }) => kernel('_FusedMatMul', { a: square, b: square, bias: tf.zeros([3, 1]) }, { transposeA: false, transposeB: false }), cannot('_FusedMatMul', 'float32 [3, 3], float32 [3, 3], float32 [3, 1]')],
  ['another activation', ({ square }) => kernel('_FusedMatMul', { a: square, b: square }, { activation: 'elu' }), cannot('_FusedMatMul', 'float32 [3, 3], float32 [3, 3]')],
  ['weights of an activation', ({ square }) => kernel('_FusedMatMul', { a: square, b: square, preluActivationWeights: tf.zeros([3]) }, {}), cannot('_FusedMatMul', 'float32 [3, 3], float32 [3, 3], float32 [3]')],
  ['a bias and weights of an activation', ({ square }) => kernel('_FusedMatMul', { a: square, b: square, bias: tf.zeros([3]), preluActivationWeights: tf.zeros([3]) }, {}), cannot('_FusedMatMul', 'float32 [3, 3], float32 [3, 3], float32 [3], float32 [3]')],
])('%s', async (_what, make, message) => {
  const error = await refusal(make);
  expect(error).toBeInstanceOf(RangeError);
  expect((error as Error).message).toMatch(message);
}); // prettier-ignore

// Shapes that do not fit are the kernels' to refuse, and no kernel runs while a step is recorded.
it.each<[string, (inputs: Inputs) => tf.Tensor, RegExp]>([
  ['a slice beyond the end', ({ v }) => tf.slice(v, [4], [3]), cannot('Slice', 'float32 [6]')],
  ['a concatenation of rows of other lengths', ({ m, square }) => tf.concat([m, tf.slice(square, [0, 0], [1, 3]), tf.reshape(m, [3, 2])]), cannot('Concat', 'float32 [2, 3], float32 [1, 3], float32 [3, 2]')],
  ['factors of other depths', ({ m }) => tf.matMul(m, m), cannot('BatchMatMul', 'float32 [2, 3], float32 [2, 3]')],
  ['factors of other depths when one is turned', ({ m, square }) => tf.matMul(m, square, true), cannot('BatchMatMul', 'float32 [2, 3], float32 [3, 3]')],
])('shapes that do not fit: %s', async (_what, make, message) => {
  const error = await refusal(make);
  expect(error).toBeInstanceOf(RangeError);
  expect((error as Error).message).toMatch(message);
}); // prettier-ignore

it.each<[string, (inputs: Inputs) => tf.Tensor]>([
  ['another number of values in a reshape', ({ v }) => tf.reshape(v, [2, 2])],
  ['a slice from before the start', ({ v }) => tf.slice(v, [-1], [3])],
  ['tensors that do not spread over each other', ({ v, m }) => tf.add(v, m)],
  ['bounds of a clip the wrong way round', ({ v }) => tf.clipByValue(v, 1, -1)],
])('what tfjs itself refuses: %s', async (_what, make) => {
  expect(await refusal(make)).toBeInstanceOf(Error);
});

it.each<[string, (inputs: Inputs) => tf.Tensor]>([
  ['of a function', ({ v }) => tf.grad((x) => tf.sum(tf.square(x)))(v)],
  ['of several tensors', ({ v }) => tf.grads((x, y) => tf.mul(x, y))([v, v])[1]!],
  ['of a function that brings its own', ({ v }) => tf.grad(tf.customGrad((x) => ({ value: tf.neg(x as tf.Tensor), gradFunc: (dy: tf.Tensor) => dy })))(v)],
])('a gradient %s', async (_what, make) => {
  const error = await refusal(make);
  expect(error).toBeInstanceOf(RangeError);
  expect((error as Error).message).toMatch(/^program: a gradient cannot be recorded: write it out, at .*refusals\.test\.ts:\d+$/);
}); // prettier-ignore

it('gradients outside are computed as before', async () => {
  await refusal(({ v }) => tf.grad(tf.square)(v));
  expect(
    Array.from(
      tf
        .grad(tf.square)(tf.tensor1d([3, -4]))
        .dataSync(),
    ),
  ).toEqual([6, -8]);
});

it.each([[[0, 3]], [[3, 0]], [[0]]])('a tensor without numbers: [%p]', async (shape) => {
  const step = (_: unknown, { x }: Record<string, tf.Tensor>) => ({ state: {}, outputs: { y: tf.neg(x!) } });
  const program = new WasmProgram({ step }, {});
  await expect(program.run('step', { x: tf.zeros(shape) })).rejects.toThrow(
    `program: a tensor [${shape.join(', ')}] without numbers cannot be compiled`,
  );
});
