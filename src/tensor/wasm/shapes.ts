/** How a tensor is spread over the shape of another, where it is used for every number of that. */
import { sizeOf } from '../recorded/shapes';

/** One axis of those over which rows lie, or several that are walked like one. */
export interface RowAxis {
  readonly length: number;
  /** Rows from one place on the axis to the next. */
  readonly rows: number;
  /** Numbers of the tensor from one place on the axis to the next. */
  readonly stride: number;
}

/**
 * Number by number, the same again for every row, for every column, or everywhere; or row by row from where some of
 * the outer axes say, as [2, 1, 4] over [2, 3, 4].
 */
export type Spread =
  | { readonly kind: 'flat' | 'perRow' | 'perColumn' | 'single' }
  | { readonly kind: 'strided'; readonly axes: readonly RowAxis[]; readonly alongColumns: boolean };

/** A shape as a matrix: its last axis are the columns, all others the rows. */
export function matrixOf(shape: readonly number[]): { readonly rows: number; readonly columns: number } {
  const columns = shape.at(-1) ?? 1;
  return { rows: sizeOf({ shape }) / columns, columns };
}

/** The outer axes of `over` along which a tensor changes; neighbours that it walks without a gap are one. */
function rowAxesOf(shape: readonly number[], over: readonly number[]): RowAxis[] {
  const padded = [...Array<number>(over.length - shape.length).fill(1), ...shape];
  const axes: RowAxis[] = [];
  for (let axis = over.length - 2; axis >= 0; axis -= 1) {
    const length = padded[axis]!;
    if (length === 1) continue;
    const rows = sizeOf({ shape: over.slice(axis + 1, -1) });
    const stride = sizeOf({ shape: padded.slice(axis + 1) });
    const inner = axes[0];
    if (inner !== undefined && rows === inner.rows * inner.length && stride === inner.stride * inner.length)
      axes[0] = { ...inner, length: inner.length * length };
    else axes.unshift({ length, rows, stride });
  }
  return axes;
}

/** @param shape one that tfjs can broadcast to `over` */
export function spreadOf(shape: readonly number[], over: readonly number[]): Spread {
  const size = sizeOf({ shape });
  const { rows, columns } = matrixOf(over);
  const last = shape.at(-1) ?? 1;
  if (size === rows * columns) return { kind: 'flat' };
  if (size === 1) return { kind: 'single' };
  if (size === columns && last === columns) return { kind: 'perColumn' };
  if (size === rows && last === 1) return { kind: 'perRow' };
  return { kind: 'strided', axes: rowAxesOf(shape, over), alongColumns: last > 1 };
}
