/**
 * Hierarchical clustering by Ward's criterion: the two groups are joined whose joining adds least to the squared distances
 * within groups. By chains of nearest neighbours, whose time and memory grow with the square of the rows.
 *
 * Our own: ml-hclust 4.0.0 makes the whole matrix anew at each joining, 20 seconds for 2,000 rows, and is an ES module only.
 *
 * @see Ward (1963), https://doi.org/10.1080/01621459.1963.10500845
 * @see Murtagh & Contreras (2012), Algorithms for hierarchical clustering, https://doi.org/10.1002/widm.53
 */
import { squaredDistance } from './distances';

/** The joinings, lowest first. Rows are nodes 0..rows - 1, the i-th joining makes node rows + i. */
export interface WardTree {
  readonly rows: number;
  /** [rows - 1] nodes that were joined, the lower number first */
  readonly joined: readonly (readonly [number, number])[];
  /** [rows - 1] distance of the two, which for two rows is Euclid's */
  readonly heights: Float64Array;
}

interface Joining {
  /** A row of each side. */
  readonly a: number;
  readonly b: number;
  readonly height: number;
}

/** The nearest living group to one, the one before in the chain where it is as near. */
function nearestOf(
  distances: Float64Array,
  sizes: Int32Array,
  one: number,
  before: number,
): readonly [number, number] {
  const rows = sizes.length;
  let nearest = before;
  let least = before < 0 ? Infinity : distances[one * rows + before]!;
  for (let other = 0; other < rows; other += 1) {
    if (other === one || sizes[other] === 0) continue;
    const distance = distances[one * rows + other]!;
    if (distance < least) [nearest, least] = [other, distance];
  }
  return [nearest, least];
}

/** Joins b into a: squared distances to all others by Lance and Williams. */
function join(distances: Float64Array, sizes: Int32Array, a: number, b: number): void {
  const rows = sizes.length;
  const [sizeA, sizeB] = [sizes[a]!, sizes[b]!];
  const between = distances[a * rows + b]!;
  for (let other = 0; other < rows; other += 1) {
    const size = sizes[other]!;
    if (other === a || other === b || size === 0) continue;
    const sum =
      (sizeA + size) * distances[a * rows + other]! +
      (sizeB + size) * distances[b * rows + other]! -
      size * between;
    distances[a * rows + other] = sum / (sizeA + sizeB + size);
    distances[other * rows + a] = distances[a * rows + other]!;
  }
  sizes[a] = sizeA + sizeB;
  sizes[b] = 0;
}

function chainOfJoinings(points: Float64Array, width: number): Joining[] {
  const rows = points.length / width;
  const distances = new Float64Array(rows * rows);
  for (let i = 0; i < rows; i += 1)
    for (let j = 0; j < i; j += 1) {
      const distance = squaredDistance(points, i, points, j, width);
      distances[i * rows + j] = distance;
      distances[j * rows + i] = distance;
    }
  const sizes = new Int32Array(rows).fill(1);
  const joinings: Joining[] = [];
  const chain: number[] = [];
  while (joinings.length < rows - 1) {
    if (chain.length === 0) chain.push(sizes.findIndex((size) => size > 0));
    const tip = chain.at(-1)!;
    const [nearest, distance] = nearestOf(distances, sizes, tip, chain.at(-2) ?? -1);
    if (nearest !== chain.at(-2)) {
      chain.push(nearest);
      continue;
    }
    chain.length -= 2;
    joinings.push({ a: tip, b: nearest, height: Math.sqrt(distance) });
    join(distances, sizes, tip, nearest);
  }
  return joinings;
}

/** @param points [rows, width] at least one row; memory is 8 bytes × rows², 32 MB for 2,000 */
export function wardTree(points: Float64Array, width: number): WardTree {
  const rows = points.length / width;
  const joinings = chainOfJoinings(points, width).sort((one, other) => one.height - other.height);
  // Node that holds each row, found by way of the rows that stand for it.
  const parents = Int32Array.from({ length: 2 * rows - 1 }, (_, node) => node);
  const nodeOf = (row: number): number => {
    let node = row;
    while (parents[node] !== node) node = parents[node] = parents[parents[node]!]!;
    return node;
  };
  const joined = joinings.map(({ a, b }, place) => {
    const pair = [nodeOf(a), nodeOf(b)].sort((one, other) => one - other) as [number, number];
    for (const node of pair) parents[node] = rows + place;
    return pair;
  });
  return { rows, joined, heights: Float64Array.from(joinings, ({ height }) => height) };
}

/** [rows] the groups that are left before the last k - 1 joinings, numbered by their first row */
export function cutWard({ rows, joined }: WardTree, k: number): Int32Array {
  if (!(k >= 1 && k <= rows)) throw new RangeError(`k: expected 1 to ${rows}, the rows, got ${k}`);
  const top = Int32Array.from({ length: 2 * rows - 1 }, (_, node) => node);
  for (let place = rows - k - 1; place >= 0; place -= 1)
    for (const node of joined[place]!) top[node] = top[rows + place]!;
  const labels = new Map<number, number>();
  return Int32Array.from({ length: rows }, (_, row) => {
    const node = top[row]!;
    if (!labels.has(node)) labels.set(node, labels.size);
    return labels.get(node)!;
  });
}
