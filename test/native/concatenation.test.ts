/** What XLA is given in place of a concatenation puts every number where the concatenation does. */
import * as tf from '@tensorflow/tfjs';
import { tensorflowLoader } from '../../src/tensor/backends/tensorflow';
import { GraphProgram } from '../../src/tensor/graph-program';
import type { ProgramStep } from '../../src/tensor/program';
import { useBackend } from '../support/backends';

useBackend(tensorflowLoader);

const join: ProgramStep = (_state, { first, second, matrix }) => ({
  state: {},
  outputs: {
    vector: tf.concat([first as tf.Tensor1D, second as tf.Tensor1D, first as tf.Tensor1D]),
    columns: tf.concat([matrix as tf.Tensor2D, tf.mul(matrix as tf.Tensor2D, 2)], 1),
  },
});

it.each([true, false])('a compiled step joins vectors and matrices: %p', async (compiled) => {
  const program = new GraphProgram({ join }, { unused: tf.scalar(0) }, { compile: compiled ? ['join'] : [] });
  const inputs = {
    first: tf.tensor1d([7]),
    second: tf.tensor1d([1, 2, 3]),
    matrix: tf.tensor2d([
      [1, 2],
      [3, 4],
    ]),
  };
  const { vector, columns } = await program.run('join', inputs);
  expect(vector!.shape).toEqual([5]);
  expect(Array.from(await vector!.data())).toEqual([7, 1, 2, 3, 7]);
  expect(await columns!.array()).toEqual([
    [1, 2, 2, 4],
    [3, 4, 6, 8],
  ]);
  tf.dispose([...Object.values(inputs), vector!, columns!]);
  program.dispose();
});
