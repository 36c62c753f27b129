/**
 * The anchor of segments: fifths of customers by recency, frequency and money, and the sum of the three. Every marketer
 * has these, without any model.
 *
 * @see Hughes (1994), Strategic Database Marketing
 */
import { z } from 'zod';
import { InputError, show } from '../../../core/errors';
import { featureOf, type FeatureTable } from '../feature-table';

const FIFTHS = 5;

export const rfmSchema = z
  .strictObject({
    parts: z
      .array(
        z.strictObject({
          feature: z.string(),
          best: z.enum(['low', 'high']),
          cuts: z
            .array(z.number())
            .length(FIFTHS - 1)
            .readonly(),
        }),
      )
      .length(3)
      .readonly(),
  })
  .readonly();
export type Rfm = z.infer<typeof rfmSchema>;

export interface RfmFeatures {
  /** Such as days since the last purchase: the fewer the better. */
  readonly recency: string;
  readonly frequency: string;
  readonly monetary: string;
}

function cutsOf(table: FeatureTable, feature: string): number[] {
  const ascending = featureOf(table, feature)
    .filter((value) => !Number.isNaN(value))
    .sort();
  if (ascending.length === 0)
    throw new InputError(`feature ${show(feature)}: expected a known value in the rows of the fit, got none`);
  return Array.from(
    { length: FIFTHS - 1 },
    (_, i) => ascending[Math.ceil(((i + 1) * ascending.length) / FIFTHS) - 1]!,
  );
}

/** @throws InputError if the table lacks a feature */
export function fitRfm(table: FeatureTable, { recency, frequency, monetary }: RfmFeatures): Rfm {
  const part = (feature: string, best: 'low' | 'high') => ({ feature, best, cuts: cutsOf(table, feature) });
  return { parts: [part(recency, 'low'), part(frequency, 'high'), part(monetary, 'high')] };
}

/** [rows] 0 of the worst fifth by the sum of the three, 4 of the best: sums of 3 to 15 in five equal stretches */
export function applyRfm({ parts }: Rfm, table: FeatureTable): Int32Array {
  const sums = new Float64Array(table.rows);
  for (const { feature, best, cuts } of parts)
    featureOf(table, feature).forEach((value, row) => {
      // Not known is worst: nobody saw the customer buy.
      const above = cuts.filter((cut) => value > cut).length;
      const fifth = Number.isNaN(value) ? 0 : best === 'high' ? above : FIFTHS - 1 - above;
      sums[row]! += fifth;
    });
  return Int32Array.from(sums, (sum) =>
    Math.min(FIFTHS - 1, Math.floor((sum * FIFTHS) / (3 * (FIFTHS - 1) + 1))),
  );
}
