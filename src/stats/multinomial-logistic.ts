/**
 * Multinomial logistic regression with a ridge: probabilities of classes from features. Minimised by L-BFGS with the
 * curvature bound of Böhning (1992) as its first guess, so that a dozen of passes over the rows are enough; nothing in
 * it is random.
 *
 * @see Böhning (1992), Multinomial logistic regression algorithm, https://doi.org/10.1007/BF00048682
 * @see Liu & Nocedal (1989), On the limited memory BFGS method, https://doi.org/10.1007/BF01589116
 */
import { expectLength } from '../core/shape';
import { factored, solve } from './cholesky';
import { barClasses, expectOwnAllowed, softmax } from './softmax';

export interface MultinomialLogistic {
  readonly width: number;
  readonly classes: number;
  /** [width + 1, classes] the last row is the intercept */
  readonly coefficients: Float64Array;
  /** Whether the gradient vanished within the iterations allowed. */
  readonly converged: boolean;
}

export interface LogisticProblem {
  /** [rows, width], of comparable scale */
  readonly features: ArrayLike<number>;
  readonly width: number;
  /** [rows] class of each row, in 0..classes - 1 */
  readonly labels: ArrayLike<number>;
  readonly classes: number;
  /** [rows] how much each row counts, in any unit; all alike where null. @default null */
  readonly weights?: ArrayLike<number> | null;
  /** [rows, classes] 0 for a class that the row could not be of; null where each could be any. @default null */
  readonly allowed?: ArrayLike<number> | null;
  /** Penalty: ridge / 2 × the sum of squared coefficients, intercepts aside, per row. @default 1e-3 */
  readonly ridge?: number;
  /** @default 100 */
  readonly mostIterations?: number;
}

/** Largest element of the mean gradient at which the fit ends: a thousandth of a percentage point of probability. */
const TOLERANCE = 1e-5;
const MEMORY = 8;
/** Rows whose curvature starts the search; more would not make it better. */
const CURVATURE_ROWS = 2000;

function addScores(
  coefficients: Float64Array,
  features: ArrayLike<number>,
  row: number,
  width: number,
  scores: Float64Array,
): void {
  const classes = scores.length;
  for (let k = 0; k < classes; k += 1) scores[k] = coefficients[width * classes + k]!;
  for (let j = 0; j < width; j += 1) {
    const x = features[row * width + j]!;
    if (x === 0) continue;
    for (let k = 0; k < classes; k += 1) scores[k]! += x * coefficients[j * classes + k]!;
  }
}

/** Classes whose scores stay in registers. */
const AT_ONCE = 6;

/** The same sums for a few classes from `first` on, in the same order. */
function addSomeScores(
  coefficients: Float64Array,
  features: ArrayLike<number>,
  row: number,
  width: number,
  scores: Float64Array,
  first: number,
): void {
  const classes = scores.length;
  // Of those beyond the last class the sums are of the last one, and not kept.
  const last = classes - 1;
  const second = Math.min(first + 1, last);
  const third = Math.min(first + 2, last);
  const fourth = Math.min(first + 3, last);
  const fifth = Math.min(first + 4, last);
  const sixth = Math.min(first + 5, last);
  let at = width * classes;
  let a = coefficients[at + first]!;
  let b = coefficients[at + second]!;
  let c = coefficients[at + third]!;
  let d = coefficients[at + fourth]!;
  let e = coefficients[at + fifth]!;
  let f = coefficients[at + sixth]!;
  at = 0;
  for (let j = row * width; j < (row + 1) * width; j += 1, at += classes) {
    const x = features[j]!;
    if (x === 0) continue;
    a += x * coefficients[at + first]!;
    b += x * coefficients[at + second]!;
    c += x * coefficients[at + third]!;
    d += x * coefficients[at + fourth]!;
    e += x * coefficients[at + fifth]!;
    f += x * coefficients[at + sixth]!;
  }
  scores[first] = a;
  scores[second] = b;
  scores[third] = c;
  scores[fourth] = d;
  scores[fifth] = e;
  scores[sixth] = f;
}

/** [rows] of mean 1 */
function scaledWeights(labels: ArrayLike<number>, weights: ArrayLike<number> | null): Float64Array {
  const rows = labels.length;
  if (weights === null) return new Float64Array(rows).fill(1);
  expectLength('weights', weights, rows);
  const scaled = Float64Array.from(weights);
  const mean = scaled.reduce((sum, weight) => sum + weight, 0) / rows;
  return scaled.map((weight) => weight / mean);
}

interface Scaled extends Required<LogisticProblem> {
  readonly weights: Float64Array;
}

/** Mean loss with its penalty, and its gradient [width + 1, classes] into `gradient`. */
function lossAt(problem: Scaled, w: Float64Array, gradient: Float64Array): number {
  const { features, width, labels, classes, ridge, weights, allowed } = problem;
  const rows = labels.length;
  const scores = new Float64Array(classes);
  gradient.fill(0);
  let loss = 0;
  for (let row = 0; row < rows; row += 1) {
    addScores(w, features, row, width, scores);
    barClasses(scores, allowed, row);
    const label = labels[row]!;
    const weight = weights[row]!;
    const own = scores[label]!;
    loss += weight * (softmax(scores) - own);
    scores[label]! -= 1;
    for (let j = 0; j <= width; j += 1) {
      const x = weight * (j === width ? 1 : features[row * width + j]!);
      if (x === 0) continue;
      for (let k = 0; k < classes; k += 1) gradient[j * classes + k]! += x * scores[k]!;
    }
  }
  let squares = 0;
  for (let i = 0; i < w.length; i += 1) {
    gradient[i]! /= rows;
    if (i >= width * classes) continue;
    gradient[i]! += ridge * w[i]!;
    squares += w[i]! * w[i]!;
  }
  return loss / rows + (ridge / 2) * squares;
}

/** Solves by the curvature bound: one half of the mean of xxᵀ, for every class alike. */
function boundedStep({ features, width, labels, classes, ridge, weights }: Scaled) {
  const size = width + 1;
  const matrix = new Float64Array(size * size);
  const step = Math.max(1, Math.floor(labels.length / CURVATURE_ROWS));
  const count = Math.ceil(labels.length / step);
  const at = (row: number, j: number) => (j === width ? 1 : features[row * width + j]!);
  for (let row = 0; row < labels.length; row += step)
    for (let j = 0; j < size; j += 1) {
      const x = at(row, j);
      if (x === 0) continue;
      for (let i = 0; i <= j; i += 1) matrix[j * size + i]! += (0.5 * weights[row]! * x * at(row, i)) / count;
    }
  // What no row of the sample shows still has some curvature.
  for (let j = 0; j < size; j += 1) matrix[j * size + j]! += ridge + 1e-4;
  const factor = factored(matrix, size);
  return (gradient: Float64Array): Float64Array => {
    const result = new Float64Array(gradient.length);
    const column = new Float64Array(size);
    for (let k = 0; k < classes; k += 1) {
      for (let j = 0; j < size; j += 1) column[j] = gradient[j * classes + k]!;
      solve(factor, size, column).forEach((value, j) => (result[j * classes + k] = value));
    }
    return result;
  };
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i += 1) sum += a[i]! * b[i]!;
  return sum;
}

interface Pair {
  readonly moved: Float64Array;
  readonly turned: Float64Array;
  readonly curvature: number;
}

/** The two-loop recursion: the direction of steepest descent by what earlier steps showed of the curvature. */
function direction(
  gradient: Float64Array,
  pairs: readonly Pair[],
  first: (g: Float64Array) => Float64Array,
): Float64Array {
  const q = gradient.slice();
  const shares: number[] = [];
  for (const { moved, turned, curvature } of [...pairs].reverse()) {
    const share = dot(moved, q) / curvature;
    shares.unshift(share);
    for (let i = 0; i < q.length; i += 1) q[i]! -= share * turned[i]!;
  }
  const result = first(q);
  pairs.forEach(({ moved, turned, curvature }, place) => {
    const back = shares[place]! - dot(turned, result) / curvature;
    for (let i = 0; i < result.length; i += 1) result[i]! += back * moved[i]!;
  });
  return result.map((value) => -value);
}

/**
 * @returns the fit; `converged` false where classes can be told apart so well that the ridge alone holds it
 * @throws ShapeError if features and labels do not belong together
 * @throws RangeError where a row's own class is barred
 */
export function fitMultinomialLogistic(given: LogisticProblem): MultinomialLogistic {
  const { features, width, labels, classes, weights = null, allowed = null } = given;
  const { ridge = 1e-3, mostIterations = 100 } = given;
  expectLength('features', features, labels.length * width);
  if (allowed !== null) expectLength('allowed', allowed, labels.length * classes);
  expectOwnAllowed(labels, classes, allowed);
  const problem = { ...given, allowed, ridge, mostIterations, weights: scaledWeights(labels, weights) };
  const first = boundedStep(problem);
  let w = new Float64Array((width + 1) * classes);
  let gradient = new Float64Array(w.length);
  let loss = lossAt(problem, w, gradient);
  const pairs: Pair[] = [];
  const isFlat = () => gradient.every((value) => Math.abs(value) < TOLERANCE);
  for (let iteration = 0; iteration < mostIterations && !isFlat(); iteration += 1) {
    const way = direction(gradient, pairs, first);
    const slope = dot(gradient, way);
    let next = w;
    let nextGradient = gradient;
    let nextLoss = Infinity;
    for (let length = 1; length > 1e-6 && !(nextLoss <= loss + 1e-4 * length * slope); length /= 2) {
      next = w.map((value, i) => value + length * way[i]!);
      nextGradient = new Float64Array(w.length);
      nextLoss = lossAt(problem, next, nextGradient);
    }
    if (!(nextLoss < loss)) break;
    const moved = next.map((value, i) => value - w[i]!);
    const turned = nextGradient.map((value, i) => value - gradient[i]!);
    const curvature = dot(moved, turned);
    if (curvature > 0) pairs.push({ moved, turned, curvature });
    if (pairs.length > MEMORY) pairs.shift();
    [w, gradient, loss] = [next, nextGradient, nextLoss];
  }
  return { width, classes, coefficients: w, converged: isFlat() };
}

/**
 * @param features [rows, width]
 * @param allowed [rows, classes] 0 for a class that the row could not be of; null where each could be any
 * @param temperature by which scores are divided: above 1 it makes probabilities less sure
 * @returns [rows, classes], each row sums to 1
 */
export function predictedProbabilities(
  model: Omit<MultinomialLogistic, 'converged'>,
  features: ArrayLike<number>,
  allowed: ArrayLike<number> | null = null,
  temperature = 1,
): Float64Array {
  const { width, classes, coefficients } = model;
  const rows = width === 0 ? 1 : features.length / width;
  const result = new Float64Array(rows * classes);
  const scores = new Float64Array(classes);
  for (let row = 0; row < rows; row += 1) {
    for (let k = 0; k < classes; k += AT_ONCE) addSomeScores(coefficients, features, row, width, scores, k);
    barClasses(scores, allowed, row);
    softmax(scores, temperature);
    for (let k = 0, at = row * classes; k < classes; k += 1, at += 1) result[at] = scores[k]!;
  }
  return result;
}
