/**
 * The operations that a recording is made of: a few kinds, to which the kernels that tfjs calls are brought. What runs
 * a recording knows these alone.
 */

/** On every number, or on every pair or triple that broadcasting makes. A bool is 1 or 0. */
export type MapName =
  | 'abs'
  | 'add'
  | 'and'
  | 'clip'
  | 'copy'
  | 'divide'
  | 'equal'
  | 'exp'
  | 'fromInteger'
  | 'greater'
  | 'greaterEqual'
  | 'less'
  | 'lessEqual'
  | 'log'
  | 'maximum'
  | 'minimum'
  | 'multiply'
  | 'negate'
  | 'not'
  | 'notEqual'
  | 'or'
  | 'relu'
  /** The second where the first is 1, else the third. */
  | 'select'
  | 'sign'
  | 'sqrt'
  | 'square'
  | 'subtract';

export type ReduceName = 'sum' | 'mean' | 'max' | 'min' | 'argMax';

/** Axes `from` to `to - 1`, which follow each other, are reduced. */
export interface Reduce {
  readonly kind: 'reduce';
  readonly reduce: ReduceName;
  readonly from: number;
  readonly to: number;
}

/**
 * activation(left · right + bias), of `batches` pairs of matrices; the bias is the third input, if there is one. A side
 * that is not batched is one matrix for all pairs.
 */
export interface Product {
  readonly kind: 'product';
  readonly transposeLeft: boolean;
  readonly transposeRight: boolean;
  readonly relu: boolean;
  readonly batches: number;
  readonly leftBatched: boolean;
  readonly rightBatched: boolean;
  /** Of one product. */
  readonly rows: number;
  readonly columns: number;
  /** Columns of the left factor and rows of the right one. */
  readonly depth: number;
}

export type Operation =
  /** The same numbers in another shape, or some of them that follow each other, from `offset` on. */
  | { readonly kind: 'view'; readonly offset: number }
  /** `bounds` of a clip. */
  | { readonly kind: 'map'; readonly map: MapName; readonly bounds: readonly number[] }
  /** [n] int32 to [n, depth]. */
  | { readonly kind: 'oneHot'; readonly on: number; readonly off: number }
  | Reduce
  | Product
  /** A part of every stretch along an axis that is not the first. */
  | { readonly kind: 'slice'; readonly axis: number; readonly from: number }
  /** One after the other along an axis. */
  | { readonly kind: 'concatenation'; readonly axis: number };
