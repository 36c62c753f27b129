/** Shape checks for arrays and tensors; they cost nothing next to the work they guard. */
import { ShapeError } from './errors';

interface Shaped {
  readonly shape: readonly number[];
}

/**
 * @throws ShapeError naming the argument, unless `value` has exactly this shape; a negative length means any
 */
export function expectShape(name: string, value: Shaped, shape: readonly number[]): void {
  const fits =
    value.shape.length === shape.length &&
    shape.every((length, axis) => length < 0 || length === value.shape[axis]);
  if (!fits)
    throw new ShapeError(`${name}: expected shape [${shape.join(', ')}], got [${value.shape.join(', ')}]`);
}

/** @throws ShapeError naming the argument, unless the array has exactly this many elements */
export function expectLength(name: string, value: ArrayLike<unknown>, length: number): void {
  if (value.length !== length)
    throw new ShapeError(`${name}: expected ${length} elements, got ${value.length}`);
}
