/** Some of the columns of a matrix that lies row by row. */

/** @param matrix [rows, width] @param places [kept] which columns, in their new order @returns [rows, kept] */
export function selectColumns(matrix: Float32Array, width: number, places: ArrayLike<number>): Float32Array {
  const kept = places.length;
  const rows = width === 0 ? 0 : matrix.length / width;
  const result = new Float32Array(rows * kept);
  for (let i = 0; i < rows; i += 1)
    for (let j = 0; j < kept; j += 1) result[i * kept + j] = matrix[i * width + places[j]!]!;
  return result;
}
