/** Features made from the columns of a log: fitted on all rows, or as an earlier fit says. */
import { InputError, show } from '../core/errors';
import type { NameColumn, NumberColumn } from './columns';
import type { FeatureFit, FeaturePipeline, MinMaxFit, OneHotFit } from './feature-pipeline';

/** One feature of the state, computed for the rows that are wanted only. */
export interface Feature {
  readonly name: string;
  at(row: number): number;
}

/** Columns that have been read, by name. */
export interface RawColumns {
  readonly numbers: ReadonlyMap<string, NumberColumn>;
  readonly categories: ReadonlyMap<string, NameColumn>;
}

/** The least and the largest value of a column become 0 and 1. */
export function fitMinMax(column: string, values: Float64Array): MinMaxFit {
  let min = Infinity;
  let max = -Infinity;
  for (const value of values) {
    min = Math.min(min, value);
    max = Math.max(max, value);
  }
  return { name: column, kind: 'min-max', column, min, max };
}

/** One feature `<column>_<category>` per category, in their order. */
export function fitOneHot(column: string, categories: readonly string[]): OneHotFit[] {
  return categories.map((category) => ({ name: `${column}_${category}`, kind: 'one-hot', column, category }));
}

/**
 * `x * scale + (0 - min * scale)` with `scale = 1 / (max - min)`, in the order in which scikit-learn's MinMaxScaler
 * computes it, so that the published digits come out. Scale 1 where the fitted column was constant; a value outside
 * [min, max] falls outside [0, 1].
 */
function minMaxFeature({ name, min, max }: MinMaxFit, values: Float64Array): Feature {
  const scale = max > min ? 1 / (max - min) : 1;
  const offset = 0 - min * scale;
  return { name, at: (row) => values[row]! * scale + offset };
}

/** 1 where the row has the category, else 0. */
function oneHotFeature({ name, category }: OneHotFit, codes: Int32Array, names: readonly string[]): Feature {
  const code = names.indexOf(category);
  return { name, at: (row) => (codes[row] === code ? 1 : 0) };
}

function byColumn<Fit extends FeatureFit, Value>(
  fits: readonly Fit[],
  valueOf: (column: string) => Value,
): Map<string, Value> {
  return new Map(fits.map(({ column }) => [column, valueOf(column)]));
}

/** The columns that a pipeline reads, each once. */
export function pipelineColumns({ features }: FeaturePipeline): { numbers: string[]; categories: string[] } {
  const columns = (kind: FeatureFit['kind']): string[] => [
    ...new Set(features.filter((fit) => fit.kind === kind).map(({ column }) => column)),
  ];
  return { numbers: columns('min-max'), categories: columns('one-hot') };
}
