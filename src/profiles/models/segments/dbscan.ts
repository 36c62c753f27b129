/**
 * DBSCAN: groups are what hangs together by rows with enough neighbours, the cores; rows near none are noise.
 *
 * Our own: density-clustering 1.3.0 leaves out neighbours at exactly the radius, which the paper and scikit-learn count, and
 * keeps no cores, by which later rows are assigned.
 *
 * @see Ester, Kriegel, Sander & Xu (1996), A density-based algorithm for discovering clusters
 */
import { squaredDistance } from './distances';

export interface DensityGroups {
  /** [rows] -1 of noise */
  readonly labels: Int32Array;
  /** [rows] 1 of cores */
  readonly cores: Uint8Array;
  readonly groups: number;
}

export interface Density {
  /** Neighbours are at most so far away. */
  readonly radius: number;
  /** Neighbours of a core, itself included. */
  readonly neighbours: number;
}

/** Neighbours of a row, itself included: in the order of one feature only a stretch of rows has to be looked at. */
function neighbourSearch(points: Float64Array, width: number, radius: number) {
  const rows = points.length / width;
  const order = Int32Array.from({ length: rows }, (_, row) => row).sort(
    (a, b) => points[a * width]! - points[b * width]!,
  );
  const places = new Int32Array(rows);
  order.forEach((row, place) => (places[row] = place));
  const most = radius * radius;
  return (row: number): number[] => {
    const found: number[] = [];
    const from = points[row * width]!;
    const look = (start: number, step: number) => {
      for (let place = start; place >= 0 && place < rows; place += step) {
        const other = order[place]!;
        if (Math.abs(points[other * width]! - from) > radius) return;
        if (squaredDistance(points, row, points, other, width) <= most) found.push(other);
      }
    };
    look(places[row]!, 1);
    look(places[row]! - 1, -1);
    return found;
  };
}

/**
 * @param points [rows, width] of comparable scale
 * @returns groups numbered by their first core; a row within reach of two goes to the first
 */
export function dbscan(points: Float64Array, width: number, { radius, neighbours }: Density): DensityGroups {
  const rows = points.length / width;
  const neighboursOf = neighbourSearch(points, width, radius);
  const cores = Uint8Array.from({ length: rows }, (_, row) =>
    neighboursOf(row).length >= neighbours ? 1 : 0,
  );
  const labels = new Int32Array(rows).fill(-1);
  let groups = 0;
  for (let first = 0; first < rows; first += 1) {
    if (cores[first] === 0 || labels[first]! >= 0) continue;
    const waiting = [first];
    labels[first] = groups;
    for (let row = waiting.pop(); row !== undefined; row = waiting.pop())
      // Looked up once more: of dense rows the neighbours are too many to keep.
      for (const other of neighboursOf(row)) {
        if (labels[other]! >= 0) continue;
        labels[other] = groups;
        if (cores[other] === 1) waiting.push(other);
      }
    groups += 1;
  }
  return { labels, cores, groups };
}

/**
 * The radius at the knee: of the distances to the n-th neighbour in ascending order, the one that lies farthest below the
 * straight line between the ends.
 *
 * @see Satopää et al. (2011), Finding a "kneedle" in a haystack, https://doi.org/10.1109/ICDCSW.2011.20
 */
export function kneeRadius(points: Float64Array, width: number, neighbours: number): number {
  const rows = points.length / width;
  const reach = Float64Array.from({ length: rows }, (_, row) => {
    const own = Float64Array.from({ length: rows }, (_o, other) =>
      squaredDistance(points, row, points, other, width),
    ).sort();
    return Math.sqrt(own[Math.min(neighbours, rows) - 1]!);
  }).sort();
  const [low, high] = [reach[0]!, reach[rows - 1]!];
  let [knee, most] = [rows - 1, 0];
  reach.forEach((distance, place) => {
    const below = low + ((high - low) * place) / (rows - 1) - distance;
    if (below > most) [knee, most] = [place, below];
  });
  return reach[knee]!;
}
