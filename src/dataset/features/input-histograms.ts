/**
 * How often the columns that a model was trained on had which values, so that a service can tell whether those it is asked
 * about are others: counted of what the network sees, the same way there and here.
 */
import { z } from 'zod';
import { featureNames } from './feature-names';
import type { FittedFeature, FittedFeatures } from './fitted-features';

export const inputHistogramsSchema = z
  .array(
    z
      .strictObject({
        column: z.string().min(1),
        edges: z
          .array(z.number())
          .readonly()
          .describe(
            'of numbers, as the network sees them: upper ends of all bins but the last; none of categories and flags',
          ),
        counts: z
          .array(z.int().min(0))
          .min(1)
          .readonly()
          .describe(
            'rows trained on, by bin; categories by level, other and none of them; at last where missing',
          ),
      })
      .readonly(),
  )
  .readonly();

export type InputHistograms = z.output<typeof inputHistogramsSchema>;
export type InputHistogram = InputHistograms[number];

/** Bins of about as many rows each, where values allow it. */
const BINS = 10;

const isNumeric = (fitted: FittedFeature) => fitted.kind !== 'category' && fitted.kind !== 'flag';

/** Upper ends of all bins but the last; what is the largest value needs none. @param sorted ascending */
function quantileEdges(sorted: Float32Array): number[] {
  const edges: number[] = [];
  for (let bin = 1; bin < BINS; bin += 1) {
    const edge = sorted[Math.ceil((bin * sorted.length) / BINS) - 1];
    if (edge !== undefined && edge < sorted.at(-1)! && edge !== edges.at(-1)) edges.push(edge);
  }
  return edges;
}

function levelsOf(fitted: FittedFeature): number {
  if (fitted.kind === 'flag') return 2;
  return fitted.kind === 'category' ? fitted.levels.length + (fitted.other ? 1 : 0) + 1 : 0;
}

/** How many bins a column has: the last one where it is missing, if it may be. */
function binsOf(fitted: FittedFeature, edges: readonly number[]): number {
  return (isNumeric(fitted) ? edges.length + 1 : levelsOf(fitted)) + (fitted.missing ? 1 : 0);
}

/** @param at of the column's first number in the observations @returns the bin */
function binOf(
  fitted: FittedFeature,
  edges: readonly number[],
  observations: Float32Array,
  at: number,
): number {
  const last = binsOf(fitted, edges) - 1;
  if (fitted.kind === 'category') {
    const named = fitted.levels.length + (fitted.other ? 1 : 0);
    if (fitted.missing && observations[at + named] === 1) return last;
    for (let level = 0; level < named; level += 1) if (observations[at + level] === 1) return level;
    return named;
  }
  if (fitted.missing && observations[at + 1] === 1) return last;
  const value = observations[at]!;
  if (fitted.kind === 'flag') return value > 0 ? 1 : 0;
  let bin = 0;
  while (bin < edges.length && value > edges[bin]!) bin += 1;
  return bin;
}

/** Where each column begins among the features of an observation. */
function offsetsOf(features: FittedFeatures): number[] {
  let at = 0;
  return features.map((fitted) => (at += featureNames([fitted]).length) - featureNames([fitted]).length);
}

function numbersOf(
  fitted: FittedFeature,
  observations: Float32Array,
  width: number,
  at: number,
): Float32Array {
  const values: number[] = [];
  for (let row = at; row < observations.length; row += width)
    if (!fitted.missing || observations[row + 1] !== 1) values.push(observations[row]!);
  return Float32Array.from(values).sort();
}

/**
 * @param observations [rows, features] of the rows trained on
 * @returns one histogram for each column
 */
export function inputHistograms(features: FittedFeatures, observations: Float32Array): InputHistograms {
  const width = featureNames(features).length;
  const offsets = offsetsOf(features);
  return features.map((fitted, i) => {
    const at = offsets[i]!;
    const edges = isNumeric(fitted) ? quantileEdges(numbersOf(fitted, observations, width, at)) : [];
    const counts = new Array<number>(binsOf(fitted, edges)).fill(0);
    for (let row = 0; row < observations.length; row += width)
      counts[binOf(fitted, edges, observations, row + at)]! += 1;
    return { column: fitted.column, edges, counts };
  });
}

/** @returns [columns] the bin of each column of a row of observations */
export function rowBins(
  features: FittedFeatures,
  histograms: InputHistograms,
): (observations: Float32Array, row: number) => number[] {
  const width = featureNames(features).length;
  const offsets = offsetsOf(features);
  return (observations, row) =>
    features.map((fitted, i) => binOf(fitted, histograms[i]!.edges, observations, row * width + offsets[i]!));
}
