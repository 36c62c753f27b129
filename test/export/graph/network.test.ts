/** Steps of any operations as a graph: what heads that nobody has written yet may run by. */
import * as tf from '@tensorflow/tfjs';
import { InputError } from '../../../src/core/errors';
import { Random } from '../../../src/core/random';
import { GraphBuilder } from '../../../src/export/graph/builder';
import { recordedNodes } from '../../../src/export/graph/network';
import { onnxOf } from '../../../src/export/onnx/onnx-model';
import type { ProgramStep } from '../../../src/tensor/program';
import { useBackend } from '../../support/backends';
import { readOnnx, runOnnx } from '../../support/onnx-interpreter';

useBackend();

const [FEATURES, ROWS, PARAMETERS] = [4, 5, 64];

type Values = (online: tf.Tensor1D, x: tf.Tensor2D) => tf.Tensor;

const stepOf =
  (values: Values): ProgramStep =>
  ({ online }, { observations }) => ({
    state: {},
    outputs: { qValues: values(online as tf.Tensor1D, observations as tf.Tensor2D) },
  });

const matrix = (online: tf.Tensor1D, rows: number, columns: number) =>
  tf.reshape(tf.slice(online, [3], [rows * columns]), [rows, columns]);

/** By what they are made of; each gives [rows, n]. */
const steps: Readonly<Record<string, Values>> = {
  'a layer': (online, x) => tf.relu(tf.add(tf.matMul(x, matrix(online, 4, 6)), tf.slice(online, [30], [6]))),
  'a transposed factor': (online, x) => tf.matMul(x, matrix(online, 6, 4), false, true),
  'parts side by side': (_, x) => tf.concat([tf.slice(x, [0, 1], [-1, 2]), tf.neg(x)], 1),
  'numbers one by one': (_, x) =>
    tf.add(tf.abs(x), tf.add(tf.square(x), tf.add(tf.sign(x), tf.sqrt(tf.abs(x))))),
  'powers and logarithms': (_, x) => tf.sub(tf.exp(x), tf.log(tf.add(tf.abs(x), 1))),
  'the larger and the smaller': (_, x) => tf.div(tf.maximum(x, 0.5), tf.minimum(x, -0.5)),
  'a clip': (_, x) => tf.clipByValue(x, -0.3, 0.4),
  'what is asked': (_, x) =>
    tf.where(tf.logicalOr(tf.greater(x, 0.2), tf.lessEqual(x, -0.2)), x, tf.mul(x, 3)),
  'what is not': (_, x) =>
    tf.cast(tf.logicalAnd(tf.logicalNot(tf.less(x, 0)), tf.notEqual(x, 0.25)), 'float32'),
  'what is equal': (_, x) => tf.cast(tf.equal(tf.relu(x), x), 'float32'),
  'sums of rows': (_, x) =>
    tf.sub(tf.sub(x, tf.mean(x, 1, true)), tf.add(tf.sum(x, 1, true), tf.max(x, 1, true))),
  'least of rows, shares': (_, x) => tf.add(tf.softmax(x), tf.min(x, 1, true)),
  'another shape': (online, x) =>
    tf.mean(tf.mul(tf.reshape(x, [-1, 2, 2]), tf.reshape(tf.slice(online, [0], [4]), [1, 2, 2])), 2),
};

function numbers(count: number, random: Random): Float32Array {
  return Float32Array.from({ length: count }, () => 2 * random.uniform() - 1);
}

it.each(Object.keys(steps))('%s', (name) => {
  const random = Random.fromSeed(4).fork(name);
  const [weights, observations] = [numbers(PARAMETERS, random), numbers(ROWS * FEATURES, random)];
  const builder = new GraphBuilder();
  const x = builder.input('x', 'float32', ['rows', FEATURES], '');
  const { qValues } = recordedNodes(builder, stepOf(steps[name]!), weights, x);
  const bytes = onnxOf(builder.graph({ q: { place: qValues, meaning: '' } }));
  const feeds = { x: { type: 1, dims: [ROWS, FEATURES], data: Float64Array.from(observations) } };
  const { q } = runOnnx(readOnnx(bytes), feeds);
  const expected = tf.tidy(() =>
    steps[name]!(tf.tensor1d(weights), tf.tensor2d(observations, [ROWS, FEATURES])),
  );
  expect(q!.dims).toEqual(expected.shape);
  const values = expected.dataSync();
  expected.dispose();
  values.forEach((value, i) => expect(q!.data[i]).toBeCloseTo(value, 5));
});

it('says what it cannot hold', () => {
  const builder = new GraphBuilder();
  const x = builder.input('x', 'float32', ['rows', FEATURES], '');
  const mixed: Values = (_, given) => tf.reshape(given, [-1]);
  const give = () => recordedNodes(builder, stepOf(mixed), new Float32Array(PARAMETERS), x);
  expect(give).toThrow(InputError);
  expect(give).toThrow(
    'the network cannot be exported: expected operations that the format has, got rows that are mixed',
  );
});
