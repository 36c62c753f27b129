/** Segments of customers: found if there are any, described by what sets them apart, and assigned to later customers. */
import { z } from 'zod';
import { InputError } from '../../../core/errors';
import type { Random } from '../../../core/random';
import type { FeatureTable } from '../feature-table';
import { applyPreparation, fitPreparation, preparationSchema } from '../preparation';
import { clearest, triedSchema, tryCandidates, type Candidate, type Tried } from './choose';
import { describeSegments, traitSchema } from './describe';
import { centresOf } from './distances';
import { assign, byDensity, byKMeans, byWard, groupsSchema, type Groups } from './groupings';

export const segmentsSettingsSchema = z
  .strictObject({
    method: z.enum(['k-means', 'dbscan', 'ward']).default('k-means'),
    logged: z.array(z.string()).readonly().default([]).describe('features whose logarithm is read'),
    mostSegments: z.int().min(2).default(8),
    rowsLookedAt: z
      .int()
      .min(20)
      .default(1000)
      .describe('customers drawn to choose by; time grows with their square'),
    rowsFitted: z
      .int()
      .min(20)
      .default(3000)
      .describe('customers drawn for dbscan and ward, whose time grows with the square; k-means takes all'),
    draws: z
      .int()
      .min(5)
      .default(20)
      .describe('of customers of one kind, that segments must be clearer than'),
    resamplePairs: z.int().min(1).default(10).describe('of customers, whose segments must agree'),
    starts: z.int().min(1).default(10).describe('of k-means, of which the best is kept'),
  })
  .readonly();
export type SegmentsSettings = z.infer<typeof segmentsSettingsSchema>;

const segmentSchema = z
  .strictObject({
    name: z.string(),
    share: z.number().describe('of the customers of the fit'),
    traits: z.array(traitSchema).readonly(),
  })
  .readonly();

export const segmentsModelSchema = z
  .strictObject({
    method: segmentsSettingsSchema.unwrap().shape.method.unwrap(),
    preparation: preparationSchema,
    groups: groupsSchema.nullable().describe('null where there are no segments'),
    reason: z.string().nullable().describe('why there are none; null where there are'),
    segments: z.array(segmentSchema).readonly().describe('none, or at least two'),
    tried: z.array(triedSchema).readonly(),
    rowsLookedAt: z.int(),
    rowsFitted: z.int(),
  })
  .readonly();
export type SegmentsModel = z.infer<typeof segmentsModelSchema>;

/** As many rows as asked for, drawn without replacement; all of them if there are no more. */
function drawnRows(points: Float64Array, width: number, most: number, random: Random): Float64Array {
  const rows = points.length / width;
  if (rows <= most) return points;
  const places = Int32Array.from({ length: rows }, (_, row) => row);
  const drawn = new Float64Array(most * width);
  for (let i = 0; i < most; i += 1) {
    const other = i + random.integer(rows - i);
    [places[i], places[other]] = [places[other]!, places[i]!];
    drawn.set(points.subarray(places[i]! * width, (places[i]! + 1) * width), i * width);
  }
  return drawn;
}

function candidatesOf({ method, mostSegments }: SegmentsSettings, starts: number, rows: number): Candidate[] {
  if (method === 'dbscan') return [{ name: 'by density', grouper: byDensity }];
  const most = Math.min(mostSegments, rows - 1);
  return Array.from({ length: most - 1 }, (_, i) => ({
    name: `${i + 2} segments`,
    grouper: method === 'ward' ? byWard(i + 2) : byKMeans(i + 2, starts),
  }));
}

function reasonOf(tried: readonly Tried[]): string {
  if (tried.every(({ segments }) => segments < 2)) return 'no two groups were found';
  return tried.some(({ clear }) => clear)
    ? 'groups that are clear are not stable: resampled customers give others'
    : 'no grouping is clearer than that of customers who are all of one kind';
}

function describe(preparation: SegmentsModel['preparation'], points: Float64Array, groups: Groups) {
  const width = preparation.length;
  const labels = assign(groups, points, width);
  const count =
    groups.kind === 'centres'
      ? groups.centres.length
      : groups.labels.reduce((most, label) => Math.max(most, label + 1), 0);
  const names = preparation.map(({ name }) => name);
  return describeSegments(names, centresOf(points, labels, count, width)).map((one, segment) => ({
    ...one,
    share: labels.filter((label) => label === segment).length / labels.length,
  }));
}

/** Starts where many groupings are made only to be compared. */
const FEW_STARTS = 3;
const LEAST_ROWS = 20;

/**
 * @throws InputError for fewer rows than anything could be told of, or as `fitPreparation`
 */
export function fitSegments(table: FeatureTable, settings: SegmentsSettings, random: Random): SegmentsModel {
  if (table.rows < LEAST_ROWS)
    throw new InputError(`segments: expected at least ${LEAST_ROWS} customers, got ${table.rows}`);
  const preparation = fitPreparation(table, settings.logged);
  const points = applyPreparation(preparation, table);
  const width = preparation.length;
  const looked = drawnRows(points, width, settings.rowsLookedAt, random.fork('looked-at'));
  const rowsLookedAt = looked.length / width;
  const candidates = candidatesOf(settings, FEW_STARTS, rowsLookedAt);
  const tried = tryCandidates(candidates, looked, width, settings, random.fork('choose'));
  const place = clearest(tried);
  const most = settings.method === 'k-means' ? table.rows : settings.rowsFitted;
  const fitted = drawnRows(points, width, most, random.fork('fitted'));
  const base = {
    ...{ method: settings.method, preparation, tried, rowsLookedAt },
    rowsFitted: fitted.length / width,
  };
  const chosen = place === null ? null : candidatesOf(settings, settings.starts, rowsLookedAt)[place]!;
  const groups = chosen?.grouper(fitted, width, random.fork('fit'))?.groups ?? null;
  if (groups === null) return { ...base, groups, reason: reasonOf(tried), segments: [] };
  return { ...base, groups, reason: null, segments: describe(preparation, points, groups) };
}

/**
 * [rows] place of each row's segment; -1 of none: near no core of DBSCAN's, or where there are no segments at all.
 *
 * @throws InputError unless the table has the features of the fit
 */
export function applySegments({ preparation, groups }: SegmentsModel, table: FeatureTable): Int32Array {
  const points = applyPreparation(preparation, table);
  return groups === null ? new Int32Array(table.rows).fill(-1) : assign(groups, points, preparation.length);
}
