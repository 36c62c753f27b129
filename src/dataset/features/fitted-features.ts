/**
 * How raw columns become the numbers that a network sees: fitted on the rows trained on, in double precision, and saved
 * in the model, which from then on takes raw columns.
 */
import { z } from 'zod';

const name = z.string().min(1);

/** (value − origin − mean) × scale of the value, or of the logarithm of value + 1. */
const numeric = z
  .strictObject({
    column: name,
    kind: z.enum(['number', 'count', 'days-since', 'date']),
    origin: z.number().describe('a value trained on: what is far from 0, such as a time, keeps its digits'),
    mean: z.number().describe('of value − origin over the rows trained on'),
    scale: z.number().positive().describe('1 / standard deviation; 1 where all are equal'),
    missing: z
      .boolean()
      .describe('whether the log lacks it somewhere: lacking it is then a feature of its own'),
  })
  .readonly();

const flag = z.strictObject({ column: name, kind: z.literal('flag'), missing: z.boolean() }).readonly();

const category = z
  .strictObject({
    column: name,
    kind: z.literal('category'),
    levels: z.array(z.string()).readonly().describe('each a feature: 1 where it is the row’s'),
    missing: z.boolean(),
    other: z.boolean().describe('whether a feature stands for all other levels'),
  })
  .readonly();

export const fittedFeaturesSchema = z
  .array(z.discriminatedUnion('kind', [numeric, flag, category]))
  .readonly();

export type FittedFeature = z.output<typeof fittedFeaturesSchema>[number];
export type FittedFeatures = readonly FittedFeature[];
