import * as tf from '@tensorflow/tfjs';
import { Random } from '../../../src/core/random';
import { adamStep, clipByGlobalNorm, type AdamState } from '../../../src/tensor/learning/adam';
import { appendLayer, type Layer } from '../../../src/tensor/learning/layers';
import { decayWeights, stretchesOf } from '../../../src/tensor/learning/weight-decay';
import { describeOnBackends } from '../../support/backends';
import { expectNoLeak } from '../../support/expect-no-leak';

describe('the stretches of layers', () => {
  const layers: Layer[] = [];
  for (const units of [2, 3, 1, 4])
    appendLayer(layers, 5, { name: `of ${units}`, from: null, units, activation: 'relu' }); // 12, 18, 6, 24 parameters

  it('are one where layers follow each other', () => {
    const [first, second, , fourth] = layers as [Layer, Layer, Layer, Layer];
    expect(stretchesOf(layers)).toEqual([{ from: 0, to: 60 }]);
    expect(stretchesOf([first, second, fourth])).toEqual([
      { from: 0, to: 30 },
      { from: 36, to: 60 },
    ]);
    expect(stretchesOf([second])).toEqual([{ from: 12, to: 30 }]);
    expect(stretchesOf([])).toEqual([]);
  });
});

describeOnBackends('weight decay', () => {
  const parameters = [8, -8, 4, -4, 2];
  const decayed = (stretches: readonly (readonly [number, number])[], rate: number | tf.Scalar) =>
    Array.from(
      decayWeights(
        tf.tensor1d(parameters),
        stretches.map(([from, to]) => ({ from, to })),
        rate,
        0.5,
      ).dataSync(),
    );

  it('takes the share rate times decay from its stretches, and nothing from what lies around them', () => {
    // A rate of 1/2 and a decay of 1/2 take a quarter.
    expect(decayed([[0, 5]], 0.5)).toEqual([6, -6, 3, -3, 1.5]);
    expect(decayed([[1, 3]], 0.5)).toEqual([8, -6, 3, -4, 2]);
    expect(
      decayed(
        [
          [0, 1],
          [3, 5],
        ],
        0.5,
      ),
    ).toEqual([6, -8, 4, -3, 1.5]);
    expect(decayed([], 0.5)).toEqual(parameters);
  });

  it('takes a rate that an update brings with it', () => {
    expect(decayed([[1, 3]], tf.scalar(0.25))).toEqual([8, -7, 3.5, -4, 2]); // an eighth
  });

  it('with Adam walks the path of AdamW, in plain numbers', () => {
    const random = Random.fromSeed(4);
    const [rate, decay, epsilon] = [0.05, 0.8, 1e-6];
    const plain = parameters.slice();
    const [m, v] = [plain.map(() => 0), plain.map(() => 0)];
    let ours: tf.Tensor1D = tf.tensor1d(parameters);
    let state: AdamState = {
      ...{ firstMoment: tf.zeros([5]), secondMoment: tf.zeros([5]) },
      ...{ beta1Power: tf.scalar(1), beta2Power: tf.scalar(1) },
    };
    for (let t = 1; t <= 20; t += 1) {
      const gradient = plain.map((_, i) => (2 * random.uniform() - 1) * 10 ** (i - 2));
      for (const [i, g] of gradient.entries()) {
        m[i] = 0.9 * m[i]! + 0.1 * g;
        v[i] = 0.999 * v[i]! + 0.001 * g * g;
        const step = m[i] / (1 - 0.9 ** t) / (Math.sqrt(v[i] / (1 - 0.999 ** t)) + epsilon);
        plain[i]! -= rate * (step + (i < 2 || i > 3 ? 0 : decay * plain[i]!));
      }
      const left = decayWeights(ours, [{ from: 2, to: 4 }], rate, decay);
      const clipped = clipByGlobalNorm(tf.tensor1d(gradient), 1e9);
      ({ parameters: ours, state } = adamStep(left, clipped, state, rate, epsilon));
    }
    ours.dataSync().forEach((value, i) => expect(value).toBeCloseTo(plain[i]!, 4));
    // Less than half is left: without decay the comparison would fail.
    expect(Math.abs(plain[2]!)).toBeLessThan(3);
  });

  it('leaves no tensor behind', async () => {
    await expectNoLeak(() => {
      tf.tidy(() => {
        const online = tf.zeros<tf.Rank.R1>([5]);
        decayWeights(online, [{ from: 1, to: 3 }], 0.5, 0.5);
        decayWeights(online, [{ from: 1, to: 3 }], tf.scalar(0.5), 0.5);
      });
    });
  });
});
