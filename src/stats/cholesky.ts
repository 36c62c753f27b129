/** Linear equations with a symmetric, positive definite matrix. */

/**
 * The lower factor L of matrix = L Lᵀ.
 *
 * @param matrix [size, size], of which the lower half is read
 * @returns [size, size] lower half
 * @throws RangeError unless the matrix is positive definite
 */
export function factored(matrix: Float64Array, size: number): Float64Array {
  const lower = new Float64Array(size * size);
  for (let i = 0; i < size; i += 1) {
    for (let j = 0; j <= i; j += 1) {
      let sum = matrix[i * size + j]!;
      for (let k = 0; k < j; k += 1) sum -= lower[i * size + k]! * lower[j * size + k]!;
      if (i !== j) {
        lower[i * size + j] = sum / lower[j * size + j]!;
        continue;
      }
      if (!(sum > 0)) throw new RangeError(`matrix: expected a positive definite one, got pivot ${sum}`);
      lower[i * size + i] = Math.sqrt(sum);
    }
  }
  return lower;
}

/** The x of L Lᵀ x = b. @param lower [size, size] @param b [size] */
export function solve(lower: Float64Array, size: number, b: Float64Array): Float64Array {
  const x = b.slice();
  for (let i = 0; i < size; i += 1) {
    for (let k = 0; k < i; k += 1) x[i]! -= lower[i * size + k]! * x[k]!;
    x[i]! /= lower[i * size + i]!;
  }
  for (let i = size - 1; i >= 0; i -= 1) {
    for (let k = i + 1; k < size; k += 1) x[i]! -= lower[k * size + i]! * x[k]!;
    x[i]! /= lower[i * size + i]!;
  }
  return x;
}
