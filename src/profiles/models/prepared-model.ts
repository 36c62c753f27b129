/** A target learned from a table of features: how they are prepared, and what was learned of them. */
import { z } from 'zod';
import { InputError, show } from '../../core/errors';
import type { Random } from '../../core/random';
import { expectLength } from '../../core/shape';
import type { TellGrown } from '../learners/forest';
import { expected, learn, learnedSchema, type LearnerSettings, type Method } from '../learners/learned';
import type { FeatureTable } from './feature-table';
import { applyPreparation, fitPreparation, preparationSchema } from './preparation';

export const preparedModelSchema = z
  .strictObject({ preparation: preparationSchema, learned: learnedSchema })
  .readonly();
export type PreparedModel = z.infer<typeof preparedModelSchema>;

export interface PreparedModelRequest {
  readonly method: Method;
  /** Features whose logarithm is read. */
  readonly logged: readonly string[];
  readonly settings: LearnerSettings;
}

/** @throws InputError unless every target is 0 or 1, and both are there */
export function expectLabels(name: string, target: Float64Array): void {
  const other = target.find((value) => value !== 0 && value !== 1);
  if (other !== undefined) throw new InputError(`${name}: expected 0 or 1, got ${show(other)}`);
  const positive = target.reduce((sum, value) => sum + value, 0);
  if (positive === 0 || positive === target.length)
    throw new InputError(
      `${name}: expected rows of both 0 and 1, got ${positive} of 1 among ${target.length}`,
    );
}

/** @throws InputError as `fitPreparation`; ShapeError if table and target do not belong together */
export function fitPreparedModel(
  table: FeatureTable,
  target: Float64Array,
  { method, logged, settings }: PreparedModelRequest,
  random: Random,
  tell?: TellGrown,
): PreparedModel {
  expectLength('target', target, table.rows);
  const preparation = fitPreparation(table, logged);
  const features = applyPreparation(preparation, table);
  const lesson = { features, width: preparation.length, target };
  return { preparation, learned: learn(method, lesson, settings, random, tell) };
}

/** [rows] @throws InputError unless the table has the features of the fit */
export function applyPreparedModel(model: PreparedModel, table: FeatureTable): Float64Array {
  const features = applyPreparation(model.preparation, table);
  return expected(model.learned, features, model.preparation.length);
}
