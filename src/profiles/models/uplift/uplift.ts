/** Response and uplift: what each contact changes of a customer's outcome, over no contact. */
import { z } from 'zod';
import { InputError } from '../../../core/errors';
import type { Random } from '../../../core/random';
import type { TellGrown } from '../../learners/forest';
import { learnerSettingsSchema } from '../../learners/learned';
import type { FeatureTable } from '../feature-table';
import { expectNoCopy, expectNoImage } from '../leaks';
import { applyPreparation, fitPreparation, preparationSchema } from '../preparation';
import { effectsOf, effectsSchema, learnT, learnX, responsesOf } from './meta-learners';
import { expectTrial, type Trial } from './trial';

export const upliftSettingsSchema = z
  .strictObject({
    learner: z.enum(['t', 'x']).default('t').describe('T- or X-learner'),
    method: z
      .enum(['logistic', 'svm', 'forest', 'linear'])
      .default('logistic')
      .describe('logistic and svm for responses, linear for amounts, forest for either'),
    logged: z.array(z.string()).readonly().default([]).describe('features whose logarithm is read'),
    // Effects are small beside outcomes: larger leaves than for the outcomes themselves.
    models: learnerSettingsSchema.prefault({ forestDepth: 6, forestLeastRows: 50 }),
  })
  .readonly();
export type UpliftSettings = z.infer<typeof upliftSettingsSchema>;

export const upliftModelSchema = z
  .strictObject({
    actionNames: z.array(z.string()).min(2).readonly(),
    preparation: preparationSchema,
    effects: effectsSchema,
  })
  .readonly();
export type UpliftModel = z.infer<typeof upliftModelSchema>;

/** Of outcomes that are all the same nothing tells where a feature came from. @throws InputError for a feature that is their image */
function expectNoLeak(table: FeatureTable, outcomes: Float64Array): void {
  const isLabel = outcomes.every((outcome) => outcome === 0 || outcome === 1);
  if (!isLabel) expectNoCopy(table, outcomes, 'the outcome');
  else if (outcomes.includes(0) && outcomes.includes(1)) expectNoImage(table, outcomes);
}

/**
 * @throws InputError as `expectTrial` and `fitPreparation`, for outcomes that the method cannot learn, or for a feature that
 *   knows what came
 */
export function fitUplift(
  table: FeatureTable,
  trial: Trial,
  { learner, method, logged, models }: UpliftSettings,
  random: Random,
  tell?: TellGrown,
): UpliftModel {
  expectTrial(trial, table.rows);
  const { actionNames, actions, outcomes } = trial;
  const other = outcomes.find((outcome) => outcome !== 0 && outcome !== 1);
  if (other !== undefined && (method === 'logistic' || method === 'svm'))
    throw new InputError(`outcome: expected 0 or 1 for ${method}, got ${other}`);
  expectNoLeak(table, outcomes);
  const preparation = fitPreparation(table, logged);
  const lesson = {
    ...{ features: applyPreparation(preparation, table), width: preparation.length },
    ...{ target: outcomes, actions, actionCount: actionNames.length },
  };
  const effects = (learner === 't' ? learnT : learnX)(lesson, method, models, random, tell);
  return { actionNames, preparation, effects };
}

/** [rows, treatments] expected outcome with each treatment minus that without contact */
export function applyUplift({ preparation, effects }: UpliftModel, table: FeatureTable): Float64Array {
  return effectsOf(effects, applyPreparation(preparation, table), preparation.length);
}

/**
 * [rows, actions] expected outcome by each action, no contact first. Whoever responds most need not be moved most: targeting
 * by it is what uplift has to beat.
 */
export function applyResponse({ preparation, effects }: UpliftModel, table: FeatureTable): Float64Array {
  return responsesOf(effects, applyPreparation(preparation, table), preparation.length);
}
