/** Sizes of tensors, and how one is spread over the shape of another, where it is used for every number of that. */

/** Number by number, or the same again for every row, for every column, or everywhere. */
export type Spread = 'flat' | 'perRow' | 'perColumn' | 'single';

/** Of float32 and int32 alike. */
export const NUMBER_BYTES = 4;

export function sizeOf({ shape }: { readonly shape: readonly number[] }): number {
  return shape.reduce((a, b) => a * b, 1);
}

/** A shape as a matrix: its last axis are the columns, all others the rows. */
export function matrixOf(shape: readonly number[]): { readonly rows: number; readonly columns: number } {
  const columns = shape.at(-1) ?? 1;
  return { rows: sizeOf({ shape }) / columns, columns };
}

/**
 * @param shape one that tfjs can broadcast to `over`
 * @returns undefined for what is not one of these, such as [2, 1, 4] over [2, 3, 4]
 */
export function spreadOf(shape: readonly number[], over: readonly number[]): Spread | undefined {
  const size = sizeOf({ shape });
  const { rows, columns } = matrixOf(over);
  const last = shape.at(-1) ?? 1;
  if (size === rows * columns) return 'flat';
  if (size === 1) return 'single';
  if (size === columns && last === columns) return 'perColumn';
  return size === rows && last === 1 ? 'perRow' : undefined;
}
