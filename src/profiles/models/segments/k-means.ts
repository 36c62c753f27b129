/**
 * k-means by Lloyd's iteration from k-means++ starts, the best of several.
 *
 * Our own: ml-kmeans 7.0.1 gives the same (its inertia on the Telco rows is that of scikit-learn), but is an ES module only,
 * which a CommonJS package cannot load on every Node that we promise.
 *
 * @see Lloyd (1982), https://doi.org/10.1109/TIT.1982.1056489
 * @see Arthur & Vassilvitskii (2007), k-means++: the advantages of careful seeding
 */
import type { Random } from '../../../core/random';
import { centresOf, nearestCentres, squaredDistance } from './distances';

export interface Clustering {
  /** [k, width] */
  readonly centres: Float64Array;
  /** [rows] */
  readonly labels: Int32Array;
  /** Sum of squared distances of the rows to their centres. */
  readonly inertia: number;
}

const MOST_ITERATIONS = 300;

/** k rows far from each other: each drawn in proportion to its squared distance to those before. */
function startingCentres(points: Float64Array, width: number, k: number, random: Random): Float64Array {
  const rows = points.length / width;
  const centres = new Float64Array(k * width);
  const distances = new Float64Array(rows).fill(Infinity);
  let chosen = random.integer(rows);
  for (let centre = 0; centre < k; centre += 1) {
    centres.set(points.subarray(chosen * width, (chosen + 1) * width), centre * width);
    let total = 0;
    for (let row = 0; row < rows; row += 1) {
      distances[row] = Math.min(distances[row]!, squaredDistance(points, row, centres, centre, width));
      total += distances[row]!;
    }
    let left = random.uniform() * total;
    chosen = distances.findIndex((distance) => (left -= distance) < 0);
    // All rows are centres already.
    if (chosen < 0) chosen = random.integer(rows);
  }
  return centres;
}

/** A centre that lost its rows moves to the row farthest from its own. */
function refill(centres: Float64Array, points: Float64Array, distances: Float64Array, width: number): void {
  for (let centre = 0; centre < centres.length / width; centre += 1) {
    if (!Number.isNaN(centres[centre * width]!)) continue;
    const farthest = distances.reduce((best, distance, row) => (distance > distances[best]! ? row : best), 0);
    centres.set(points.subarray(farthest * width, (farthest + 1) * width), centre * width);
    distances[farthest] = 0;
  }
}

function lloyd(points: Float64Array, width: number, start: Float64Array): Clustering {
  let centres = start;
  let { labels, distances } = nearestCentres(points, centres, width);
  for (let iteration = 0; iteration < MOST_ITERATIONS; iteration += 1) {
    centres = centresOf(points, labels, centres.length / width, width);
    refill(centres, points, distances, width);
    const next = nearestCentres(points, centres, width);
    const same = next.labels.every((label, row) => label === labels[row]);
    ({ labels, distances } = next);
    if (same) break;
  }
  return { centres, labels, inertia: distances.reduce((sum, distance) => sum + distance, 0) };
}

/**
 * @param points [rows, width] of comparable scale
 * @param starts of which the best is kept
 * @throws RangeError unless 1 <= k <= rows
 */
export function kMeans(
  points: Float64Array,
  width: number,
  k: number,
  starts: number,
  random: Random,
): Clustering {
  const rows = points.length / width;
  if (!(k >= 1 && k <= rows)) throw new RangeError(`k: expected 1 to ${rows}, the rows, got ${k}`);
  let best: Clustering | null = null;
  for (let start = 0; start < starts; start += 1) {
    const found = lloyd(points, width, startingCentres(points, width, k, random));
    if (best === null || found.inertia < best.inertia) best = found;
  }
  return best!;
}
