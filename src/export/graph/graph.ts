/**
 * What a policy computes, from raw columns to the action, as a graph of a few operations that ONNX and TensorFlow both
 * have. It is made once; each format writes down the same graph.
 */

export type ValueType = 'float32' | 'float64' | 'int64' | 'bool' | 'string';

/** `rows` stands for how many rows are decided at once, which only the call says. */
export type Dimension = number | 'rows';

export type UnaryName =
  | 'abs'
  | 'exp'
  | 'floor'
  | 'isNaN'
  | 'log'
  | 'negate'
  | 'not'
  | 'relu'
  | 'sign'
  | 'sqrt';

export type BinaryName =
  | 'add'
  | 'and'
  | 'divide'
  | 'equal'
  | 'greater'
  | 'greaterEqual'
  | 'less'
  | 'lessEqual'
  | 'maximum'
  | 'minimum'
  | 'multiply'
  | 'or'
  | 'subtract';

export type ReduceName = 'sum' | 'mean' | 'max' | 'min';

export type Operation =
  | { readonly kind: 'unary'; readonly name: UnaryName }
  /** Shapes are broadcast. */
  | { readonly kind: 'binary'; readonly name: BinaryName }
  /** The second where the first is true, else the third; broadcast. */
  | { readonly kind: 'select' }
  | { readonly kind: 'cast' }
  /** Of two matrices. */
  | { readonly kind: 'matMul' }
  | { readonly kind: 'transpose' }
  | {
      readonly kind: 'reduce';
      readonly name: ReduceName;
      readonly axes: readonly number[];
      readonly keepsAxes: boolean;
    }
  /** Place of the greatest along the last axis, the first one of equals; int64. */
  | { readonly kind: 'argMax' }
  | { readonly kind: 'concatenate'; readonly axis: number }
  /** A part along an axis. */
  | { readonly kind: 'slice'; readonly axis: number; readonly from: number; readonly to: number }
  /** Some of the columns of a matrix, in this order. */
  | { readonly kind: 'columns'; readonly columns: readonly number[] }
  /** To the shape of the value, of which at most one length is not known. */
  | { readonly kind: 'reshape' };

/** A value of the graph, by its place among the nodes. */
export type Place = number;

export type GraphNode = { readonly type: ValueType; readonly shape: readonly Dimension[] } & (
  | { readonly kind: 'input'; readonly name: string; readonly meaning: string }
  /** Booleans as 0 and 1. */
  | { readonly kind: 'constant'; readonly values: ArrayLike<number> | readonly string[] }
  | { readonly kind: 'result'; readonly operation: Operation; readonly inputs: readonly Place[] }
);

/** Nodes refer to others by their place, which is before their own. */
export interface Graph {
  readonly nodes: readonly GraphNode[];
  /** By name. */
  readonly outputs: Readonly<Record<string, { readonly place: Place; readonly meaning: string }>>;
}
