/**
 * How much nearer rows are to their own group than to the next: 1 where groups are far apart, about 0 where they are cut out
 * of one cloud.
 *
 * @see Rousseeuw (1987), https://doi.org/10.1016/0377-0427(87)90125-7
 */
import { expectLength } from '../../core/shape';
import { moments } from '../../stats/moments';

/** [rows, rows] Euclid's. @param points [rows, width] @throws RangeError unless the points are whole rows */
export function pairDistances(points: Float64Array, width: number): Float64Array {
  const rows = points.length / width;
  if (!Number.isInteger(rows))
    throw new RangeError(`points: expected rows of ${width} numbers, got ${points.length} in all`);
  const distances = new Float64Array(rows * rows);
  for (let row = 0; row < rows; row += 1)
    for (let other = 0; other < row; other += 1) {
      let squares = 0;
      for (let j = 0, a = row * width, b = other * width; j < width; j += 1, a += 1, b += 1)
        squares += (points[a]! - points[b]!) ** 2;
      distances[row * rows + other] = Math.sqrt(squares);
      distances[other * rows + row] = distances[row * rows + other]!;
    }
  return distances;
}

/** Of one row: how much farther the next group is than its own, by the farther of the two. */
function widthOf(sums: Float64Array, sizes: Float64Array, label: number): number {
  if (sizes[label] === 1) return 0;
  const own = sums[label]! / (sizes[label]! - 1);
  let next = Infinity;
  for (let group = 0; group < sizes.length; group += 1)
    if (group !== label && sizes[group]! > 0) next = Math.min(next, sums[group]! / sizes[group]!);
  return own === next ? 0 : (next - own) / Math.max(own, next);
}

/**
 * @param distances [rows, rows] of every pair
 * @param labels [rows] group of each row; rows of -1 are left out
 * @returns [rows] a row alone in its group has 0; NaN of a row left out, and of all of fewer than two groups
 * @throws ShapeError if distances and labels do not belong together
 */
export function silhouetteWidths(distances: Float64Array, labels: Int32Array): Float64Array {
  const rows = labels.length;
  expectLength('distances', distances, rows * rows);
  const groups = labels.reduce((most, label) => Math.max(most, label + 1), 0);
  const sizes = new Float64Array(groups);
  for (const label of labels) if (label >= 0) sizes[label]! += 1;
  const widths = new Float64Array(rows).fill(NaN);
  if (sizes.filter((size) => size > 0).length < 2) return widths;
  const sums = new Float64Array(groups);
  for (let row = 0; row < rows; row += 1) {
    if (labels[row]! < 0) continue;
    sums.fill(0);
    for (let other = 0, at = row * rows; other < rows; other += 1, at += 1)
      if (labels[other]! >= 0) sums[labels[other]!]! += distances[at]!;
    widths[row] = widthOf(sums, sizes, labels[row]!);
  }
  return widths;
}

/** Mean over the rows that are in a group; NaN of fewer than two groups. @throws as `silhouetteWidths` */
export function silhouette(distances: Float64Array, labels: Int32Array): number {
  return moments(silhouetteWidths(distances, labels).filter((width) => !Number.isNaN(width))).mean;
}
