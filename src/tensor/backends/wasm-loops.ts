/**
 * Loops over matrices in plain JavaScript, for the wasm backend's heap. They take four rows at a time: so a sum is
 * rounded to float32 a fourth as often, which is what such a loop spends its time on, and a transposition writes four
 * neighbours at once.
 */

/**
 * @param matrix [rows, columns]; integers of the numbers' size, because moving integers converts nothing
 * @param transposed [columns, rows] is written
 */
export function transposeInto(
  transposed: Int32Array,
  matrix: Int32Array,
  rows: number,
  columns: number,
): void {
  const BLOCK = 64; // so many columns of the result stay in the cache
  const blocked = rows - (rows % 4);
  for (let begin = 0; begin < columns; begin += BLOCK) {
    const end = Math.min(begin + BLOCK, columns);
    for (let row = 0; row < blocked; row += 4) {
      for (let column = begin; column < end; column += 1) {
        const from = row * columns + column;
        const to = column * rows + row;
        transposed[to] = matrix[from]!;
        transposed[to + 1] = matrix[from + columns]!;
        transposed[to + 2] = matrix[from + 2 * columns]!;
        transposed[to + 3] = matrix[from + 3 * columns]!;
      }
    }
    for (let row = blocked; row < rows; row += 1)
      for (let column = begin; column < end; column += 1)
        transposed[column * rows + row] = matrix[row * columns + column]!;
  }
}

/**
 * Adds to each column of a row vector the sum of factor times row: `sums += factors · matrix`.
 *
 * @param sums    [columns] is changed
 * @param factors [rows]
 * @param matrix  [rows, columns]
 */
export function addWeightedRows(sums: Float32Array, factors: Float32Array, matrix: Float32Array): void {
  const columns = sums.length;
  const blocked = factors.length - (factors.length % 4);
  for (let row = 0; row < blocked; row += 4) {
    const [first, second, third, fourth] = [
      factors[row]!,
      factors[row + 1]!,
      factors[row + 2]!,
      factors[row + 3]!,
    ];
    const from = row * columns;
    for (let column = 0; column < columns; column += 1) {
      const at = from + column;
      sums[column]! +=
        first * matrix[at]! +
        second * matrix[at + columns]! +
        third * matrix[at + 2 * columns]! +
        fourth * matrix[at + 3 * columns]!;
    }
  }
  for (let row = blocked; row < factors.length; row += 1) {
    const factor = factors[row]!;
    for (let column = 0; column < columns; column += 1)
      sums[column]! += factor * matrix[row * columns + column]!;
  }
}
