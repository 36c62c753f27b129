/** The ways to group rows, each as what was found and how later rows are assigned. */
import { z } from 'zod';
import type { Random } from '../../../core/random';
import { dbscan, kneeRadius } from './dbscan';
import { centresOf, nearestCentres } from './distances';
import { kMeans } from './k-means';
import { cutWard, wardTree } from './ward';

const points = z.array(z.array(z.number()).readonly()).min(1).readonly();

/** What later rows are assigned by. */
export const groupsSchema = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('centres'), centres: points.describe('[segments, features]') }),
    z.strictObject({
      kind: z.literal('cores'),
      radius: z.number().nonnegative(),
      cores: points.describe('[cores, features] as prepared'),
      labels: z.array(z.int().nonnegative()).readonly().describe('[cores] segment of each'),
    }),
  ])
  .readonly();
export type Groups = z.infer<typeof groupsSchema>;

export interface Grouping {
  /** [rows] of the fit; -1 of noise */
  readonly labels: Int32Array;
  readonly groups: Groups;
}

/** Groups rows [rows, width]; null if it finds none. */
export type Grouper = (points: Float64Array, width: number, random: Random) => Grouping | null;

const rowsOfPoints = (values: Float64Array, width: number): number[][] =>
  Array.from({ length: values.length / width }, (_, row) => [
    ...values.subarray(row * width, (row + 1) * width),
  ]);

export function byKMeans(k: number, starts: number): Grouper {
  return (rows, width, random) => {
    const { centres, labels } = kMeans(rows, width, k, starts, random);
    return { labels, groups: { kind: 'centres', centres: rowsOfPoints(centres, width) } };
  };
}

/** Later rows go to the nearest centre, which Ward's own groups of the fit need not be. */
export function byWard(k: number): Grouper {
  return (rows, width) => {
    const labels = cutWard(wardTree(rows, width), k);
    const centres = rowsOfPoints(centresOf(rows, labels, k, width), width);
    return { labels, groups: { kind: 'centres', centres } };
  };
}

/**
 * Neighbours of a core: twice the features (Sander et al. 1998), but no fewer than ten, or rows that are drawn twice would
 * make cores of stragglers.
 */
const neighboursFor = (width: number): number => Math.max(10, 2 * width);

/** By the radius at the knee, found anew of each rows. */
export const byDensity: Grouper = (rows, width) => {
  const neighbours = neighboursFor(width);
  const radius = kneeRadius(rows, width, neighbours);
  const { labels, cores, groups } = dbscan(rows, width, { radius, neighbours });
  if (groups === 0) return null;
  const places = Array.from(cores, (_, row) => row).filter((row) => cores[row] === 1);
  const all = rowsOfPoints(rows, width);
  return {
    labels,
    groups: {
      ...{ kind: 'cores', radius },
      cores: places.map((row) => all[row]!),
      labels: places.map((row) => labels[row]!),
    },
  };
};

/** [rows] segment of each row; -1 where it is near no core. @param rows [rows, width] */
export function assign(groups: Groups, rows: Float64Array, width: number): Int32Array {
  const places = groups.kind === 'centres' ? groups.centres : groups.cores;
  const { labels, distances } = nearestCentres(rows, Float64Array.from(places.flat()), width);
  if (groups.kind === 'centres') return labels;
  const most = groups.radius ** 2;
  return labels.map((core, row) => (distances[row]! <= most ? groups.labels[core]! : -1));
}
