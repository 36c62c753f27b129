/**
 * Features on one scale: logarithms of skewed amounts where stated, what is not known filled with the mean, mean 0 and
 * standard deviation 1. Fitted on the rows a model is fitted on, so that later rows are seen through the earlier ones.
 */
import { z } from 'zod';
import { InputError, show } from '../../core/errors';
import { expectFeatures, expectTable, featurePlace, type FeatureTable } from './feature-table';

const preparedColumnSchema = z
  .strictObject({
    name: z.string(),
    logged: z.boolean().describe('sign(x) log(1 + |x|) instead of x'),
    mean: z.number().describe('of what is known, after the logarithm; stands for what is not known'),
    scale: z.number().positive().describe('standard deviation of what is known, over n; 1 of a constant'),
  })
  .readonly();

export const preparationSchema = z.array(preparedColumnSchema).min(1).readonly();
type PreparedColumn = z.infer<typeof preparedColumnSchema>;
export type Preparation = z.infer<typeof preparationSchema>;

/** As log(1 + x) for counts and amounts; refunds, below 0, mirror it. */
export const signedLog = (x: number): number => Math.sign(x) * Math.log1p(Math.abs(x));

function fitColumn({ values, rows, names }: FeatureTable, place: number, logged: boolean): PreparedColumn {
  const name = names[place]!;
  let [known, mean, squares] = [0, 0, 0];
  for (let row = 0; row < rows; row += 1) {
    const raw = values[row * names.length + place]!;
    if (Number.isNaN(raw)) continue;
    if (!Number.isFinite(raw))
      throw new InputError(`feature ${show(name)}: expected finite numbers, got ${raw}`);
    const x = logged ? signedLog(raw) : raw;
    known += 1;
    const deviation = x - mean;
    mean += deviation / known;
    squares += deviation * (x - mean);
  }
  if (known === 0)
    throw new InputError(`feature ${show(name)}: expected a known value in the rows of the fit, got none`);
  const deviation = Math.sqrt(squares / known);
  // What rounding leaves of a constant is no spread.
  const constant = !(deviation > 1e-12 * Math.max(1, Math.abs(mean)));
  return { name, logged, mean, scale: constant ? 1 : deviation };
}

/**
 * @param table rows of the fit
 * @param logged names of skewed amounts, such as counts and sums of money
 * @throws InputError for a feature that no row knows, that is not finite, or a name in `logged` that is none
 */
export function fitPreparation(table: FeatureTable, logged: readonly string[] = []): Preparation {
  expectTable(table);
  const skewed = new Set(logged.map((name) => featurePlace(table, name)));
  return table.names.map((_, place) => fitColumn(table, place, skewed.has(place)));
}

/**
 * @returns [rows, features] without NaN
 * @throws InputError unless the table has the features of the fit
 */
export function applyPreparation(preparation: Preparation, table: FeatureTable): Float64Array {
  expectTable(table);
  expectFeatures(
    preparation.map(({ name }) => name),
    table,
  );
  const width = preparation.length;
  return table.values.map((raw, at) => {
    const { logged, mean, scale } = preparation[at % width]!;
    return Number.isNaN(raw) ? 0 : ((logged ? signedLog(raw) : raw) - mean) / scale;
  });
}
