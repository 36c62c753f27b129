/**
 * Random steps of a program, of operations that can be compiled, on numbers that float32 holds exactly: every program
 * must give the same ones. A step is told by numbers that choose among what is possible with the tensors so far, so
 * that fast-check can make it smaller.
 */
import * as tf from '@tensorflow/tfjs';
import * as fc from 'fast-check';
import type { Random } from '../../src/core/random';
import type { ProgramStep, Tensors, TensorSpec } from '../../src/tensor/program';

/** A tensor whose numbers are multiples of 2^-bits with a magnitude of at most `limit`. */
interface Exact {
  readonly tensor: tf.Tensor;
  readonly limit: number;
  readonly bits: number;
}

interface Choice {
  readonly operation: keyof typeof operations;
  /** Among the tensors that are possible, the last one first. */
  readonly operands: readonly [number, number, number];
  readonly flags: number;
}

/** What a random step is made from. */
export interface StepPlan {
  /** Lengths that axes may have. */
  readonly lengths: readonly [number, number, number];
  readonly choices: readonly Choice[];
  /** Which tensor becomes each entry's next value, and which are told. */
  readonly next: readonly number[];
  readonly outputs: readonly number[];
}

/** State and inputs hold whole numbers of at most this magnitude. */
const LIMIT = 8;
/** Sums up to here are exact in float32. */
const EXACT = 2 ** 24;
/** Elements of a tensor; without an end to them, a few tensors spread over each other would take minutes. */
const LARGEST = 2 ** 16;

const sizeOf = ({ shape }: { readonly shape: readonly number[] }) => shape.reduce((a, b) => a * b, 1);
const sameShape = (a: Exact, b: Exact) => a.tensor.shape.join() === b.tensor.shape.join();
const isMatrix = ({ tensor }: Exact) => tensor.rank === 2;
const isPowerOfTwo = (n: number) => Number.isInteger(Math.log2(n));

/** Whether tensors can be broadcast over each other, all at once, to one that is not too large. */
function spreads(...all: readonly Exact[]): boolean {
  const rank = Math.max(...all.map(({ tensor }) => tensor.rank));
  const lengths = Array.from(
    { length: rank },
    (_, i) => new Set(all.map(({ tensor }) => tensor.shape.at(-1 - i) ?? 1).filter((length) => length !== 1)),
  );
  const shape = lengths.map(([length = 1]) => length);
  return lengths.every(({ size }) => size <= 1) && sizeOf({ shape }) <= LARGEST;
}

/** The tensors that a step has made so far, to choose from. */
class Workbench {
  readonly floats: Exact[] = [];
  readonly integers: tf.Tensor[] = [];
  readonly bools: tf.Tensor[] = [];

  add(tensor: tf.Tensor, limit = LIMIT, bits = 0): void {
    if (tensor.size > LARGEST) return;
    if (tensor.dtype === 'int32') this.integers.push(tensor);
    else if (tensor.dtype === 'bool') this.bools.push(tensor);
    else if (limit * 2 ** bits <= EXACT) this.floats.push({ tensor, limit, bits });
  }

  /** The last of the fitting ones is number 0; undefined if none fits. */
  float(choice: number, fits: (one: Exact) => boolean = () => true): Exact | undefined {
    const fitting = this.floats.filter(fits);
    return fitting[fitting.length - 1 - (choice % fitting.length)];
  }

  integer(choice: number): tf.Tensor {
    return this.integers[this.integers.length - 1 - (choice % this.integers.length)]!;
  }

  bool(choice: number, fits: (one: tf.Tensor) => boolean = () => true): tf.Tensor | undefined {
    const fitting = this.bools.filter(fits);
    return fitting[fitting.length - 1 - (choice % fitting.length)];
  }
}

type Operation = (bench: Workbench, operands: readonly [number, number, number], flags: number) => void;

const unary =
  (apply: (x: tf.Tensor) => tf.Tensor, limitOf = (limit: number) => limit, bitsOf = (bits: number) => bits): Operation =>
  (bench, [a]) => {
    const { tensor, limit, bits } = bench.float(a)!;
    if (limitOf(limit) * 2 ** bitsOf(bits) <= EXACT) bench.add(apply(tensor), limitOf(limit), bitsOf(bits));
  }; // prettier-ignore

const binary =
  (apply: (x: tf.Tensor, y: tf.Tensor) => tf.Tensor, limitOf: (x: number, y: number) => number): Operation =>
  (bench, [a, b], flags) => {
    const x = bench.float(a)!;
    const y = bench.float(b, (other) => spreads(x, other))!;
    const [limit, bits] = [limitOf(x.limit, y.limit), Math.max(x.bits, y.bits)];
    if (limit * 2 ** bits <= EXACT)
      bench.add(flags % 2 === 0 ? apply(x.tensor, y.tensor) : apply(y.tensor, x.tensor), limit, bits);
  };

const multiply: Operation = (bench, [a, b]) => {
  const x = bench.float(a)!;
  const y = bench.float(b, (other) => spreads(x, other))!;
  bench.add(tf.mul(x.tensor, y.tensor), x.limit * y.limit, x.bits + y.bits);
};

const product: Operation = (bench, [a, b, c], flags) => {
  const [transposeA, transposeB, biased, relu] = [1, 2, 4, 8].map((flag) => (flags & flag) !== 0);
  const x = bench.float(a, isMatrix);
  if (x === undefined) return;
  const depth = x.tensor.shape[transposeA ? 0 : 1]!;
  const y = bench.float(b, (one) => isMatrix(one) && one.tensor.shape[transposeB ? 1 : 0] === depth);
  if (y === undefined) return;
  const columns = y.tensor.shape[transposeB ? 0 : 1]!;
  const bias = bench.float(
    c,
    ({ tensor }) => tensor.rank <= 2 && tensor.size === columns && tensor.shape.at(-1) === columns,
  );
  const [limit, bits] = [depth * x.limit * y.limit + (bias?.limit ?? 0), Math.max(x.bits + y.bits, bias?.bits ?? 0)]; // prettier-ignore
  if (limit * 2 ** bits > EXACT || (x.tensor.size / depth) * columns > LARGEST) return;
  const attributes = { transposeA: transposeA!, transposeB: transposeB! };
  const plain = { a: x.tensor, b: y.tensor };
  // The kernel itself: tf.fused.matMul makes batches of matrices of the matrices first.
  const fused = (inputs: Record<string, tf.Tensor>): tf.Tensor =>
    tf.engine().runKernel(tf._FusedMatMul, inputs, { ...attributes, activation: relu ? 'relu' : 'linear' });
  if (biased && bias !== undefined) bench.add(fused({ ...plain, bias: bias.tensor }), limit, bits);
  else if (relu) bench.add(fused(plain), limit, bits);
  else bench.add(tf.matMul(x.tensor, y.tensor, transposeA, transposeB), limit, bits);
};

const sharesBatches = (a: readonly number[], b: readonly number[]) =>
  a.length === 0 || b.length === 0 || a.join() === b.join();

/** Of many matrices, or of many and one. */
const batchedProduct: Operation = (bench, [a, b], flags) => {
  const [turnsLeft, turnsRight] = [(flags & 1) !== 0, (flags & 2) !== 0];
  const x = bench.float(a, ({ tensor }) => tensor.rank > 2);
  if (x === undefined) return;
  const depth = x.tensor.shape.at(turnsLeft ? -2 : -1)!;
  const fits = ({ tensor }: Exact) =>
    tensor.rank >= 2 &&
    tensor.shape.at(turnsRight ? -1 : -2) === depth &&
    (x.tensor.size / depth) * tensor.shape.at(turnsRight ? -2 : -1)! <= LARGEST &&
    sharesBatches(x.tensor.shape.slice(0, -2), tensor.shape.slice(0, -2));
  const y = bench.float(b, fits);
  const limit = y === undefined ? Infinity : depth * x.limit * y.limit;
  if (limit * 2 ** (x.bits + (y?.bits ?? 0)) > EXACT) return;
  bench.add(tf.matMul(x.tensor, y!.tensor, turnsLeft, turnsRight), limit, x.bits + y!.bits);
  bench.add(tf.matMul(y!.tensor, x.tensor, !turnsRight, !turnsLeft), limit, x.bits + y!.bits);
};

/** Axes that follow each other; undefined for all. */
function axesOf({ rank }: tf.Tensor, choice: number): number[] | undefined {
  const from = choice % (rank + 1);
  const count = 1 + (Math.floor(choice / (rank + 1)) % Math.max(rank - from, 1));
  return from === rank ? undefined : Array.from({ length: count }, (_, i) => from + i);
}

/** The greatest or the least along some axes. */
const extreme: Operation = (bench, [a, b], flags) => {
  const { tensor, limit, bits } = bench.float(a)!;
  const find = flags % 2 === 0 ? tf.max : tf.min;
  bench.add(find(tensor, axesOf(tensor, b), (flags & 4) !== 0), limit, bits);
};

/** Sums, or means of a power of two of numbers, which are exact. */
const reduce: Operation = (bench, [a, b], flags) => {
  const { tensor, limit, bits } = bench.float(a)!;
  const axis = axesOf(tensor, b);
  const count = axis === undefined ? tensor.size : axis.reduce((sum, one) => sum * tensor.shape[one]!, 1);
  const keepDims = (flags & 4) !== 0;
  if (limit * count * 2 ** bits > EXACT) return;
  if ((flags & 8) !== 0 && isPowerOfTwo(count)) bench.add(tf.mean(tensor, axis, keepDims), limit, bits + Math.log2(count));
  else bench.add(tf.sum(tensor, axis, keepDims), limit * count, bits);
}; // prettier-ignore

/** The same numbers in another shape. */
function shapesOf({ shape, size }: tf.Tensor): readonly (readonly number[])[] {
  return [[size], [1, size], [size, 1], [...shape].reverse(), [...shape, 1], [1, ...shape]];
}

const reshape: Operation = (bench, [a], flags) => {
  const { tensor, limit, bits } = bench.float(a)!;
  const shapes = shapesOf(tensor);
  bench.add(tf.reshape(tensor, [...shapes[flags % shapes.length]!]), limit, bits);
};

const expand: Operation = (bench, [a], flags) => {
  const { tensor, limit, bits } = bench.float(a, (one) => one.tensor.rank < 4)!;
  bench.add(tf.expandDims(tensor, (flags % (2 * tensor.rank + 2)) - tensor.rank - 1), limit, bits);
};

/** Along the first axis, along all, or along the others. */
const slice: Operation = (bench, [a, b, c], flags) => {
  const x = bench.float(a, ({ tensor }) => tensor.rank > 0);
  if (x === undefined) return;
  const { shape } = x.tensor;
  const isCut = (axis: number) => (axis === 0 ? flags % 3 !== 2 : flags % 3 !== 0);
  const begins = shape.map((length, axis) => (isCut(axis) ? (b + axis) % length : 0));
  const sizes = shape.map((length, axis) => (isCut(axis) ? 1 + (c % (length - begins[axis]!)) : length));
  bench.add(tf.slice(x.tensor, begins, sizes), x.limit, x.bits);
};

/** Of two or three; some may be the same. */
const concatenation: Operation = (bench, [a, b, c], flags) => {
  const first = bench.float(a, ({ tensor }) => tensor.rank > 0);
  if (first === undefined) return;
  const axis = (flags >> 1) % first.tensor.rank;
  const rest = (x: Exact) => `${x.tensor.rank} ${x.tensor.shape.toSpliced(axis, 1).join()}`;
  const others = [b, c].map((choice) => bench.float(choice, (one) => one.tensor.rank > 0 && rest(one) === rest(first))!); // prettier-ignore
  const parts = [first, ...(flags % 2 === 0 ? others : others.slice(1))];
  bench.add(
    tf.concat(
      parts.map(({ tensor }) => tensor as tf.Tensor2D),
      axis,
    ),
    Math.max(...parts.map(({ limit }) => limit)),
    Math.max(...parts.map(({ bits }) => bits)),
  );
};

const constant: Operation = (bench, [a, b], flags) => {
  const { tensor } = bench.float(a)!;
  const value = (b % 7) - 3;
  const numbers = (make: (i: number) => number) =>
    tf.tensor(
      Float32Array.from({ length: tensor.size }, (_, i) => make(i)),
      tensor.shape,
    );
  if (flags % 3 === 0) bench.add(tf.scalar(value));
  else if (flags % 3 === 1) bench.add(numbers(() => value));
  else bench.add(numbers((i) => ((i + b) % 7) - 3));
};

const argMax: Operation = (bench, [a]) => {
  const x = bench.float(a, ({ tensor }) => tensor.rank > 0);
  if (x !== undefined) bench.add(tf.argMax(x.tensor, -1));
};

/** What is surely true or false whatever the last digits of a power or a logarithm. */
const transcendental: Operation = (bench, [a, b], flags) => {
  const x = bench.float(a, ({ limit, bits }) => limit <= 64 && bits <= 10);
  if (x === undefined) return;
  const vector = bench.float(b, ({ tensor, limit, bits }) => tensor.rank > 0 && limit <= 64 && bits <= 10);
  if (flags % 4 === 0) bench.add(tf.greaterEqual(tf.exp(x.tensor), 1));
  if (flags % 4 === 1) bench.add(tf.less(tf.log(x.tensor), 0));
  if (vector === undefined) return;
  // The greatest has the power 0, which is exact.
  if (flags % 4 === 2) bench.add(tf.argMax(tf.softmax(vector.tensor), -1));
  if (flags % 4 === 3) bench.add(tf.greaterEqual(tf.logSumExp(vector.tensor, -1), tf.min(vector.tensor, -1)));
};

const compare: Operation = (bench, [a, b, c], flags) => {
  const kinds = [tf.greater, tf.greaterEqual, tf.less, tf.lessEqual, tf.equal, tf.notEqual];
  const x = bench.float(a)!;
  const y = bench.float(b, (other) => spreads(x, other))!;
  bench.add(kinds[flags % kinds.length]!(x.tensor, c % 4 === 0 ? (c % 5) - 2 : y.tensor));
};

/** Of bools of one shape, and as numbers. */
const logic: Operation = (bench, [a, b], flags) => {
  const x = bench.bool(a);
  if (x === undefined) return;
  const y = bench.bool(b, ({ shape }) => shape.join() === x.shape.join())!;
  if (flags % 5 === 0) bench.add(tf.logicalNot(x));
  if (flags % 5 === 1) bench.add(tf.logicalAnd(x, y));
  if (flags % 5 === 2) bench.add(tf.logicalOr(x, y));
  if (flags % 5 === 3) bench.add(tf.cast(x, 'float32'), 1);
  if (flags % 5 === 4) bench.add(tf.cast(bench.float(a)!.tensor, 'bool'));
};

/** One of two where a bool says so; all three are spread over each other. */
const select: Operation = (bench, [a, b, c]) => {
  const condition = bench.bool(a);
  if (condition === undefined) return;
  const shaped = { tensor: condition, limit: 1, bits: 0 };
  const x = bench.float(b, (one) => spreads(shaped, one));
  const y = bench.float(c, (one) => spreads(shaped, one, ...(x === undefined ? [] : [x])));
  if (x === undefined || y === undefined) return;
  const chosen = tf.where(condition, x.tensor, y.tensor);
  bench.add(chosen, Math.max(x.limit, y.limit), Math.max(x.bits, y.bits));
};

const oneHot: Operation = (bench, [a, b], flags) => {
  const depth = 2 + (b % 9);
  const [on, off] = flags % 2 === 0 ? [1, 0] : [3, -1];
  const x = bench.integer(a);
  bench.add(tf.oneHot(tf.reshape(x, [x.size]), depth, on, off, 'float32'));
};

/** Whole numbers from others, or new ones, or as floats. */
const integers: Operation = (bench, [a, b], flags) => {
  const [x, y] = [a, b].map((at) => bench.integer(at)).map((one) => tf.reshape(one, [one.size])) as [tf.Tensor1D, tf.Tensor1D]; // prettier-ignore
  if (flags >= 24) return bench.add(tf.cast(bench.integer(a), 'float32'), 512);
  if (flags % 2 === 0) bench.add(tf.concat([tf.slice(x, [0], [1 + (b % x.size)]), y]));
  else bench.add(tf.tensor1d([b % 3, a % 5, ...(flags % 3 === 0 ? [1] : [])], 'int32'));
};

/** Numbers that the state may have. */
const bound = unary(
  (x) => tf.clipByValue(x, -LIMIT, LIMIT),
  (limit) => Math.min(limit, LIMIT),
);

const operations = {
  abs: unary(tf.abs),
  negate: unary(tf.neg),
  relu: unary(tf.relu),
  sign: unary(tf.sign, () => 1, () => 0), // prettier-ignore
  square: unary(tf.square, (limit) => limit ** 2, (bits) => 2 * bits), // prettier-ignore
  root: unary((x) => tf.sqrt(tf.square(x))),
  half: unary((x) => tf.div(x, 2), (limit) => limit, (bits) => bits + 1), // prettier-ignore
  copy: unary((x) => tf.clone(tf.cast(x, 'float32'))),
  add: binary(tf.add, (x, y) => x + y),
  subtract: binary(tf.sub, (x, y) => x + y),
  maximum: binary(tf.maximum, Math.max),
  minimum: binary(tf.minimum, Math.max),
  multiply,
  product,
  productAgain: product,
  reduce,
  reduceAgain: reduce,
  reshape,
  expand,
  slice,
  concatenation,
  concatenationAgain: concatenation,
  constant,
  argMax,
  transcendental,
  compare,
  compareAgain: compare,
  logic,
  select,
  extreme,
  batchedProduct,
  oneHot,
  integers,
} satisfies Record<string, Operation>;

const operand = fc.oneof(fc.nat(3), fc.nat(30));
const choice: fc.Arbitrary<Choice> = fc.record({
  operation: fc.constantFrom(...(Object.keys(operations) as (keyof typeof operations)[])),
  operands: fc.tuple(operand, operand, operand),
  flags: fc.nat(31),
});
const length = fc.integer({ min: 1, max: 9 });

export const stepPlans: fc.Arbitrary<StepPlan> = fc.record({
  lengths: fc.tuple(length, length, length),
  choices: fc.array(choice, { minLength: 1, maxLength: 24, size: 'max' }),
  next: fc.array(operand, { minLength: 6, maxLength: 6 }),
  outputs: fc.array(fc.nat(30), { maxLength: 6 }),
});

const float = (...shape: number[]): TensorSpec => ({ shape, dtype: 'float32' });

/** Entries of like and of other shapes, so that one may become the other. */
export function stateSpecs({ lengths: [l, m, n] }: StepPlan): Readonly<Record<string, TensorSpec>> {
  const entries = { a: float(m, n), b: float(m, n), c: float(n), d: float(n), e: float(), f: float(l) };
  return entries;
}

export function inputSpecs({ lengths: [l, m, n] }: StepPlan): Readonly<Record<string, TensorSpec>> {
  return { x: float(l, m), y: float(m, n), z: float(l, 1), w: float(l, m, n), i: { shape: [l], dtype: 'int32' } };
} // prettier-ignore

/** Small whole numbers for what is asked; integers are not negative. */
export function smallNumbers(specs: Readonly<Record<string, TensorSpec>>, random: Random): Tensors {
  const made = Object.entries(specs).map(([name, spec]) => {
    const numbers = Array.from({ length: sizeOf(spec) }, () => random.integer(2 * LIMIT + 1) - LIMIT);
    const values = spec.dtype === 'int32' ? numbers.map((value) => value + LIMIT) : numbers;
    return [name, tf.tensor(values, [...spec.shape], spec.dtype)] as const;
  });
  return Object.fromEntries(made);
}

export function stepOfPlan({ choices, next, outputs }: StepPlan): ProgramStep {
  return (state, inputs) => {
    const bench = new Workbench();
    for (const tensor of [...Object.values(inputs), ...Object.values(state)]) bench.add(tensor);
    for (const { operation, operands, flags } of choices) {
      operations[operation](bench, operands, flags);
      if (flags >= 16) bound(bench, [0, 0, 0], 0);
    }
    const keeps = (entry: tf.Tensor) => (one: Exact) =>
      one.limit <= LIMIT && one.bits === 0 && sameShape(one, { ...one, tensor: entry });
    const all = [...bench.bools, ...bench.floats.map(({ tensor }) => tensor), ...bench.integers];
    return {
      state: Object.fromEntries(
        Object.entries(state).map(([name, entry], at) => [name, bench.float(next[at]!, keeps(entry))!.tensor]),
      ),
      outputs: Object.fromEntries(outputs.map((at, name) => [name, all[all.length - 1 - (at % all.length)]!])),
    };
  };
} // prettier-ignore
