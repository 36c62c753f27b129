/**
 * The anchor of churn models: whoever was not seen for long is lost. The share of customers lost, by tenths of one feature.
 * A model that does not beat it has learned nothing that a marketer would not know.
 */
import { z } from 'zod';
import { InputError, show } from '../../../core/errors';
import { expectLength } from '../../../core/shape';
import { featureOf, type FeatureTable } from '../feature-table';

export const recencyRuleSchema = z
  .strictObject({
    feature: z.string(),
    cuts: z
      .array(z.number())
      .readonly()
      .describe('[bins - 1] ascending; a bin holds what is at most its cut'),
    shares: z.array(z.number()).min(1).readonly().describe('[bins] lost of the rows of the fit'),
    unknown: z.number().describe('share of all rows, for those where the feature is not known'),
  })
  .readonly();
export type RecencyRule = z.infer<typeof recencyRuleSchema>;

const BINS = 10;

const binOf = (cuts: readonly number[], value: number): number => {
  const place = cuts.findIndex((cut) => value <= cut);
  return place < 0 ? cuts.length : place;
};

/**
 * @param feature such as days since the last purchase, or months of tenure
 * @throws InputError if the table has no such feature, or knows it of no row
 */
export function fitRecencyRule(table: FeatureTable, target: Float64Array, feature: string): RecencyRule {
  expectLength('target', target, table.rows);
  const values = featureOf(table, feature);
  const ascending = values.filter((value) => !Number.isNaN(value)).sort();
  if (ascending.length === 0)
    throw new InputError(`feature ${show(feature)}: expected a known value in the rows of the fit, got none`);
  const last = ascending.at(-1)!;
  const bounds = Array.from(
    { length: BINS - 1 },
    (_, i) => ascending[Math.ceil(((i + 1) * ascending.length) / BINS) - 1]!,
  );
  const cuts = [...new Set(bounds)].filter((cut) => cut < last);
  const lost = new Float64Array(cuts.length + 1);
  const rows = new Float64Array(cuts.length + 1);
  values.forEach((value, row) => {
    if (Number.isNaN(value)) return;
    rows[binOf(cuts, value)]! += 1;
    lost[binOf(cuts, value)]! += target[row]!;
  });
  return {
    ...{ feature, cuts },
    shares: Array.from(lost, (count, bin) => count / rows[bin]!),
    unknown: target.reduce((sum, label) => sum + label, 0) / table.rows,
  };
}

/** [rows] probability to be lost */
export function applyRecencyRule(
  { feature, cuts, shares, unknown }: RecencyRule,
  table: FeatureTable,
): Float64Array {
  return featureOf(table, feature).map((value) =>
    Number.isNaN(value) ? unknown : shares[binOf(cuts, value)]!,
  );
}
