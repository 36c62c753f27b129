import * as tf from '@tensorflow/tfjs';
import { Random } from '../../../../src/core/random';
import { rateLoss, rateLossOf } from '../../../../src/profiles/models/rate-loss';
import { denseScores } from '../../../../src/profiles/models/value/dense-scores';
import {
  applyValueNetwork,
  fitValueNetwork,
  valueNetworkSchema,
  valueNetworkSettingsSchema,
} from '../../../../src/profiles/models/value/value-network';
import {
  initialState,
  learnStep,
  valueLayers,
} from '../../../../src/profiles/models/value/value-network-steps';
import { initialLayers } from '../../../../src/tensor/learning/layers';
import { layerParameters } from '../../../../src/tensor/learning/dense-layers';
import { describeOnBackends } from '../../../support/backends';
import { expectNoLeak } from '../../../support/expect-no-leak';

/** Customers whose weekly spend is e^(1 + x), seen for 1 to 4 weeks, with a column of noise beside. */
function drawnExamples(rows: number, random: Random) {
  const values = Float64Array.from({ length: 2 * rows }, () => 2 * random.uniform() - 1);
  const weeks = Float64Array.from({ length: rows }, () => 1 + random.integer(4));
  // Exponential amounts about their mean.
  const spend = weeks.map(
    (many, row) => -Math.log(1 - random.uniform()) * many * Math.exp(1 + values[2 * row]!),
  );
  return {
    table: { names: ['x', 'noise'], rows, values },
    weeks,
    spend,
    customer: Int32Array.from(weeks.keys()),
  };
}

const examples = drawnExamples(600, Random.fromSeed(3));
const settings = valueNetworkSettingsSchema.parse({
  hiddenLayers: [8],
  members: 2,
  passes: 15,
  learningRate: 0.02,
});
const fit = () => fitValueNetwork(examples, settings, Random.fromSeed(9));

describeOnBackends('a net of lifetime value', () => {
  it('has a loss whose derivative is what automatic differentiation finds', () => {
    const [scores, exposure, came] = [
      tf.tensor2d([[0.5], [-1]]),
      tf.tensor2d([[2], [0]]),
      tf.tensor2d([[3], [0]]),
    ];
    const { loss, gradient } = rateLoss(scores, exposure, came);
    expect(loss.dataSync()[0]).toBeCloseTo(2 * Math.exp(0.5) - 1.5, 5);
    expect(loss.dataSync()[0]).toBeCloseTo(rateLossOf(0.5, 2, 3), 5);
    const automatic = tf.grad((s: tf.Tensor) => rateLoss(s, exposure, came).loss)(scores);
    expect([...gradient.dataSync()]).toEqual([...automatic.dataSync()]);
  });

  it('steps down the gradient that automatic differentiation finds', () => {
    const layers = valueLayers(2, [3, 2]);
    const first = initialLayers(layers, Random.fromSeed(1));
    const inputs = {
      features: tf.tensor2d([
        [1, -2],
        [0.5, 0.25],
        [-1, 1],
      ]),
      weeks: tf.tensor1d([1, 2, 3]),
      came: tf.tensor1d([0, 4, 1]),
    };
    const loss = (parameters: tf.Tensor) => {
      const own = layerParameters(layers, parameters);
      let given = inputs.features;
      for (const [i, { kernel, bias }] of own.entries()) {
        const sums = tf.add(tf.matMul(given, kernel), bias);
        given = (i < 2 ? tf.relu(sums) : sums) as tf.Tensor2D;
      }
      const scores = tf.reshape(given, [3]);
      return tf.mean(tf.sub(tf.mul(tf.exp(scores), inputs.weeks), tf.mul(inputs.came, scores)));
    };
    const { state, outputs } = learnStep(layers, 0.01)(initialState(first), inputs);
    const gradient = tf.grad(loss)(tf.tensor1d(first)).dataSync();
    expect(outputs.loss!.dataSync()[0]).toBeCloseTo(
      (loss(tf.tensor1d(first)) as tf.Tensor).dataSync()[0]!,
      5,
    );
    // Adam's first moment after one step is a tenth of the gradient, clipped to norm 1.
    const norm = Math.hypot(...gradient);
    const moment = state.firstMoment!.dataSync();
    gradient.forEach((g, i) => expect(moment[i]).toBeCloseTo((0.1 * g) / Math.max(1, norm), 5));
  });

  it('says on the host what TensorFlow.js says', () => {
    const layers = valueLayers(3, [4, 2]);
    const parameters = initialLayers(layers, Random.fromSeed(2));
    const model = tf.sequential();
    for (const { units, inputs, activation, kernel, bias } of layers) {
      model.add(tf.layers.dense({ units, inputShape: [inputs], activation, kernelInitializer: 'zeros' }));
      model.layers
        .at(-1)!
        .setWeights([
          tf.tensor2d(parameters.slice(kernel, bias), [inputs, units]),
          tf.tensor1d(parameters.slice(bias, bias + units)),
        ]);
    }
    const inputs = Float32Array.of(1, 2, 3, -1, 0.5, 0);
    const known = (model.predict(tf.tensor2d(inputs, [2, 3])) as tf.Tensor).dataSync();
    denseScores(layers, parameters, inputs).forEach((score, row) =>
      expect(score).toBeCloseTo(known[row]!, 5),
    );
  });

  it('leaves no tensors', async () => {
    await expectNoLeak(async () => {
      await fitValueNetwork(examples, { ...settings, passes: 2 }, Random.fromSeed(1));
    });
  });
});

describeOnBackends('a fitted net of lifetime value', () => {
  let network: Awaited<ReturnType<typeof fit>>;
  beforeAll(async () => {
    network = await fit();
  });

  it('expects what customers spend', () => {
    const values = Float64Array.of(-0.8, 0, 0, 0, 0.8, 0, 0.8, 0.9);
    const spend = applyValueNetwork(network, { names: ['x', 'noise'], rows: 4, values }, 10);
    // With 600 exponential amounts about a line in the logarithm, its ends are known to about 10 %.
    [-0.8, 0, 0.8, 0.8].forEach((x, row) =>
      expect(Math.abs(Math.log(spend[row]! / 10) - 1 - x)).toBeLessThan(0.3),
    );
  });

  it('is plain data, and the same with the same seed', async () => {
    expect(valueNetworkSchema.parse(JSON.parse(JSON.stringify(network)))).toEqual(network);
    expect(await fit()).toEqual(network);
    const other = await fitValueNetwork(examples, settings, Random.fromSeed(10));
    expect(other.members[0]!.parameters).not.toEqual(network.members[0]!.parameters);
  });

  it('refuses a table of other columns', () => {
    const other = { names: ['x', 'y'], rows: 1, values: Float64Array.of(1, 2) };
    expect(() => applyValueNetwork(network, other, 1)).toThrow('features: expected column 2 to be "noise"');
  });

  it('refuses customers of whom nobody spends', async () => {
    const none = { ...examples, spend: new Float64Array(600) };
    await expect(fitValueNetwork(none, settings, Random.fromSeed(1))).rejects.toThrow(
      'lifetime value: expected customers who spent something, got none among 600',
    );
  });
});
