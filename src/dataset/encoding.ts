/** Features made from the columns of a log: fitted on all its rows, or as an earlier fit says. */
import { InputError, show } from '../core/errors';
import { NameColumn, NumberColumn, type ColumnReader } from './read/columns';
import type { FeatureFit, FeaturePipeline } from './feature-pipeline';

type MinMaxFit = Extract<FeatureFit, { kind: 'min-max' }>;
type OneHotFit = Extract<FeatureFit, { kind: 'one-hot' }>;

/** One feature of the state, computed for the rows that are wanted only. */
export interface Feature {
  readonly name: string;
  at(row: number): number;
}

/** Which columns hold numbers, and which names. */
export interface RawColumnNames {
  readonly numbers: readonly string[];
  readonly categories: readonly string[];
}

interface Categories {
  /** [rows] index into `names` */
  readonly codes: Int32Array;
  readonly names: readonly string[];
}

/** Raw columns by name, once they are read. */
export interface RawColumns {
  /** each [rows] */
  readonly numbers: ReadonlyMap<string, Float64Array>;
  readonly categories: ReadonlyMap<string, Categories>;
}

/** Readers for these columns, and what they have read when they are done. */
export function rawColumnReaders(names: RawColumnNames): {
  readonly readers: readonly ColumnReader[];
  columns(): RawColumns;
} {
  const numbers = names.numbers.map((name) => new NumberColumn(name));
  const categories = names.categories.map((name) => new NameColumn(name));
  return {
    readers: [...numbers, ...categories],
    columns: () => ({
      numbers: new Map(numbers.map((column) => [column.name, column.values()])),
      categories: new Map(
        categories.map((column) => [column.name, { codes: column.codes(), names: column.names() }]),
      ),
    }),
  };
}

/** The columns that a pipeline reads, each once. */
export function pipelineColumns({ features }: FeaturePipeline): RawColumnNames {
  const columns = (kind: FeatureFit['kind']): string[] => [
    ...new Set(features.filter((fit) => fit.kind === kind).map(({ column }) => column)),
  ];
  return { numbers: columns('min-max'), categories: columns('one-hot') };
}

/** The least and the largest value of a column become 0 and 1. */
export function fitMinMax(column: string, values: Float64Array): FeatureFit {
  let min = Infinity;
  let max = -Infinity;
  for (const value of values) {
    min = Math.min(min, value);
    max = Math.max(max, value);
  }
  return { name: column, kind: 'min-max', column, min, max };
}

/** One feature `<column>_<category>` per category, in their order. */
export function fitOneHot(column: string, categories: readonly string[]): FeatureFit[] {
  return categories.map((category) => ({ name: `${column}_${category}`, kind: 'one-hot', column, category }));
}

/**
 * `x * scale + (0 - min * scale)` with `scale = 1 / (max - min)`, in the order in which scikit-learn's MinMaxScaler
 * computes it, so that the published digits come out. Where the fitted column was constant, its value becomes 0 and
 * the scale is 1.
 */
function minMaxFeature({ name, min, max }: MinMaxFit, values: Float64Array): Feature {
  const scale = max > min ? 1 / (max - min) : 1;
  const offset = 0 - min * scale;
  return { name, at: (row) => values[row]! * scale + offset };
}

function oneHotFeature({ name, category }: OneHotFit, { codes, names }: Categories): Feature {
  const code = names.indexOf(category);
  return { name, at: (row) => (codes[row] === code ? 1 : 0) };
}

/**
 * The features of a pipeline on these columns; a number beyond the fitted range falls outside [0, 1].
 *
 * @param file for messages
 * @param lines [rows] line of the file
 * @throws InputError with the line of the first category that the pipeline does not know
 */
export function pipelineFeatures(
  file: string,
  pipeline: FeaturePipeline,
  columns: RawColumns,
  lines: Int32Array,
): Feature[] {
  for (const [column, { codes, names }] of columns.categories) {
    const known = pipeline.features.flatMap((fit) =>
      fit.kind === 'one-hot' && fit.column === column ? [fit.category] : [],
    );
    const isKnown = names.map((name) => known.includes(name));
    const row = codes.findIndex((code) => !isKnown[code]!);
    if (row < 0) continue;
    const expected = known.map(show).join(', ');
    throw new InputError(
      `${file}:${lines[row]!} ${column}: expected one of ${expected} as in the pipeline, got ${show(names[codes[row]!])}`,
    );
  }
  return pipeline.features.map((fit) =>
    fit.kind === 'min-max'
      ? minMaxFeature(fit, columns.numbers.get(fit.column)!)
      : oneHotFeature(fit, columns.categories.get(fit.column)!),
  );
}

/** Numbers of these columns that lie outside [min, max] of their fit. */
export function outsideCount({ features }: FeaturePipeline, { numbers }: RawColumns): number {
  let count = 0;
  for (const fit of features) {
    if (fit.kind !== 'min-max') continue;
    for (const value of numbers.get(fit.column)!) if (value < fit.min || value > fit.max) count += 1;
  }
  return count;
}
