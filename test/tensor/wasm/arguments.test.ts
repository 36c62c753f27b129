/** Arguments of every kind, also such as fit no tensor: a compiled step may refuse more than tfjs does, and no less. */
import * as tf from '@tensorflow/tfjs';
import * as fc from 'fast-check';
import { EagerProgram } from '../../../src/tensor/eager-program';
import type { Program, ProgramStep } from '../../../src/tensor/program';
import { WasmProgram } from '../../../src/tensor/wasm-program';
import { useBackend } from '../../support/backends';

useBackend();

/** An operation on tensors of some shapes. */
interface Call {
  readonly shapes: readonly (readonly number[])[];
  readonly make: (...tensors: tf.Tensor[]) => tf.Tensor;
  readonly dtype?: 'int32';
}

/** Powers of two, for means that are exact. */
const length = fc.constantFrom(1, 2, 4);
const shape = fc.array(length, { maxLength: 3 });
const matrix = fc.tuple(length, length);
/** One that is often shared, so that shapes also fit. */
const shapes = fc.tuple(shape, fc.array(fc.option(shape, { freq: 2 }), { minLength: 1, maxLength: 2 })).map(([first, others]) => [first, ...others.map((other) => other ?? first)]); // prettier-ignore
/** Of two matrices and a bias that often fit each other. */
const lengths = fc.tuple(length, length, length, fc.option(matrix, { freq: 2 }), fc.option(shape, { freq: 2 })).map(([rows, inner, columns, right, biases]) => [[rows, inner], right ?? [inner, columns], biases ?? [columns]] as const); // prettier-ignore
const some = fc.array(fc.integer({ min: -3, max: 4 }), { maxLength: 4 });
const bound = fc.constantFrom(-Infinity, -2, 0, 1.5, 3, Infinity, NaN);
const value = fc.constantFrom(0, 1, -2.5, NaN, Infinity);

const reduction = (reduce: (x: tf.Tensor, axis: number | number[] | undefined, keepDims: boolean) => tf.Tensor) =>
  fc.tuple(shape, fc.option(fc.oneof(some, fc.integer({ min: -4, max: 3 })), { nil: undefined }), fc.boolean()).map(
    ([of, axis, keepDims]): Call => ({ shapes: [of], make: (x) => reduce(x, axis, keepDims) }),
  ); // prettier-ignore

const calls: Readonly<Record<string, fc.Arbitrary<Call>>> = {
  slice: fc
    .tuple(shape, fc.oneof(some, fc.nat(3)), fc.option(fc.oneof(some, fc.nat(3)), { nil: undefined }))
    .map(([of, begin, size]) => ({ shapes: [of], make: (x) => tf.slice(x, begin, size) })),
  concat: fc
    .tuple(shapes, fc.constantFrom(0, 0, 1, -1, 2))
    .map(([of, axis]) => ({ shapes: of, make: (...tensors) => tf.concat(tensors, axis) })),
  sum: reduction(tf.sum),
  mean: reduction(tf.mean),
  argMax: fc
    .tuple(shape, fc.integer({ min: -4, max: 3 }))
    .map(([of, axis]) => ({ shapes: [of], make: (x) => tf.argMax(x, axis) })),
  reshape: fc.tuple(shape, some).map(([of, to]) => ({ shapes: [of], make: (x) => tf.reshape(x, to) })),
  expandDims: fc
    .tuple(shape, fc.integer({ min: -5, max: 4 }))
    .map(([of, axis]) => ({ shapes: [of], make: (x) => tf.expandDims(x, axis) })),
  clipByValue: fc
    .tuple(shape, bound, bound)
    .map(([of, low, high]) => ({ shapes: [of], make: (x) => tf.clipByValue(x, low, high) })),
  oneHot: fc.tuple(shape, fc.constantFrom(-1, 0, 1, 2, 2.5, 3, 7), value, value).map(([of, depth, on, off]) => ({
    shapes: [of],
    dtype: 'int32',
    make: (x) => tf.oneHot(x, depth, on, off, 'float32'),
  })),
  max: reduction(tf.max),
  where: fc.tuple(shapes, shape).map(([of, condition]) => ({
    shapes: [condition, ...of],
    make: (c, x, y = x) => tf.where(tf.greater(c, 0), x, y),
  })),
  softmax: fc
    .tuple(shape, fc.integer({ min: -3, max: 2 }))
    .map(([of, axis]) => ({ shapes: [of], make: (x) => tf.greater(tf.softmax(x, axis), 0.4) })),
  tile: fc
    .tuple(shape, fc.array(fc.constantFrom(1, 1, 2, 3), { maxLength: 3 }))
    .map(([of, times]) => ({ shapes: [of], make: (x) => tf.tile(x, times) })),
  add: shapes.map((of) => ({ shapes: of, make: (x, y) => tf.add(x, y) })),
  matMul: fc.tuple(fc.oneof(matrix, shape), fc.oneof(matrix, shape), fc.boolean(), fc.boolean()).map(
    ([left, right, turnLeft, turnRight]) => ({
      shapes: [left, right],
      make: (a, b) => tf.matMul(a, b, turnLeft, turnRight),
    }),
  ),
  fusedMatMul: fc.tuple(lengths, fc.boolean(), fc.boolean(), fc.constantFrom('linear', 'relu', 'elu')).map(
    ([[left, right, biases], transposeA, transposeB, activation]) => ({
      shapes: [left, right, biases],
      make: (a, b, bias) => tf.engine().runKernel(tf._FusedMatMul, { a: a, b: b, bias: bias }, { transposeA, transposeB, activation }),
    }),
  ),
}; // prettier-ignore

/** Whole numbers, no two alike. */
function tensorOf(of: readonly number[], dtype: Call['dtype']): tf.Tensor {
  const size = of.reduce((a, b) => a * b, 1);
  return tf.tensor(Array.from({ length: size }, (_, i) => (i % 2 === 0 ? i : -i)), [...of], dtype); // prettier-ignore
}

const compiled = (step: ProgramStep): Program => new WasmProgram({ step }, {});
const eager = (step: ProgramStep): Program => new EagerProgram({ step }, {});

/** What a program gives for a call, or the error with which it refuses it. */
async function answerOf(programOf: typeof compiled, { shapes: given, make, dtype }: Call): Promise<unknown> {
  const names = given.map((_, i) => `x${i}`);
  const inputs = Object.fromEntries(names.map((name, i) => [name, tensorOf(given[i]!, dtype)]));
  const step: ProgramStep = (_, x) => ({ state: {}, outputs: { y: make(...names.map((name) => x[name]!)) } });
  try {
    const { y } = await programOf(step).run('step', inputs);
    // 0 and -0 are alike.
    return [y!.dtype, y!.shape, Array.from(y!.dataSync(), (number) => number + 0)];
  } catch (error) {
    return error;
  }
}

it.each(Object.entries(calls))('%s refuses what tfjs refuses, and else gives the same or says that it cannot', async (_name, arbitrary) => {
  let answers = 0;
  await fc.assert(
    fc.asyncProperty(arbitrary, async (call) => {
      const answer = await answerOf(compiled, call);
      // In words: neither a TypeError nor a module that WebAssembly refuses.
      if (answer instanceof Error) expect(['Error', 'RangeError', 'NotRecordable']).toContain(answer.constructor.name);
      else {
        answers += 1;
        expect(answer).toEqual(await answerOf(eager, call));
      }
    }),
    { numRuns: 100 },
  );
  expect(answers).toBeGreaterThan(0);
}); // prettier-ignore
