/** How a kernel of tfjs becomes an operation of a recording. */
import type { TensorSpec } from '../program';
import type { Operation } from './operations';

/** What a kernel gives. */
export interface Result extends TensorSpec {
  readonly operation: Operation;
}

export type Attributes = Readonly<Record<string, unknown>>;

/** @returns undefined where the kernel cannot be recorded for these inputs */
export type Translation = (inputs: readonly TensorSpec[], attributes: Attributes) => Result | undefined;

export const allFloats = (inputs: readonly TensorSpec[]): boolean =>
  inputs.every(({ dtype }) => dtype === 'float32');
