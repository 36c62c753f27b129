/** What a model needs to take raw columns: what they mean, and how they were encoded. Saved in its manifest. */
import { z } from 'zod';
import { logSchema } from '../schema/log-schema';
import { fittedFeaturesSchema } from './fitted-features';

export const rawInputsSchema = z
  .strictObject({
    schema: logSchema.describe('of the log trained on'),
    features: fittedFeaturesSchema.describe('columns in order, and how each becomes numbers'),
  })
  .readonly();

export type RawInputs = z.output<typeof rawInputsSchema>;
