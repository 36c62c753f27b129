/** Models of an enriched log fitted once more, on all that is known until its last decision: for customers of later. */
import type { Random } from '../core/random';
import { pastOf } from './asof/past';
import { fitOrWhy, type ModelToFit } from './enrich';
import type { FittedModel } from './customer-model';
import { exampleRowsOf, type ExampleRows } from './saved/example-rows';
import type { CompanyTables } from './tables/company-tables';

export interface LatestFit {
  readonly fitted: FittedModel;
  readonly examples: ExampleRows;
  /** Known when its last window began. */
  readonly customers: number;
}

export interface LatestFitsRequest {
  readonly tables: CompanyTables;
  readonly models: readonly ModelToFit[];
  /** By the names of the models: the last fits of before, which say what is called how. */
  readonly before: ReadonlyMap<string, FittedModel>;
  /** Milliseconds that models look ahead. */
  readonly window: number;
  /** The moment of the fit. */
  readonly until: number;
  readonly random: Random;
}

/** @returns of each model what was fitted, or why nothing could be */
export async function latestFits({
  tables,
  models,
  before,
  window,
  until,
  random,
}: LatestFitsRequest): Promise<readonly (LatestFit | string)[]> {
  const past = pastOf(tables, until, window);
  const fits: (LatestFit | string)[] = [];
  for (const one of models) {
    const { name } = one.model;
    fits.push(
      await fitOrWhy(
        one,
        past,
        { random: random.fork(name), before: before.get(name), until: 'then' },
        async (fitted) => ({
          fitted,
          examples: await exampleRowsOf(fitted, past.before()),
          customers: past.before().customers.length,
        }),
      ),
    );
  }
  return fits;
}
