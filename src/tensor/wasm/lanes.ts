/** Arithmetic on one number or on four at once, so that every operation is written once for both. */
import { f32, f32x4, select, type Code, type NumberType } from './assembler';
import type { MapName } from './operations';

export interface Lanes {
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
  readonly add: (x: Code, y: Code) => Code;
  readonly subtract: (x: Code, y: Code) => Code;
  readonly multiply: (x: Code, y: Code) => Code;
  readonly divide: (x: Code, y: Code) => Code;
  readonly min: (x: Code, y: Code) => Code;
  readonly max: (x: Code, y: Code) => Code;
  /** 1 where x is greater than zero, else 0. */
  readonly isPositive: (x: Code) => Code;
}

export const oneLane: Lanes = {
  ...f32,
  type: 'f32',
  width: 1,
  loadSame: f32.load,
  isPositive: (x) => select(f32.constant(1), f32.constant(0), f32.greater(x, f32.constant(0))),
};

export const fourLanes: Lanes = {
  ...f32x4,
  type: 'v128',
  width: 4,
  loadSame: f32x4.loadSplat,
  isPositive: (x) => f32x4.and(f32x4.greater(x, f32x4.constant(0)), f32x4.constant(1)),
};

/** An operation on numbers; each of `x` reads a variable or is a constant, so that it may be used twice. */
export function applied(map: MapName, lanes: Lanes, x: readonly Code[], bounds: readonly number[]): Code {
  const [a, b] = x as [Code, Code];
  switch (map) {
    case 'abs':
    case 'negate':
    case 'sqrt':
      return lanes[map](a);
    case 'add':
    case 'subtract':
    case 'multiply':
    case 'divide':
      return lanes[map](a, b);
    case 'maximum':
      return lanes.max(a, b);
    case 'minimum':
      return lanes.min(a, b);
    case 'relu':
      return lanes.max(a, lanes.constant(0));
    case 'sign':
      return lanes.subtract(lanes.isPositive(a), lanes.isPositive(lanes.negate(a)));
    case 'square':
      return lanes.multiply(a, a);
    case 'clip':
      return lanes.min(lanes.max(a, lanes.constant(bounds[0]!)), lanes.constant(bounds[1]!));
  }
}
