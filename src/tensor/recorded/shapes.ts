/** Sizes of tensors. */

/** How many numbers a tensor has. */
export function sizeOf({ shape }: { readonly shape: readonly number[] }): number {
  return shape.reduce((a, b) => a * b, 1);
}

/** Of float32, int32 and bool alike: a bool is kept as a float32 1 or 0. */
export const NUMBER_BYTES = 4;
