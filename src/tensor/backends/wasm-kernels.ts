/**
 * Kernels that replace those of @tensorflow/tfjs-backend-wasm 4.22 where these take most of a training step's time.
 * Each takes the case that training meets and leaves every other one to the kernel that it replaces.
 *
 * What is slow there: `slice` and `split` copy the whole source to the host for every part; products of transposed
 * matrices use an unblocked loop, 13 to 33 times slower; a sum over rows transposes first; a transposition jumps
 * through memory; a sign branches; and each new weight matrix is packed before it is multiplied, at the price of
 * multiplying some 60 rows by it.
 */
import * as tf from '@tensorflow/tfjs';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { addWeightedRows, transposeInto } from './wasm-loops';

type Inputs = Readonly<Record<string, tf.TensorInfo | undefined>>;
type Attributes = Readonly<Record<string, unknown>>;
type Kernel = (
  backend: BackendWasm,
  inputs: Inputs,
  attributes: Attributes,
) => tf.TensorInfo | tf.TensorInfo[];
/** A kernel made from the one it replaces. */
type Replacement = (original: Kernel) => Kernel;

/** Fewer rows than this are multiplied sooner than the weights are packed. */
const FEW_ROWS = 4;

function floats(backend: BackendWasm, tensor: tf.TensorInfo): Float32Array {
  return backend.typedArrayFromHeap(tensor) as Float32Array;
}

function isFloatMatrix({ shape, dtype }: tf.TensorInfo): boolean {
  return shape.length === 2 && dtype === 'float32';
}

function transposed(backend: BackendWasm, matrix: tf.TensorInfo): tf.TensorInfo {
  const [rows, columns] = matrix.shape as [number, number];
  const out = backend.makeOutput([columns, rows], 'float32');
  const bits = (tensor: tf.TensorInfo) =>
    backend.typedArrayFromHeap({ ...tensor, dtype: 'int32' }) as Int32Array;
  transposeInto(bits(out), bits(matrix), rows, columns);
  return out;
}

/** Rows `begin` to `begin + count` of the first axis: one stretch of memory. */
function rowsOf(backend: BackendWasm, source: tf.TensorInfo, begin: number, count: number): tf.TensorInfo {
  const out = backend.makeOutput([count, ...source.shape.slice(1)], source.dtype);
  const width = tf.util.sizeFromShape(source.shape.slice(1));
  const values = backend.typedArrayFromHeap(source);
  backend.typedArrayFromHeap(out).set(values.subarray(begin * width, (begin + count) * width));
  return out;
}

const slice: Replacement = (original) => (backend, inputs, attributes) => {
  const x = inputs.x!;
  const [begins, sizes] = tf.slice_util.parseSliceParams(
    x,
    attributes.begin as number[],
    attributes.size as number[],
  ) as [number[], number[]];
  const wholeRows = sizes.every((size, axis) => axis === 0 || size === x.shape[axis]);
  if (x.dtype === 'string' || sizes.length === 0 || !wholeRows) return original(backend, inputs, attributes);
  return rowsOf(backend, x, begins[0]!, sizes[0]!);
};

const split: Replacement = (original) => (backend, inputs, attributes) => {
  const x = inputs.x!;
  if (x.dtype === 'string' || attributes.axis !== 0) return original(backend, inputs, attributes);
  const sizes = tf.backend_util.prepareSplitSize(x, attributes.numOrSizeSplits as number[] | number, 0);
  let begin = 0;
  return sizes.map((count) => {
    begin += count;
    return rowsOf(backend, x, begin - count, count);
  });
};

const transpose: Replacement = (original) => (backend, inputs, attributes) => {
  const swaps = (attributes.perm as number[])[0] === 1;
  if (!isFloatMatrix(inputs.x!) || !swaps) return original(backend, inputs, attributes);
  return transposed(backend, inputs.x!);
};

const sum: Replacement = (original) => (backend, inputs, attributes) => {
  const x = inputs.x!;
  const axes = tf.util.parseAxisParam(attributes.axis as number | number[], x.shape);
  if (!isFloatMatrix(x) || axes.length !== 1 || axes[0] !== 0) return original(backend, inputs, attributes);
  const [rows, columns] = x.shape as [number, number];
  const out = backend.makeOutput(attributes.keepDims === true ? [1, columns] : [columns], 'float32');
  const sums = floats(backend, out).fill(0);
  addWeightedRows(sums, new Float32Array(rows).fill(1), floats(backend, x));
  return out;
};

/**
 * Transposes first and then multiplies. The right-hand matrix is packed before a product, which costs more than to
 * transpose it: where the product has fewer rows than columns, its transposed is computed, (A·B)ᵀ = Bᵀ·Aᵀ.
 */
const matMul: Replacement = (original) => (backend, inputs, attributes) => {
  const { transposeA, transposeB } = attributes as { transposeA: boolean; transposeB: boolean };
  const [a, b] = [inputs.a!, inputs.b!];
  if (!isFloatMatrix(a) || !isFloatMatrix(b) || !(transposeA || transposeB))
    return original(backend, inputs, attributes);
  const made: tf.TensorInfo[] = [];
  const oriented = (matrix: tf.TensorInfo, transpose: boolean): tf.TensorInfo => {
    if (!transpose) return matrix;
    made.push(transposed(backend, matrix));
    return made.at(-1)!;
  };
  const multiply = (left: tf.TensorInfo, right: tf.TensorInfo) =>
    original(backend, { a: left, b: right }, { transposeA: false, transposeB: false }) as tf.TensorInfo;
  const rows = a.shape[transposeA ? 1 : 0]!;
  const columns = b.shape[transposeB ? 0 : 1]!;
  let product: tf.TensorInfo;
  if (rows < columns) {
    made.push(multiply(oriented(b, !transposeB), oriented(a, !transposeA)));
    product = transposed(backend, made.at(-1)!);
  } else {
    product = multiply(oriented(a, transposeA), oriented(b, transposeB));
  }
  for (const { dataId } of made) backend.disposeData(dataId);
  return product;
};

function fewRowsDense(backend: BackendWasm, { a, b, bias }: Inputs, activation: unknown): tf.TensorInfo {
  const [rows, inputs] = a!.shape as [number, number];
  const units = b!.shape[1]!;
  const out = backend.makeOutput([rows, units], 'float32');
  const [input, kernel, values] = [floats(backend, a!), floats(backend, b!), floats(backend, out)];
  for (let row = 0; row < rows; row += 1) {
    const sums = values.subarray(row * units, (row + 1) * units);
    sums.set(floats(backend, bias!));
    addWeightedRows(sums, input.subarray(row * inputs, (row + 1) * inputs), kernel);
  }
  if (activation === 'relu') for (let i = 0; i < values.length; i += 1) if (values[i]! < 0) values[i] = 0;
  return out;
}

/** Takes matrices as they are, where the kernel it replaces needs batches of matrices. */
const fusedMatMul: Replacement = (original) => (backend, inputs, attributes) => {
  const { a, b, bias } = inputs;
  const { activation, transposeA, transposeB } = attributes;
  if (!isFloatMatrix(a!) || !isFloatMatrix(b!)) return original(backend, inputs, attributes);
  const plain = bias !== undefined && transposeA !== true && transposeB !== true;
  if (plain && a!.shape[0]! < FEW_ROWS && (activation === 'relu' || activation === 'linear'))
    return fewRowsDense(backend, inputs, activation);
  const batches = { ...inputs, a: { ...a!, shape: [1, ...a!.shape] }, b: { ...b!, shape: [1, ...b!.shape] } };
  const out = original(backend, batches, attributes) as tf.TensorInfo;
  return { ...out, shape: out.shape.slice(1) };
};

/** Without branches: which neurons are open is not to be predicted, and a branch that is mispredicted costs most. */
const sign: Replacement = (original) => (backend, inputs, attributes) => {
  const x = inputs.x!;
  if (x.dtype !== 'float32') return original(backend, inputs, attributes);
  const out = backend.makeOutput(x.shape, x.dtype);
  const [values, signs] = [floats(backend, x), floats(backend, out)];
  for (let i = 0; i < signs.length; i += 1) signs[i] = Number(values[i]! > 0) - Number(values[i]! < 0);
  return out;
};

/** The kernel it replaces ignores the dtype that is asked for and hands out integers. */
const oneHot: Replacement = (original) => (backend, inputs, attributes) => {
  const indices = inputs.indices!;
  const { depth, dtype, onValue, offValue } = attributes as {
    depth: number;
    dtype: tf.DataType;
    onValue: number;
    offValue: number;
  };
  if (dtype !== 'float32') return original(backend, inputs, attributes);
  const out = backend.makeOutput([...indices.shape, depth], dtype);
  const values = floats(backend, out).fill(offValue);
  backend.typedArrayFromHeap(indices).forEach((index: number, row: number) => {
    if (index >= 0 && index < depth) values[row * depth + index] = onValue;
  });
  return out;
};

const replacements: Readonly<Record<string, Replacement>> = {
  [tf.Slice]: slice,
  [tf.SplitV]: split,
  [tf.Transpose]: transpose,
  [tf.Sum]: sum,
  [tf.BatchMatMul]: matMul,
  [tf._FusedMatMul]: fusedMatMul,
  [tf.Sign]: sign,
  [tf.OneHot]: oneHot,
};

let registered = false;

/** Registers the kernels, once, before the backend starts. */
export function registerWasmKernels(): void {
  if (registered) return;
  registered = true;
  for (const [kernelName, replace] of Object.entries(replacements)) {
    const { kernelFunc, ...rest } = tf.getKernel(kernelName, 'wasm');
    const kernel = replace((backend, inputs, attrs) =>
      kernelFunc({
        backend,
        inputs: inputs,
        attrs: attrs as tf.NamedAttrMap,
      }),
    );
    tf.unregisterKernel(kernelName, 'wasm');
    tf.registerKernel({
      ...rest,
      kernelFunc: ({ backend, inputs, attrs }) => kernel(backend as BackendWasm, inputs, attrs ?? {}),
    });
  }
}
