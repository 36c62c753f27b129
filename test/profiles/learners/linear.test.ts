/** Numbers of scikit-learn 1.9.1 on the same forty rows. */
import { ShapeError } from '../../../src/core/errors';
import { Random } from '../../../src/core/random';
import { expected, learn, learnerSettingsSchema } from '../../../src/profiles/learners/learned';
import { fitLinearSvm, fitPlatt } from '../../../src/profiles/learners/linear-svm';
import { fitLogistic, linearScores, sigmoid } from '../../../src/profiles/learners/logistic';

const rows = Array.from({ length: 40 }, (_, i) => [Math.sin(i), Math.cos(2 * i), (i % 5) - 2]);
const features = Float64Array.from(rows.flat());
const target = Float64Array.from(rows, ([a, , c], i) => (a! + 0.5 * c! + Math.sin(7 * i) > 0 ? 1 : 0));
const problem = { features, width: 3, target };

function expectClose(found: ArrayLike<number>, wanted: readonly number[], digits: number): void {
  expect(found).toHaveLength(wanted.length);
  wanted.forEach((value, j) => expect(found[j]).toBeCloseTo(value, digits));
}

it.each([
  [1, [1.48465695, -0.28508033, 0.98771101, 0.28374234]],
  [10, [0.46204675, -0.0781467, 0.55142497, 0.22346167]],
])('has the logistic coefficients of scikit-learn at ridge %d', (ridge, wanted) => {
  expectClose(fitLogistic({ ...problem, ridge }), wanted, 6);
});

it('has the coefficients of LinearSVC, with an intercept that its penalty hardly reaches', () => {
  expectClose(fitLinearSvm({ ...problem, ridge: 1 }), [0.7690123, -0.16866333, 0.42898556, 0.13710729], 5);
});

it('has the coefficients of Ridge', () => {
  const amounts = Float64Array.from(rows, ([a, , c]) => 3 * a! + c! * c!);
  const settings = learnerSettingsSchema.parse({});
  const learned = learn('linear', { ...problem, target: amounts }, settings, Random.fromSeed(1));
  if (learned.kind !== 'linear') throw new Error(learned.kind);
  expectClose(learned.coefficients, [2.63771471, 0.02549536, 0.0291718, 2.01029327], 7);
});

it('ends where labels can be told apart, held by the ridge alone', () => {
  const apart = { features: Float64Array.of(-2, -1, 1, 2), width: 1, target: [0, 0, 1, 1] };
  const [slope, intercept] = fitLogistic({ ...apart, ridge: 1e-4 });
  // The slope where the loss's pull is the ridge's: Σ x (p - y) + ridge β = 0.
  const pull = apart.features.reduce(
    (sum, x, row) => sum + x * (sigmoid(slope! * x + intercept!) - apart.target[row]!),
    1e-4 * slope!,
  );
  expect(pull).toBeCloseTo(0, 8);
  expect(intercept).toBeCloseTo(0, 6);
  expect(slope).toBeGreaterThan(5);
});

it('gives the intercept of a target that features do not explain', () => {
  const [slope, intercept] = fitLogistic({
    ...{ features: new Float64Array(4), width: 1, target: [1, 0, 0, 0], ridge: 1 },
  });
  expect(slope).toBeCloseTo(0, 12);
  expect(intercept).toBeCloseTo(Math.log(1 / 3), 8);
});

it('makes probabilities whose mean is the share of the softened labels', () => {
  const scores = linearScores([1, 0, 0, 0], features);
  const [slope, intercept] = fitPlatt(scores, target);
  const positive = target.reduce((sum, label) => sum + label, 0);
  const softened = (positive * (positive + 1)) / (positive + 2) + (40 - positive) / (42 - positive);
  const sum = scores.reduce((total, score) => total + sigmoid(slope * score + intercept), 0);
  expect(sum).toBeCloseTo(softened, 5);
  expect(slope).toBeGreaterThan(0);
});

it('gives probabilities of a support vector machine that rise with its scores', () => {
  const learned = learn('svm', problem, learnerSettingsSchema.parse({}), Random.fromSeed(1));
  if (learned.kind !== 'svm') throw new Error(learned.kind);
  const scores = linearScores(learned.coefficients, features);
  const probabilities = expected(learned, features, 3);
  const order = Array.from(scores, (_, i) => i).sort((a, b) => scores[a]! - scores[b]!);
  order.slice(1).forEach((row, i) => expect(probabilities[row]).toBeGreaterThan(probabilities[order[i]!]!));
});

it('names a wrong shape and a ridge that is none', () => {
  expect(() => fitLogistic({ ...problem, width: 2, ridge: 1 })).toThrow(ShapeError);
  expect(() => fitLinearSvm({ ...problem, width: 2, ridge: 1 })).toThrow(
    'features: expected 80 elements, got 120',
  );
  expect(() => fitLogistic({ ...problem, ridge: 0 })).toThrow('ridge: expected > 0, got 0');
});
