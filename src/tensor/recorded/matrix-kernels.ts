/** Kernels that sum up: reductions over axes, and products of matrices. */
import * as tf from '@tensorflow/tfjs';
import type { TensorSpec } from '../program';
import type { Product, ReduceName } from './operations';
import { sizeOf } from './shapes';
import { allFloats, type Attributes, type Translation } from './translation';

export function reduction(reduce: ReduceName): Translation {
  return ([x], { axis, reductionIndices, keepDims }) => {
    const { shape } = x!;
    const given = (reductionIndices ?? axis) as number | number[];
    const axes = [...tf.util.parseAxisParam(given, [...shape])].sort((a, b) => a - b);
    const from = axes[0] ?? 0;
    const follow = axes.every((one, i) => one === from + i);
    // The place of the greatest number is asked for along the last axis.
    const known = reduce !== 'argMax' || (axes.length === 1 && from === shape.length - 1);
    const reduces = axes.length > 0 || shape.length === 0;
    if (!follow || !known || !reduces || !allFloats([x!])) return undefined;
    const kept = shape.map((length, i) => (axes.includes(i) ? 1 : length));
    return {
      operation: { kind: 'reduce', reduce, from, to: from + axes.length },
      shape: keepDims === true ? kept : shape.filter((_, i) => !axes.includes(i)),
      dtype: reduce === 'argMax' ? 'int32' : 'float32',
    };
  };
}

/** Whether a tensor is added to every row of a matrix alike. */
function isRow(x: TensorSpec, columns: number): boolean {
  return x.shape.length <= 2 && x.shape.at(-1) === columns && sizeOf(x) === columns;
}

/** How often each side's matrices are multiplied; undefined if one is neither one matrix nor one for each pair. */
function batchesOf(left: readonly number[], right: readonly number[], mayFold: boolean) {
  const outer = tf.broadcast_util.assertAndGetBroadcastShape([...left], [...right]);
  const [batches, ofLeft, ofRight] = [outer, left, right].map((shape) => sizeOf({ shape })) as [
    number,
    number,
    number,
  ];
  if (![1, batches].includes(ofLeft) || ![1, batches].includes(ofRight)) return undefined;
  // Rows of many matrices times one matrix are the rows of one.
  if (ofRight === 1 && mayFold)
    return { outer, batches: 1, folded: batches, leftBatched: false, rightBatched: false };
  return { outer, batches, folded: 1, leftBatched: ofLeft > 1, rightBatched: ofRight > 1 };
}

function productOf(left: TensorSpec, right: TensorSpec, attributes: Attributes) {
  const [transposeLeft, transposeRight] = [attributes.transposeA === true, attributes.transposeB === true];
  const ofLeft = left.shape.slice(-2) as [number, number];
  const ofRight = right.shape.slice(-2) as [number, number];
  const [rows, depth] = transposeLeft ? [ofLeft[1], ofLeft[0]] : ofLeft;
  const [rightDepth, columns] = transposeRight ? [ofRight[1], ofRight[0]] : ofRight;
  if (depth !== rightDepth) return undefined;
  const batches = batchesOf(left.shape.slice(0, -2), right.shape.slice(0, -2), !transposeLeft);
  if (batches === undefined) return undefined;
  const { outer, folded, ...batched } = batches;
  const relu = attributes.activation === 'relu';
  const operation: Product = {
    ...{ kind: 'product', transposeLeft, transposeRight, relu, ...batched },
    ...{ rows: rows * folded, columns, depth },
  };
  return { operation, shape: [...outer, rows, columns] };
}

export const product: Translation = (inputs, attributes) => {
  const [left, right, bias] = inputs as [TensorSpec, TensorSpec, TensorSpec?];
  const { activation } = attributes;
  const known = activation === undefined || activation === 'linear' || activation === 'relu';
  if (!allFloats(inputs) || left.shape.length < 2 || right.shape.length < 2 || !known) return undefined;
  const result = productOf(left, right, attributes);
  if (result === undefined || (bias !== undefined && !isRow(bias, result.operation.columns)))
    return undefined;
  return { ...result, dtype: 'float32' };
};
