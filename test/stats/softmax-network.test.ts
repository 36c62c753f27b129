import fc from 'fast-check';
import { ShapeError } from '../../src/core/errors';
import { Random } from '../../src/core/random';
import { fitMultinomialLogistic, predictedProbabilities } from '../../src/stats/multinomial-logistic';
import {
  crossEntropy,
  fitSoftmaxNetwork,
  initialNetwork,
  networkProbabilities,
  type NetworkProblem,
} from '../../src/stats/softmax-network';

/** Rows of two numbers within ±1, whose class is drawn by `chances`. */
function drawn(
  rows: number,
  seed: number,
  chances: (a: number, b: number) => readonly number[],
): NetworkProblem {
  const random = Random.fromSeed(seed).fork('rows');
  const features = Float32Array.from({ length: 2 * rows }, () => 2 * random.uniform() - 1);
  const labels = Int32Array.from({ length: rows }, (_, row) => {
    const shares = chances(features[2 * row]!, features[2 * row + 1]!);
    let left = random.uniform();
    return shares.findIndex((share) => (left -= share) < 0);
  });
  return {
    ...{ features, width: 2, labels, classes: 3, allowed: null },
    ...{ weights: new Float64Array(rows).fill(1), units: Int32Array.from(labels.keys()) },
  };
}

const flat = () => [0.2, 0.5, 0.3];
/** The third class where the signs agree, the second where they do not: no line tells them apart. */
const crossed = (a: number, b: number) => (a * b > 0 ? [0.1, 0.1, 0.8] : [0.1, 0.8, 0.1]);

function meanLoss(probabilities: Float64Array, { labels, classes }: NetworkProblem): number {
  let sum = 0;
  for (let row = 0; row < labels.length; row += 1)
    sum -= Math.log(probabilities[row * classes + labels[row]!]!);
  return sum / labels.length;
}

it('has the gradient that finite differences show, weighted and with barred classes', () => {
  const plain = drawn(12, 1, flat);
  const allowed = Uint8Array.from({ length: 36 }, (_, i) =>
    i % 3 === plain.labels[Math.floor(i / 3)]! || i % 5 > 0 ? 1 : 0,
  );
  const weights = Float64Array.from({ length: 12 }, (_, row) => 1 + (row % 3));
  const problem = { ...plain, allowed, weights };
  const network = initialNetwork(2, 3, Random.fromSeed(2));
  const rows = Int32Array.from(weights.keys());
  const gradient = new Float64Array(network.parameters.length);
  crossEntropy(network, problem, rows, gradient);
  const lossAt = (i: number, change: number) => {
    const parameters = network.parameters.slice();
    parameters[i]! += change;
    return crossEntropy({ ...network, parameters }, problem, rows, null);
  };
  gradient.forEach((value, i) => expect(value).toBeCloseTo((lossAt(i, 1e-5) - lossAt(i, -1e-5)) / 2e-5, 7));
});

it('learns classes that no line tells apart, which a logistic model cannot', () => {
  const [known, fresh] = [drawn(3000, 3, crossed), drawn(2000, 4, crossed)];
  const network = fitSoftmaxNetwork(known, Random.fromSeed(5));
  const learned = meanLoss(networkProbabilities(network, fresh.features), fresh);
  const line = meanLoss(predictedProbabilities(fitMultinomialLogistic(known), fresh.features), fresh);
  // The probabilities themselves come to -.8 log .8 - .2 log .1 = .64, the shares alone to .95.
  expect(line).toBeGreaterThan(0.92);
  expect(learned).toBeLessThan(0.74);
});

it('gives next to the shares where there is nothing to learn', () => {
  const known = drawn(3000, 6, flat);
  const fresh = drawn(1000, 7, flat);
  const loss = meanLoss(
    networkProbabilities(fitSoftmaxNetwork(known, Random.fromSeed(8)), fresh.features),
    fresh,
  );
  // The shares are .2, .5 and .3: -.2 log .2 - .5 log .5 - .3 log .3 = 1.03.
  expect(Math.abs(loss - 1.03)).toBeLessThan(0.03);
});

it('counts a row as much as it weighs', () => {
  const known = drawn(2000, 9, () => [0, 0.5, 0.5]);
  const weights = Float64Array.from(known.labels, (label) => (label === 1 ? 3 : 1));
  const [, second] = networkProbabilities(
    fitSoftmaxNetwork({ ...known, weights }, Random.fromSeed(1)),
    [0, 0],
  );
  expect(second).toBeGreaterThan(0.68);
  expect(second).toBeLessThan(0.82);
});

it('stops before it has learned the rows by heart, if those of one unit are held out together', () => {
  // Each of 60 units has a feature of its own and ten rows of one class, drawn by a coin.
  const random = Random.fromSeed(10);
  const coins = Array.from({ length: 60 }, () => random.integer(2));
  const all = Array.from({ length: 600 }, (_, row) => row);
  const unitOf = (row: number) => Math.floor(row / 10);
  const problem = {
    ...{ width: 60, classes: 2, allowed: null, weights: new Float64Array(600).fill(1) },
    features: Float32Array.from({ length: 600 * 60 }, (_, i) =>
      unitOf(Math.floor(i / 60)) === i % 60 ? 1 : 0,
    ),
    labels: Int32Array.from(all, (row) => coins[unitOf(row)]!),
  };
  const surest = (units: Int32Array) =>
    networkProbabilities(
      fitSoftmaxNetwork({ ...problem, units }, Random.fromSeed(1)),
      problem.features,
    ).reduce((a, b) => Math.max(a, b));
  expect(surest(Int32Array.from(all, unitOf))).toBeLessThan(0.8);
  expect(surest(Int32Array.from(all))).toBeGreaterThan(0.9);
});

it('comes to the same numbers again, and to others by another stream', () => {
  const known = drawn(200, 11, crossed);
  const fitted = (seed: number) => fitSoftmaxNetwork(known, Random.fromSeed(seed)).parameters;
  expect(fitted(1)).toEqual(fitted(1));
  expect(fitted(1)).not.toEqual(fitted(2));
});

it('gives probabilities of one choice, and none to what is barred', () => {
  const network = initialNetwork(2, 3, Random.fromSeed(2));
  const numbers = fc.double({ min: -50, max: 50, noNaN: true });
  fc.assert(
    fc.property(numbers, numbers, fc.constantFrom([1, 1, 1], [0, 1, 1], [1, 0, 0]), (a, b, allowed) => {
      const probabilities = networkProbabilities(network, [a, b], allowed);
      expect(probabilities.reduce((x, y) => x + y, 0)).toBeCloseTo(1, 12);
      allowed.forEach((may, k) => expect(probabilities[k]! > 0).toBe(may === 1));
    }),
    { numRuns: 100 },
  );
});

it('fits a single row, and names what is wrong', () => {
  const one = drawn(1, 12, flat);
  expect(
    networkProbabilities(fitSoftmaxNetwork(one, Random.fromSeed(1)), one.features).every(Number.isFinite),
  ).toBe(true);
  const shorter = { ...one, weights: [] };
  expect(() => fitSoftmaxNetwork(shorter, Random.fromSeed(1))).toThrow(ShapeError);
  expect(() => fitSoftmaxNetwork(shorter, Random.fromSeed(1))).toThrow(
    /^weights: expected 1 elements, got 0/,
  );
  expect(() => fitSoftmaxNetwork({ ...one, allowed: [0, 0, 0] }, Random.fromSeed(1))).toThrow(/^allowed: /);
});
