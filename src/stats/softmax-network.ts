/**
 * A small network for probabilities of classes: p(k | x) = softmax(V tanh(W x + b) + c)_k. It sees what a logistic model
 * cannot, such as an action for the young of one region and the old of another. Fitted by Adam on minibatches with
 * decoupled weight decay, and stopped where a tenth of the rows that is held out says so. All that is random comes from
 * the stream passed in: the first weights, the tenth, the order of the rows.
 *
 * @see Kingma & Ba (2015), Adam, https://arxiv.org/abs/1412.6980
 * @see Loshchilov & Hutter (2019), Decoupled weight decay, https://arxiv.org/abs/1711.05101
 */
import type { Random } from '../core/random';
import { expectLength } from '../core/shape';
import { heldOutRows, shuffled } from './held-out';
import { barClasses, expectOwnAllowed, softmax } from './softmax';

export interface SoftmaxNetwork {
  readonly width: number;
  readonly classes: number;
  /** W [width, 32], b [32], V [32, classes] and c [classes], one after the other */
  readonly parameters: Float64Array;
}

export interface NetworkProblem {
  /** [rows, width], of comparable scale */
  readonly features: ArrayLike<number>;
  readonly width: number;
  /** [rows] class of each row, in 0..classes - 1 */
  readonly labels: ArrayLike<number>;
  readonly classes: number;
  /** [rows] how much each row counts */
  readonly weights: ArrayLike<number>;
  /** [rows, classes] 0 for a class that the row could not be of; null where each could be any */
  readonly allowed: ArrayLike<number> | null;
  /** [rows] whose each row is: rows of one customer are held out together, or learning them by heart would look like a gain */
  readonly units: ArrayLike<number>;
}

/** Read once: where scripts run in a realm of their own, as under jest, a global costs more than the arithmetic. */
const { exp, sqrt, max, ceil } = Math;
const HIDDEN = 32;
const BATCH = 128;
const RATE = 0.01;
const DECAY = 0.01;
/** Passes over the rows at most, and without a gain on the rows held out after which the search ends. */
const MOST_PASSES = 50;
const PATIENCE = 4;
/** Rows that count as one pass: of fewer, several passes do. */
const PASS = 4096;

interface Memory {
  /** [32] */
  readonly hidden: Float64Array;
  /** [classes] */
  readonly scores: Float64Array;
}

function memoryFor({ classes }: { readonly classes: number }): Memory {
  return { hidden: new Float64Array(HIDDEN), scores: new Float64Array(classes) };
}

/** Scores of one row into `scores`, and what the hidden units show into `hidden`. */
function forward(network: SoftmaxNetwork, features: ArrayLike<number>, row: number, memory: Memory): void {
  const { width, classes, parameters } = network;
  const { hidden, scores } = memory;
  const intercepts = width * HIDDEN;
  const second = intercepts + HIDDEN;
  for (let h = 0; h < HIDDEN; h += 1) hidden[h] = parameters[intercepts + h]!;
  for (let j = 0; j < width; j += 1) {
    const x = features[row * width + j]!;
    if (x === 0) continue;
    for (let h = 0, at = j * HIDDEN; h < HIDDEN; h += 1, at += 1) hidden[h]! += x * parameters[at]!;
  }
  for (let k = 0; k < classes; k += 1) scores[k] = parameters[second + HIDDEN * classes + k]!;
  for (let h = 0; h < HIDDEN; h += 1) {
    // The hyperbolic tangent, in half the time that the library's takes.
    const shown = 1 - 2 / (exp(2 * hidden[h]!) + 1);
    hidden[h] = shown;
    for (let k = 0, at = second + h * classes; k < classes; k += 1, at += 1)
      scores[k]! += shown * parameters[at]!;
  }
}

/** Adds one row's pull to the gradient. @param errors [classes] derivative of the loss by the scores */
function backward(
  { width, classes, parameters }: SoftmaxNetwork,
  features: ArrayLike<number>,
  row: number,
  { hidden, scores: errors }: Memory,
  gradient: Float64Array,
): void {
  const intercepts = width * HIDDEN;
  const second = intercepts + HIDDEN;
  for (let k = 0; k < classes; k += 1) gradient[second + HIDDEN * classes + k]! += errors[k]!;
  for (let h = 0; h < HIDDEN; h += 1) {
    const shown = hidden[h]!;
    let pull = 0;
    for (let k = 0, at = second + h * classes; k < classes; k += 1, at += 1) {
      gradient[at]! += shown * errors[k]!;
      pull += parameters[at]! * errors[k]!;
    }
    hidden[h] = pull * (1 - shown * shown);
    gradient[intercepts + h]! += hidden[h]!;
  }
  for (let j = 0; j < width; j += 1) {
    const x = features[row * width + j]!;
    if (x === 0) continue;
    for (let h = 0, at = j * HIDDEN; h < HIDDEN; h += 1, at += 1) gradient[at]! += x * hidden[h]!;
  }
}

/**
 * Weighted mean cross-entropy of some rows: Σ w_i (-log p(y_i | x_i)) / Σ w_i.
 *
 * @param rows indices of rows
 * @param gradient [parameters] overwritten by the derivative; null where only the loss is wanted
 */
export function crossEntropy(
  network: SoftmaxNetwork,
  problem: NetworkProblem,
  rows: Int32Array,
  gradient: Float64Array | null,
): number {
  const { features, labels, weights, allowed } = problem;
  const memory = memoryFor(network);
  let [loss, total] = [0, 0];
  for (const row of rows) total += weights[row]!;
  gradient?.fill(0);
  for (const row of rows) {
    forward(network, features, row, memory);
    barClasses(memory.scores, allowed, row);
    const own = memory.scores[labels[row]!]!;
    const share = weights[row]! / total;
    loss += share * (softmax(memory.scores) - own);
    if (gradient === null) continue;
    memory.scores[labels[row]!]! -= 1;
    for (let k = 0; k < memory.scores.length; k += 1) memory.scores[k]! *= share;
    backward(network, features, row, memory, gradient);
  }
  return loss;
}

/** How many parameters a network has. */
export function networkLength(width: number, classes: number): number {
  return (width + 1) * HIDDEN + (HIDDEN + 1) * classes;
}

/** Weights uniform within √(6 / (in + out)) (Glorot & Bengio, 2010), intercepts 0. */
export function initialNetwork(width: number, classes: number, random: Random): SoftmaxNetwork {
  const second = (width + 1) * HIDDEN;
  const parameters = new Float64Array(networkLength(width, classes));
  const draw = (from: number, count: number, sum: number) => {
    for (let i = from; i < from + count; i += 1) parameters[i] = sqrt(6 / sum) * (2 * random.uniform() - 1);
  };
  draw(0, width * HIDDEN, width + HIDDEN);
  draw(second, HIDDEN * classes, HIDDEN + classes);
  return { width, classes, parameters };
}

/** @returns a step of Adam on the parameters, in place; weights decay, intercepts do not */
function adamFor({ width, classes, parameters }: SoftmaxNetwork): (gradient: Float64Array) => void {
  const [mean, square] = [new Float64Array(parameters.length), new Float64Array(parameters.length)];
  const second = (width + 1) * HIDDEN;
  const isWeight = Uint8Array.from(parameters, (_, i) =>
    i < width * HIDDEN || (i >= second && i < second + HIDDEN * classes) ? 1 : 0,
  );
  let [first, other] = [1, 1];
  return (gradient) => {
    first *= 0.9;
    other *= 0.999;
    for (let i = 0; i < parameters.length; i += 1) {
      const g = gradient[i]!;
      mean[i] = 0.9 * mean[i]! + 0.1 * g;
      square[i] = 0.999 * square[i]! + 0.001 * g * g;
      const move = mean[i]! / (1 - first) / (sqrt(square[i]! / (1 - other)) + 1e-8);
      parameters[i]! -= RATE * (move + DECAY * isWeight[i]! * parameters[i]!);
    }
  };
}

/**
 * @returns the network of the pass that was best on the rows held out; with fewer than ten units on all rows
 * @throws ShapeError if features, labels, weights or units do not belong together
 * @throws RangeError where a row's own class is barred
 */
export function fitSoftmaxNetwork(problem: NetworkProblem, random: Random): SoftmaxNetwork {
  const { features, width, labels, classes, weights, units, allowed } = problem;
  expectLength('features', features, labels.length * width);
  expectLength('weights', weights, labels.length);
  expectLength('units', units, labels.length);
  expectOwnAllowed(labels, classes, allowed);
  const { kept, heldOut } = heldOutRows(units, random.fork('held-out'));
  const network = initialNetwork(width, classes, random.fork('weights'));
  const step = adamFor(network);
  const gradient = new Float64Array(network.parameters.length);
  const order = random.fork('order');
  const passes = ceil(PASS / max(PASS / 16, kept.length));
  let best = { loss: Infinity, pass: 0, parameters: network.parameters };
  for (let pass = 0; pass < MOST_PASSES * passes && pass - best.pass <= PATIENCE * passes; pass += 1) {
    const rows = shuffled(kept, order);
    // Half a batch that is left over waits for another order of the rows: a handful would pull as much as 128.
    for (let from = 0; from < max(1, rows.length - BATCH / 2); from += BATCH) {
      crossEntropy(network, problem, rows.subarray(from, from + BATCH), gradient);
      step(gradient);
    }
    const loss = crossEntropy(network, problem, heldOut, null);
    if (loss < best.loss) best = { loss, pass, parameters: network.parameters.slice() };
  }
  return { ...network, parameters: best.parameters };
}

/**
 * @param features [rows, width]
 * @param allowed [rows, classes] 0 for a class that the row could not be of; null where each could be any
 * @param temperature by which scores are divided: above 1 it makes probabilities less sure
 * @returns [rows, classes], each row sums to 1
 */
export function networkProbabilities(
  network: SoftmaxNetwork,
  features: ArrayLike<number>,
  allowed: ArrayLike<number> | null = null,
  temperature = 1,
): Float64Array {
  const { width, classes } = network;
  const rows = features.length / width;
  const result = new Float64Array(rows * classes);
  const memory = memoryFor(network);
  for (let row = 0; row < rows; row += 1) {
    forward(network, features, row, memory);
    barClasses(memory.scores, allowed, row);
    softmax(memory.scores, temperature);
    result.set(memory.scores, row * classes);
  }
  return result;
}
