/** Distances between rows, and to centres. */

/** Squared distance of two rows. @param a [*, width] @param b [*, width] */
export function squaredDistance(
  a: Float64Array,
  first: number,
  b: Float64Array,
  second: number,
  width: number,
): number {
  let sum = 0;
  for (let j = 0, i = first * width, k = second * width; j < width; j += 1, i += 1, k += 1) {
    const difference = a[i]! - b[k]!;
    sum += difference * difference;
  }
  return sum;
}

/** What is nearest to a row: its place, and how far it is. */
export interface Nearest {
  /** [rows] */
  readonly labels: Int32Array;
  /** [rows] squared */
  readonly distances: Float64Array;
}

/** @param points [rows, width] @param centres [centres, width] at least one */
export function nearestCentres(points: Float64Array, centres: Float64Array, width: number): Nearest {
  const rows = points.length / width;
  const labels = new Int32Array(rows);
  const distances = new Float64Array(rows).fill(Infinity);
  for (let row = 0; row < rows; row += 1)
    for (let centre = 0; centre < centres.length / width; centre += 1) {
      const distance = squaredDistance(points, row, centres, centre, width);
      if (distance >= distances[row]!) continue;
      distances[row] = distance;
      labels[row] = centre;
    }
  return { labels, distances };
}

/** [groups, width] the means of the rows of each label; a group without rows has NaN. Rows of label -1 count nowhere. */
export function centresOf(
  points: Float64Array,
  labels: ArrayLike<number>,
  groups: number,
  width: number,
): Float64Array {
  const sums = new Float64Array(groups * width);
  const counts = new Float64Array(groups);
  for (let row = 0; row < labels.length; row += 1) {
    const label = labels[row]!;
    if (label < 0) continue;
    counts[label]! += 1;
    for (let j = 0; j < width; j += 1) sums[label * width + j]! += points[row * width + j]!;
  }
  return sums.map((sum, at) => sum / counts[Math.floor(at / width)]!);
}
