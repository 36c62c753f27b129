/**
 * TensorFlow's operations that steps are made of, each with the name of its output: inside a function of a graph, a
 * result is called node:output:index.
 *
 * @see the operation registry of TensorFlow 2.21
 */
import type { MapName } from '../recorded/operations';

export const operations = {
  ...{ Abs: 'y', Add: 'z', ArgMax: 'output', BatchMatMulV2: 'output', Cast: 'y', ConcatV2: 'output', Equal: 'z' },
  ...{ Exp: 'y', Greater: 'z', GreaterEqual: 'z', Less: 'z', LessEqual: 'z', Log: 'y', LogicalAnd: 'z' },
  ...{ LogicalNot: 'y', LogicalOr: 'z', Max: 'output', Maximum: 'z', Mean: 'output', Min: 'output', Minimum: 'z' },
  ...{ Mul: 'z', Neg: 'y', NotEqual: 'z', OneHot: 'output', RealDiv: 'z', Relu: 'activations', Reshape: 'output' },
  ...{ Select: 'output', Sign: 'y', Slice: 'output', Sqrt: 'y', Square: 'y', Sub: 'z', Sum: 'output' },
  ...{ Tile: 'output' },
} as const; // prettier-ignore
export type OperationName = keyof typeof operations;

/** What works number by number and is one operation. */
export const mapOperations = {
  ...{ abs: 'Abs', add: 'Add', and: 'LogicalAnd', divide: 'RealDiv', equal: 'Equal', exp: 'Exp' },
  ...{ greater: 'Greater', greaterEqual: 'GreaterEqual', less: 'Less', lessEqual: 'LessEqual', log: 'Log' },
  ...{ maximum: 'Maximum', minimum: 'Minimum', multiply: 'Mul', negate: 'Neg', not: 'LogicalNot' },
  ...{ notEqual: 'NotEqual', or: 'LogicalOr', relu: 'Relu', select: 'Select', sign: 'Sign', sqrt: 'Sqrt' },
  ...{ square: 'Square', subtract: 'Sub' },
} as const satisfies Readonly<
  Record<Exclude<MapName, 'clip' | 'copy' | 'fromInteger'>, OperationName>
>; // prettier-ignore
