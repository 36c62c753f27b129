import * as tf from '@tensorflow/tfjs';
import { valueNetwork } from '../../../src/agents/dqn/iql-steps';
import { concatenate, Learner } from '../../../src/agents/dqn/learner';
import { initialLearnerState, learnerTensors } from '../../../src/agents/dqn/learner-step';
import { implicitQLearning } from '../../../src/agents/dqn/learning-method';
import { initialParameters } from '../../../src/agents/dqn/network/initial-parameters';
import { networkSpec } from '../../../src/agents/dqn/network/spec';
import { Random } from '../../../src/core/random';
import { createProgram } from '../../../src/tensor/create-program';
import { describeOnBackends } from '../../support/backends';
import { expectNoLeak } from '../../support/expect-no-leak';
import { learnerSettings } from '../../support/learner-programs';
import { referenceQ } from '../../support/reference-network';
import { tape } from '../../support/tape';

const shape = { features: 3, hiddenLayers: [5, 4], actions: 3 };
const qNetwork = networkSpec(shape);
const vShape = { ...shape, actions: 1 };
const settings = { ...learnerSettings, maxGradientNorm: 1e9, expectile: 0.8 };
const never = { maxGradientNorm: 1e9, target: { period: 1_000_000, tau: 1 } };
const batch = tape({ ...shape, size: 12 });

function start() {
  const { networks, steps } = implicitQLearning(qNetwork, settings);
  const parameters = (seed: number) =>
    networks.map((one) => initialParameters(one, Random.fromSeed(seed))).reduce(concatenate);
  const [online, target] = [parameters(1), parameters(2)];
  const program = createProgram(steps, learnerTensors({ ...initialLearnerState(online), target }));
  return { online, target, program, learner: new Learner(program, never) };
}

/** Both losses of the paper, halved, with what is a target read back before. */
function oracle(online: Float32Array, target: Float32Array) {
  const split = qNetwork.parameterCount;
  const matrix = (values: Float32Array) => tf.tensor2d(values.slice(), [batch.size, shape.features]);
  const chosen = tf.oneHot(tf.tensor1d(batch.actions.slice(), 'int32'), shape.actions);
  const qOf = (flat: tf.Tensor) =>
    tf.sum(
      tf.mul(
        referenceQ(shape, tf.slice(flat as tf.Tensor1D, [0], [split]), matrix(batch.observations)),
        chosen,
      ),
      1,
    );
  const vOf = (flat: tf.Tensor, rows: Float32Array) =>
    tf.reshape(referenceQ(vShape, tf.slice(flat as tf.Tensor1D, [split]), matrix(rows)), [-1]);
  const vector = tf.tensor1d(online.slice());
  const targetQ = qOf(tf.tensor1d(target.slice())).dataSync();
  const v = vOf(vector, batch.observations).dataSync();
  const nextV = vOf(vector, batch.nextObservations).dataSync();
  const shares = Float32Array.from(targetQ, (q, i) => (q < v[i]! ? 1 - 0.8 : 0.8));
  const qTargets = Float32Array.from(batch.rewards, (r, i) => r + batch.discounts[i]! * nextV[i]!);
  const loss = (flat: tf.Tensor) => {
    const difference = tf.sub(tf.tensor1d(targetQ), vOf(flat, batch.observations));
    const ofV = tf.mean(tf.mul(tf.tensor1d(shares), tf.square(difference)));
    const ofQ = tf.mean(tf.square(tf.sub(tf.tensor1d(qTargets), qOf(flat))));
    return tf.div(tf.add(ofV, ofQ), 2);
  };
  return {
    loss: loss(vector).dataSync()[0]!,
    meanQ: tf.mean(qOf(vector)).dataSync()[0]!,
    gradient: tf.grad(loss)(vector).dataSync() as Float32Array,
  };
}

describeOnBackends('an update of implicit Q-learning', () => {
  it('has the loss and the gradient of automatic differentiation, of Q and of V', async () => {
    const { online, target, program, learner } = start();
    const expected = tf.tidy(() => oracle(online, target));
    await learner.learn(batch);
    const measured = await learner.measure();
    expect(measured.loss).toBeCloseTo(expected.loss, 5);
    expect(measured.meanQ).toBeCloseTo(expected.meanQ, 5);
    expect(measured.gradientNorm).toBeCloseTo(Math.hypot(...expected.gradient), 5);
    // Adam's first moment is a tenth of the first gradient.
    const { firstMoment } = await program.readState();
    const valueCount = valueNetwork(qNetwork).parameterCount;
    expect(firstMoment!.length).toBe(qNetwork.parameterCount + valueCount);
    expected.gradient.forEach((one, i) => expect(10 * firstMoment![i]!).toBeCloseTo(one, 5));
    for (const part of [expected.gradient.slice(0, -valueCount), expected.gradient.slice(-valueCount)])
      expect(Math.hypot(...part)).toBeGreaterThan(0.01); // else the comparison would have passed unseen
    learner.dispose();
  });

  it('pays no heed to masks: it takes no maximum', async () => {
    const [free, masked] = [start(), start()];
    await free.learner.learn(batch);
    await masked.learner.learn({
      ...batch,
      nextAllowed: tape({ ...shape, size: 12, masked: true }).nextAllowed,
    });
    expect(await masked.learner.parameters()).toEqual(await free.learner.parameters());
    free.learner.dispose();
    masked.learner.dispose();
  });

  it('leaves no tensor behind', async () => {
    await expectNoLeak(async () => {
      const { learner } = start();
      await learner.learn(batch);
      await learner.qValues(batch.observations, shape.features);
      learner.dispose();
    });
  });
});
