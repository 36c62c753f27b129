import { ShapeError } from '../../src/core/errors';
import { Random } from '../../src/core/random';
import { chiSquareTail } from '../../src/stats/chi-square';
import { factored, solve } from '../../src/stats/cholesky';
import { fitMultinomialLogistic, predictedProbabilities } from '../../src/stats/multinomial-logistic';

it('gives the shares of the classes where there is nothing to tell them by', () => {
  const labels = [0, 0, 1, 2, 2, 2, 2, 2];
  const model = fitMultinomialLogistic({ features: labels.map(() => 1), width: 1, labels, classes: 3 });
  const [none, one, two] = predictedProbabilities(model, [1]);
  expect(none).toBeCloseTo(2 / 8, 4);
  expect(one).toBeCloseTo(1 / 8, 4);
  expect(two).toBeCloseTo(5 / 8, 4);
});

it('gives the shares within each value of a flag, which a saturated model fits exactly', () => {
  const labels = [0, 1, 1, 1, 0, 0, 0, 0, 2, 2];
  const features = [0, 0, 0, 0, 1, 1, 1, 1, 1, 1];
  const model = fitMultinomialLogistic({ features, width: 1, labels, classes: 3, ridge: 1e-9 });
  const [without, withOne] = [
    [...predictedProbabilities(model, [0])],
    [...predictedProbabilities(model, [1])],
  ];
  expect(without[0]).toBeCloseTo(1 / 4, 2);
  expect(without[1]).toBeCloseTo(3 / 4, 2);
  expect(withOne[0]).toBeCloseTo(4 / 6, 2);
  expect(withOne[2]).toBeCloseTo(2 / 6, 2);
});

/** Plain gradient descent on the same loss, far slower and with nothing in common. */
function descended(features: number[], labels: number[], ridge: number): number[] {
  const [w, b] = [
    [0, 0, 0],
    [0, 0, 0],
  ];
  for (let step = 0; step < 3000; step += 1) {
    const [dw, db] = [
      [0, 0, 0],
      [0, 0, 0],
    ];
    labels.forEach((label, i) => {
      const e = [0, 1, 2].map((k) => Math.exp(w[k]! * features[i]! + b[k]!));
      const sum = e[0]! + e[1]! + e[2]!;
      for (let k = 0; k < 3; k += 1) {
        const error = (e[k]! / sum - (k === label ? 1 : 0)) / labels.length;
        dw[k]! += error * features[i]!;
        db[k]! += error;
      }
    });
    for (let k = 0; k < 3; k += 1) {
      w[k]! -= 0.5 * (dw[k]! + ridge * w[k]!);
      b[k]! -= 0.5 * db[k]!;
    }
  }
  return w;
}

it('finds what gradient descent finds', () => {
  const random = Random.fromSeed(4);
  const features = Array.from({ length: 60 }, () => 2 * random.uniform() - 1);
  const labels = features.map((x) => (x + random.uniform() > 0.8 ? 2 : random.integer(2)));
  const model = fitMultinomialLogistic({ features, width: 1, labels, classes: 3, ridge: 0.01 });
  const expected = descended(features, labels, 0.01);
  expect(model.converged).toBe(true);
  [0, 1, 2].forEach((k) => expect(model.coefficients[k]).toBeCloseTo(expected[k]!, 2));
});

it('stays finite where the classes are told apart without error', () => {
  const model = fitMultinomialLogistic({
    features: [-1, -1, 1, 1],
    width: 1,
    labels: [0, 0, 1, 1],
    classes: 2,
  });
  expect(predictedProbabilities(model, [1])[1]).toBeGreaterThan(0.95);
});

it('names what has the wrong length', () => {
  const wrong = () => fitMultinomialLogistic({ features: [1, 2, 3], width: 2, labels: [0, 1], classes: 2 });
  expect(wrong).toThrow(ShapeError);
  expect(wrong).toThrow(/^features: expected 4 elements, got 3/);
});

it('solves equations by their factor', () => {
  const lower = factored(Float64Array.of(4, 0, 2, 5), 2); // [[4, 2], [2, 5]], whose factor is [[2, 0], [1, 2]]
  expect([...lower]).toEqual([2, 0, 1, 2]);
  expect([...solve(lower, 2, Float64Array.of(8, 12))]).toEqual([1, 2]);
  expect(() => factored(Float64Array.of(-1), 1)).toThrow(/positive definite/);
});

it('knows the tail of chi-square', () => {
  expect(chiSquareTail(3.841459, 1)).toBeCloseTo(0.05, 6);
  expect(chiSquareTail(13.81551, 2)).toBeCloseTo(0.001, 6);
});

it('counts a row as much as it weighs, whatever the unit', () => {
  const labels = [0, 0, 1, 1];
  const features = [1, 1, 1, 1];
  const weights = [30, 30, 10, 10];
  const model = fitMultinomialLogistic({ features, width: 1, labels, classes: 2, weights });
  expect(predictedProbabilities(model, [1])[0]).toBeCloseTo(3 / 4, 4);
});

it('fits a choice among what was allowed, so that masks alone do not make an action look rare', () => {
  // Uniform among three where all are allowed, among the first two elsewhere: the shares are 5, 5 and 2 of 12.
  const labels = [0, 0, 1, 1, 2, 2, 0, 0, 0, 1, 1, 1];
  const allowed = labels.flatMap((_, row) => [1, 1, row < 6 ? 1 : 0]);
  const model = fitMultinomialLogistic({
    features: labels.map(() => 1),
    width: 1,
    labels,
    classes: 3,
    allowed,
  });
  const guessed = predictedProbabilities(model, [1, 1], [1, 1, 1, 1, 1, 0]);
  [1 / 3, 1 / 3, 1 / 3, 1 / 2, 1 / 2, 0].forEach((p, i) => expect(guessed[i]).toBeCloseTo(p, 3));
});

it('refuses a row whose own class is barred', () => {
  const problem = { features: [1, 1], width: 1, labels: [0, 1], classes: 2, allowed: [1, 1, 1, 0] };
  expect(() => fitMultinomialLogistic(problem)).toThrow(/^allowed: .* row 1 bars 1/);
});

it.each([1, 2, 3, 4, 5, 8, 9])('adds the scores of %i classes as one after the other', (classes) => {
  const width = 3;
  const at = (i: number) => Math.sin(7 * i + classes);
  const coefficients = Float64Array.from({ length: (width + 1) * classes }, (_, i) => at(i));
  const features = Float32Array.from({ length: 4 * width }, (_, i) => (i % 4 === 0 ? 0 : at(i + 99)));
  const scoreOf = (row: number, k: number) => {
    let score = coefficients[width * classes + k]!;
    for (let j = 0; j < width; j += 1) score += features[row * width + j]! * coefficients[j * classes + k]!;
    return score;
  };
  const found = predictedProbabilities({ width, classes, coefficients }, features);
  for (let row = 0; row < 4; row += 1) {
    const scores = Array.from({ length: classes }, (_, k) => Math.exp(scoreOf(row, k)));
    const sum = scores.reduce((all, one) => all + one);
    scores.forEach((score, k) => expect(found[row * classes + k]).toBeCloseTo(score / sum, 14));
  }
});
