import * as tf from '@tensorflow/tfjs';
import { dqnConfigSchema } from '../../../src/agents/dqn/dqn-config';
import { dqnSteps, initialLearnerState, learnerTensors } from '../../../src/agents/dqn/learner-step';
import { initialParameters } from '../../../src/agents/dqn/network/initial-parameters';
import { networkSpec } from '../../../src/agents/dqn/network/spec';
import { Random } from '../../../src/core/random';
import { wasmLoader } from '../../../src/tensor/backends/wasm';
import { EagerProgram } from '../../../src/tensor/eager-program';
import { useBackend } from '../../support/backends';

useBackend(wasmLoader);

it('multiplies two matrices with bias and activation', async () => {
  const product = tf.tidy(() =>
    tf.engine().runKernel<tf.Tensor>(
      tf._FusedMatMul,
      { a: tf.tensor2d([[1, 2], [3, 4]]), b: tf.tensor2d([[1, -1], [0, 1]]), bias: tf.tensor1d([0.5, -2]) }, // prettier-ignore
      { transposeA: false, transposeB: false, activation: 'relu' },
    ),
  );
  expect(product.shape).toEqual([2, 2]);
  // [1, 1] and [3, 1] before the bias; what is below 0 becomes 0
  expect([...(await product.data())]).toEqual([1.5, 0, 3.5, 0]);
  product.dispose();
});

it('runs a learner operation by operation, as it does where a step cannot be compiled', async () => {
  const network = networkSpec({ features: 2, hiddenLayers: [4], actions: 3 });
  const state = learnerTensors(initialLearnerState(initialParameters(network, Random.fromSeed(1))));
  const program = new EagerProgram(dqnSteps(network, dqnConfigSchema.parse({})), state);
  const inputs = program.upload({ observations: { values: Float32Array.of(1, 2), shape: [1, 2] } });
  const { qValues } = await program.run('act', inputs);
  expect((await qValues!.data()).every(Number.isFinite)).toBe(true);
  tf.dispose([qValues!, Object.values(inputs)]);
  program.dispose();
});
