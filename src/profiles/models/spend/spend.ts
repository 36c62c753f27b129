/** Expected spend: what a customer will spend in a period after a date. */
import { z } from 'zod';
import { InputError } from '../../../core/errors';
import type { Random } from '../../../core/random';
import { expectLength } from '../../../core/shape';
import type { TellGrown } from '../../learners/forest';
import { learnerSettingsSchema } from '../../learners/learned';
import { featureOf, type FeatureTable } from '../feature-table';
import { expectNoCopy } from '../leaks';
import { applyPreparedModel, fitPreparedModel, preparedModelSchema } from '../prepared-model';

export const spendSettingsSchema = z
  .strictObject({
    method: z.enum(['linear', 'tree', 'forest']).default('linear'),
    logged: z.array(z.string()).readonly().default([]).describe('features whose logarithm is read'),
    learner: learnerSettingsSchema.prefault({}),
  })
  .readonly();
export type SpendSettings = z.infer<typeof spendSettingsSchema>;

export const spendModelSchema = preparedModelSchema;
export type SpendModel = z.infer<typeof spendModelSchema>;

/**
 * @param target [rows] spent in the period after the date, account currency; below 0 where more was given back
 * @throws InputError for spend that is not finite, or a feature that is the spend itself
 */
export function fitSpend(
  table: FeatureTable,
  target: Float64Array,
  { method, logged, learner }: SpendSettings,
  random: Random,
  tell?: TellGrown,
): SpendModel {
  expectLength('target', target, table.rows);
  const other = target.find((value) => !Number.isFinite(value));
  if (other !== undefined) throw new InputError(`spend: expected finite numbers, got ${other}`);
  expectNoCopy(table, target, 'its spend');
  return fitPreparedModel(table, target, { method, logged, settings: learner }, random, tell);
}

/** [rows] account currency, never below 0: a line through few purchases may lead there, no customer does */
export function applySpend(model: SpendModel, table: FeatureTable): Float64Array {
  return applyPreparedModel(model, table).map((value) => Math.max(0, value));
}

/**
 * The anchor of spend models: customers spend what they spent in the last period of the same length.
 *
 * @param feature spend of that period; where it is not known nothing was bought
 * @throws InputError if the table has no such feature
 */
export function lastSpend(table: FeatureTable, feature: string): Float64Array {
  return featureOf(table, feature).map((value) => (Number.isNaN(value) ? 0 : value));
}
