import * as tf from '@tensorflow/tfjs';
import { Random } from '../../../../src/core/random';
import {
  fitLstms,
  fittedLstmSchema,
  lstmSettingsSchema,
} from '../../../../src/profiles/models/recurrent/fit-lstm';
import {
  initialLstm,
  lastRates,
  lstmScores,
  type Lstm,
} from '../../../../src/profiles/models/recurrent/lstm';
import { lstmLayers, lstmOf } from '../../../../src/profiles/models/recurrent/lstm-layers';
import { padded } from '../../../../src/profiles/models/recurrent/sequences';
import { wasmLoader } from '../../../../src/tensor/backends/wasm';
import { describeOnBackends, useBackend } from '../../../support/backends';
import { expectNoLeak } from '../../../support/expect-no-leak';

/** One number a step; what comes after a step is counted, at the rate e^(the number of the step before). */
function drawnSequences(count: number, random: Random) {
  const starts = Int32Array.from({ length: count + 1 }, () => 0);
  const [features, exposure, came]: number[][] = [[], [], []];
  for (let i = 0; i < count; i += 1) {
    const steps = 1 + random.integer(2);
    starts[i + 1] = starts[i]! + steps;
    let before = 0;
    for (let step = 0; step < steps; step += 1) {
      const looked = 1 + random.uniform();
      exposure!.push(looked);
      // Exponential amounts of that mean.
      came!.push(-Math.log(1 - random.uniform()) * looked * Math.exp(before));
      before = random.integer(2) === 0 ? -1 : 1;
      features!.push(before);
    }
  }
  return {
    ...{ starts, width: 1, kinds: 1, features: Float32Array.from(features!) },
    ...{ exposure: Float32Array.from(exposure!), came: Float32Array.from(came!) },
  };
}

it('fills up with zeros behind', () => {
  const sequences = {
    ...{ starts: Int32Array.of(0, 1, 3), width: 2, features: Float32Array.of(1, 2, 3, 4, 5, 6), kinds: 1 },
    ...{ exposure: Float32Array.of(7, 8, 9), came: Float32Array.of(0, 1, 0) },
  };
  expect(padded(sequences, Int32Array.of(1, 0))).toEqual({
    ...{ rows: 2, steps: 2, features: Float32Array.of(3, 4, 5, 6, 1, 2, 0, 0) },
    ...{ exposure: Float32Array.of(8, 9, 7, 0), came: Float32Array.of(1, 0, 0, 0) },
  });
});

it('is what the equations say', () => {
  // One unit, one number: kernel 0, 0, 1, 0 and recurrent kernel 0, 0, 0, 1; gates else half open.
  const lstm: Lstm = {
    ...{ width: 1, units: 1, kinds: 1, kernel: [0, 0, 1, 0], recurrentKernel: [0, 0, 0, 1] },
    ...{ bias: [0, 0, 0, 0], scoreKernel: [2], scoreBias: [-1] },
  };
  const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));
  const cell = 0.5 * Math.tanh(3);
  const hidden = 0.5 * Math.tanh(cell);
  const later = 0.5 * cell + 0.5 * Math.tanh(-1);
  const scores = lstmScores(lstm, { starts: Int32Array.of(0, 2, 3), features: Float32Array.of(3, -1, 3) });
  expect(scores[0]).toBeCloseTo(2 * hidden - 1, 12);
  expect(scores[1]).toBeCloseTo(2 * sigmoid(hidden) * Math.tanh(later) - 1, 12);
  // The next sequence remembers nothing of the last.
  expect(scores[2]).toBe(scores[0]);
  const rates = lastRates([lstm, lstm], {
    starts: Int32Array.of(0, 2, 3),
    width: 1,
    features: Float32Array.of(3, -1, 3),
  });
  expect(rates[0]).toBeCloseTo(Math.exp(scores[1]!), 12);
  expect(rates[1]).toBeCloseTo(Math.exp(scores[2]!), 12);
});

const sequences = drawnSequences(300, Random.fromSeed(2));
const customer = Int32Array.from({ length: 300 }, (_, i) => i);
const settings = lstmSettingsSchema.parse({
  units: 4,
  members: 1,
  batchSize: 32,
  passes: 20,
  learningRate: 0.05,
});

describeOnBackends('a long short-term memory', () => {
  it('says on the host what TensorFlow.js says, and comes back as it was', async () => {
    const lstm = {
      ...initialLstm(2, 3, [0.5, -0.25], Random.fromSeed(4)),
      scoreKernel: [0.5, -1, 0.25, 1, -0.75, 2],
    };
    const features = Float32Array.from({ length: 8 }, (_, i) => Math.sin(i));
    const model = lstmLayers(lstm);
    const known = (model.predict(tf.tensor3d(features, [1, 4, 2])) as tf.Tensor).dataSync();
    const scores = lstmScores(lstm, { starts: Int32Array.of(0, 4), features });
    scores.forEach((score, i) => expect(score).toBeCloseTo(known[i]!, 5));
    expect(await lstmOf(model, lstm)).toEqual(lstm);
    model.dispose();
  });

  it('leaves no tensors', async () => {
    await expectNoLeak(async () => {
      await fitLstms(sequences, customer, { ...settings, passes: 1 }, Random.fromSeed(1));
    });
  });
});

describe('a fitted memory', () => {
  useBackend(wasmLoader);

  it('remembers what decides', async () => {
    const [fitted] = await fitLstms(sequences, customer, settings, Random.fromSeed(6));
    // Of two steps, the first decides what the second says; a first step says what no step before it does. Without memory
    // it would say the mean of both, about .4.
    const ask = (...steps: number[]) =>
      lstmScores(fitted!.lstm, {
        starts: Int32Array.of(0, steps.length),
        features: Float32Array.from(steps),
      }).at(-1)!;
    for (const now of [-1, 1]) {
      expect(Math.abs(ask(1, now) - 1)).toBeLessThan(0.5);
      expect(Math.abs(ask(-1, now) + 1)).toBeLessThan(0.5);
    }
    expect(Math.abs(ask(1))).toBeLessThan(0.5);
  });

  it('is plain data, the same with the same seed', async () => {
    const fit = (seed: number) =>
      fitLstms(sequences, customer, { ...settings, passes: 1 }, Random.fromSeed(seed));
    const fitted = await fit(6);
    expect(fittedLstmSchema.parse(JSON.parse(JSON.stringify(fitted[0])))).toEqual(fitted[0]);
    expect(await fit(6)).toEqual(fitted);
    expect(await fit(7)).not.toEqual(fitted);
  });
});
