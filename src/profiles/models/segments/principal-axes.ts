/**
 * The axes along which rows vary most, by Jacobi's rotations of their covariance.
 *
 * @see Golub & Van Loan (2013), Matrix Computations, section 8.5
 */

const MOST_SWEEPS = 60;

/** [width, width] of centred rows, over n */
function covariance(points: Float64Array, width: number): Float64Array {
  const rows = points.length / width;
  const means = new Float64Array(width);
  points.forEach((value, at) => (means[at % width]! += value / rows));
  const matrix = new Float64Array(width * width);
  for (let row = 0; row < rows; row += 1)
    for (let i = 0; i < width; i += 1) {
      const x = points[row * width + i]! - means[i]!;
      for (let j = 0; j < width; j += 1)
        matrix[i * width + j]! += (x * (points[row * width + j]! - means[j]!)) / rows;
    }
  return matrix;
}

/** Turns columns p and q of a matrix [width, width]. */
function turn(
  matrix: Float64Array,
  width: number,
  p: number,
  q: number,
  c: number,
  s: number,
  across: boolean,
) {
  for (let i = 0; i < width; i += 1) {
    const [at, to] = across ? [i * width + p, i * width + q] : [p * width + i, q * width + i];
    const [x, y] = [matrix[at]!, matrix[to]!];
    matrix[at] = c * x - s * y;
    matrix[to] = s * x + c * y;
  }
}

/** [width, width] an axis a column */
export function principalAxes(points: Float64Array, width: number): Float64Array {
  const matrix = covariance(points, width);
  const axes = new Float64Array(width * width);
  for (let i = 0; i < width; i += 1) axes[i * width + i] = 1;
  const scale = matrix.reduce((sum, value) => sum + value * value, 0);
  for (let sweep = 0; sweep < MOST_SWEEPS; sweep += 1) {
    let off = 0;
    for (let p = 0; p < width; p += 1)
      for (let q = p + 1; q < width; q += 1) {
        const own = matrix[p * width + q]!;
        off += own * own;
        if (own === 0) continue;
        const theta = (matrix[q * width + q]! - matrix[p * width + p]!) / (2 * own);
        const t = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
        const c = 1 / Math.sqrt(t * t + 1);
        turn(matrix, width, p, q, c, t * c, true);
        turn(matrix, width, p, q, c, t * c, false);
        turn(axes, width, p, q, c, t * c, true);
      }
    if (off <= 1e-24 * scale) break;
  }
  return axes;
}

/** [rows, width] rows by their places along the axes */
export function alongAxes(points: Float64Array, axes: Float64Array, width: number): Float64Array {
  const result = new Float64Array(points.length);
  for (let from = 0; from < points.length; from += width)
    for (let i = 0; i < width; i += 1) {
      const x = points[from + i]!;
      for (let j = 0; j < width; j += 1) result[from + j]! += x * axes[i * width + j]!;
    }
  return result;
}
