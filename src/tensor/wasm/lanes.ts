/** Arithmetic on one number or on four at once, so that every operation is written once for both. */
import { f32, f32x4, i32, i32x4, select, type Code, type NumberType } from './assembler';

/** Arithmetic on integers, of as many lanes. */
interface IntegerLanes {
  readonly constant: (value: number) => Code;
  readonly add: (x: Code, y: Code) => Code;
  readonly subtract: (x: Code, y: Code) => Code;
  readonly shiftLeft: (x: Code, bits: Code) => Code;
  readonly shiftRight: (x: Code, bits: Code) => Code;
}

export type Comparison = 'equal' | 'notEqual' | 'less' | 'lessEqual' | 'greater' | 'greaterEqual';

export interface Lanes extends Readonly<Record<Comparison, (x: Code, y: Code) => Code>> {
  readonly type: NumberType;
  /** Numbers at once. */
  readonly width: 1 | 4;
  readonly constant: (value: number) => Code;
  readonly load: (address: Code, offset: number) => Code;
  /** One number for all lanes. */
  readonly loadSame: (address: Code, offset: number) => Code;
  readonly store: (address: Code, value: Code, offset: number) => Code;
  readonly abs: (x: Code) => Code;
  readonly negate: (x: Code) => Code;
  readonly sqrt: (x: Code) => Code;
  readonly nearest: (x: Code) => Code;
  readonly add: (x: Code, y: Code) => Code;
  readonly subtract: (x: Code, y: Code) => Code;
  readonly multiply: (x: Code, y: Code) => Code;
  readonly divide: (x: Code, y: Code) => Code;
  readonly min: (x: Code, y: Code) => Code;
  readonly max: (x: Code, y: Code) => Code;
  /** 1 where x is greater than zero, else 0. */
  readonly isPositive: (x: Code) => Code;
  /** By what a comparison gives. */
  readonly choose: (chosen: Code, other: Code, comparison: Code) => Code;
  readonly integer: IntegerLanes;
  readonly fromInteger: (x: Code) => Code;
  readonly toInteger: (x: Code) => Code;
  /** The integer of the same bits. */
  readonly bits: (x: Code) => Code;
  readonly ofBits: (x: Code) => Code;
}

export const oneLane: Lanes = {
  ...f32,
  type: 'f32',
  width: 1,
  loadSame: f32.load,
  isPositive: (x) => select(f32.constant(1), f32.constant(0), f32.greater(x, f32.constant(0))),
  choose: select,
  integer: i32,
};

export const fourLanes: Lanes = {
  ...f32x4,
  type: 'v128',
  width: 4,
  loadSame: f32x4.loadSplat,
  isPositive: (x) => f32x4.and(f32x4.greater(x, f32x4.constant(0)), f32x4.constant(1)),
  integer: i32x4,
  bits: (x) => x,
  ofBits: (x) => x,
};
