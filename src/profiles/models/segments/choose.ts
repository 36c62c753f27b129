/**
 * Whether there are segments, and how many. A number of segments counts if its silhouette is above what one kind of
 * customers gives (`references.ts`), and if resampled customers give the same ones; of those that count the clearest is
 * taken. If none counts there are no segments, however willingly a method cuts some.
 *
 * @see Ben-Hur, Elisseeff & Guyon (2002), stability by resampling
 * @see Hennig (2007), https://doi.org/10.1016/j.csda.2006.11.025 (what is stable)
 */
import { z } from 'zod';
import type { Random } from '../../../core/random';
import { moments } from '../../../stats/moments';
import { adjustedRand } from '../../judge/adjusted-rand';
import { pairDistances, silhouette } from '../../judge/silhouette';
import { assign, type Grouper } from './groupings';
import { referenceKinds, referencesOf } from './references';

const referenceSchema = z
  .strictObject({
    mean: z.number().describe('silhouette of customers of one kind'),
    deviation: z.number().describe('standard deviation over the draws'),
  })
  .readonly();

export const triedSchema = z
  .strictObject({
    name: z.string(),
    segments: z.int().nonnegative().describe('that were found'),
    silhouette: z.number().nullable().describe('null of fewer than two segments'),
    references: z.strictObject({ features: referenceSchema, axes: referenceSchema }).readonly(),
    stability: z.number().nullable().describe('mean adjusted Rand index of pairs of resamples'),
    clear: z.boolean().describe('whether the silhouette is above both references'),
    stable: z.boolean(),
  })
  .readonly();
export type Tried = z.infer<typeof triedSchema>;

export interface Candidate {
  readonly name: string;
  readonly grouper: Grouper;
}

export interface ChooseSettings {
  /** Draws of each reference. */
  readonly draws: number;
  /** Pairs of resamples. */
  readonly resamplePairs: number;
}

/** Standard deviations above the mean of the reference, and how far above it at least, that a silhouette counts. */
const DEVIATIONS = 3;
const LEAST_EXCESS = 0.1;
/** Adjusted Rand index from which groups are the same ones. */
const STABLE = 0.8;

interface Found {
  readonly segments: number;
  /** null of fewer than two segments */
  readonly silhouette: number | null;
}

/** [candidates] what each finds in the same rows. */
function foundBy(
  candidates: readonly Candidate[],
  points: Float64Array,
  width: number,
  random: Random,
): Found[] {
  const distances = pairDistances(points, width);
  return candidates.map(({ name, grouper }) => {
    const grouping = grouper(points, width, random.fork(name));
    const segments = new Set(grouping?.labels.filter((label) => label >= 0)).size;
    const own = grouping === null ? NaN : silhouette(distances, grouping.labels);
    return { segments, silhouette: Number.isNaN(own) ? null : own };
  });
}

/** Of what a candidate finds in draws of one kind of customers; 0 where that is one group, or none. */
function referenceOf(draws: readonly Found[]): { readonly mean: number; readonly deviation: number } {
  const { mean, variance } = moments(draws.map((draw) => draw.silhouette ?? 0));
  return { mean, deviation: Math.sqrt(variance) };
}

/** Rows drawn with replacement. */
function resampled(points: Float64Array, width: number, random: Random): Float64Array {
  const rows = points.length / width;
  const drawn = new Float64Array(points.length);
  for (let row = 0; row < rows; row += 1) {
    const from = random.integer(rows) * width;
    drawn.set(points.subarray(from, from + width), row * width);
  }
  return drawn;
}

/** Mean agreement of what two resamples give, asked of all rows; null if a resample gives nothing. */
function stabilityOf(
  { grouper }: Candidate,
  points: Float64Array,
  width: number,
  pairs: number,
  random: Random,
): number | null {
  let sum = 0;
  for (let pair = 0; pair < pairs; pair += 1) {
    const [first, second] = ['first', 'second'].map((name) => {
      const own = random.fork(`pair-${pair}/${name}`);
      const grouping = grouper(resampled(points, width, own), width, own);
      return grouping === null ? null : assign(grouping.groups, points, width);
    });
    if (first === null || second === null) return null;
    // Noise is no group: rows that both put into one are compared.
    const inBoth = (_: number, row: number) => first![row]! >= 0 && second![row]! >= 0;
    sum += adjustedRand(first!.filter(inBoth), second!.filter(inBoth));
  }
  return sum / pairs;
}

/**
 * @param points [rows, width] of which customers are looked at; time grows with the square of the rows
 * @returns every candidate in order
 */
export function tryCandidates(
  candidates: readonly Candidate[],
  points: Float64Array,
  width: number,
  { draws, resamplePairs }: ChooseSettings,
  random: Random,
): Tried[] {
  const sources = referencesOf(points, width);
  const drawn = referenceKinds.map((kind) =>
    Array.from({ length: draws }, (_, draw) => {
      const own = random.fork(`${kind}/${draw}`);
      return foundBy(candidates, sources[kind](own.fork('rows')), width, own);
    }),
  );
  return foundBy(candidates, points, width, random.fork('rows')).map((found, place) => {
    const candidate = candidates[place]!;
    const [features, axes] = drawn.map((references) => referenceOf(references.map((draw) => draw[place]!)));
    const own = random.fork(`stability/${candidate.name}`);
    const stability = stabilityOf(candidate, points, width, resamplePairs, own);
    const clear = [features!, axes!].every(
      ({ mean, deviation }) =>
        found.silhouette !== null && found.silhouette > mean + Math.max(LEAST_EXCESS, DEVIATIONS * deviation),
    );
    return {
      ...{ name: candidate.name, ...found },
      ...{ references: { features: features!, axes: axes! }, stability, clear },
      stable: stability !== null && stability >= STABLE,
    };
  });
}

/** @returns place of the clearest of those that are clear and stable; null if none is */
export function clearest(tried: readonly Tried[]): number | null {
  return tried.reduce<number | null>((best, one, place) => {
    if (!one.clear || !one.stable) return best;
    return best === null || one.silhouette! > tried[best]!.silhouette! ? place : best;
  }, null);
}
