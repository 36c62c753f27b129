/** Who will be lost: the probability of no purchase (or of a cancellation) in a window after a date. */
import { z } from 'zod';
import type { Random } from '../../../core/random';
import { expectLength } from '../../../core/shape';
import type { TellGrown } from '../../learners/forest';
import { learnerSettingsSchema } from '../../learners/learned';
import type { FeatureTable } from '../feature-table';
import { applyPreparedModel, expectLabels, fitPreparedModel, preparedModelSchema } from '../prepared-model';
import { expectNoImage } from '../leaks';

export const churnSettingsSchema = z
  .strictObject({
    method: z.enum(['logistic', 'tree', 'forest']).default('logistic'),
    logged: z.array(z.string()).readonly().default([]).describe('features whose logarithm is read'),
    learner: learnerSettingsSchema.prefault({}),
  })
  .readonly();
export type ChurnSettings = z.infer<typeof churnSettingsSchema>;

export const churnModelSchema = preparedModelSchema;
export type ChurnModel = z.infer<typeof churnModelSchema>;

/**
 * @param target [rows] 1 of customers who were lost in the window after the date
 * @throws InputError for a label other than 0 and 1, or for a feature that is the label's own image
 */
export function fitChurn(
  table: FeatureTable,
  target: Float64Array,
  { method, logged, learner }: ChurnSettings,
  random: Random,
  tell?: TellGrown,
): ChurnModel {
  expectLength('target', target, table.rows);
  expectLabels('churn', target);
  expectNoImage(table, target);
  return fitPreparedModel(table, target, { method, logged, settings: learner }, random, tell);
}

/** [rows] probability to be lost */
export function applyChurn(model: ChurnModel, table: FeatureTable): Float64Array {
  return applyPreparedModel(model, table);
}
