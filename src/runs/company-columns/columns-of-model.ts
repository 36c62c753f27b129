/** Which columns of a model `enrich` made, and what that travels with the model makes them again. */
import { InputError, show } from '../../core/errors';
import type { RawInputs } from '../../dataset/features/raw-inputs';
import { readSavedColumns, type SavedColumns } from '../../profiles/saved/saved-columns';
import type { LoadedModel } from '../../store/model-store';

/** A column, and the customer model that makes it, or the profile. */
export interface MadeColumn {
  readonly name: string;
  readonly by: string;
}

export interface ColumnsOfModel {
  /** Of the customer models. */
  readonly folder: string;
  /** Checksums of its files, by the manifest of the model that was loaded. */
  readonly files: NonNullable<LoadedModel['manifest']['customers']>;
  readonly saved: SavedColumns;
  /** That are to be made. */
  readonly columns: readonly MadeColumn[];
  /** Neither given nor made by anything: rows have to have them. */
  readonly lacking: readonly string[];
}

export const PROFILE = 'profile';

/** Of the columns that are to be made. */
export const namesOf = ({ columns }: Pick<ColumnsOfModel, 'columns'>): readonly string[] =>
  columns.map(({ name }) => name);

/** Columns that the model reads and `enrich` added. */
export function enrichedColumnsOf({ schema, features }: RawInputs): readonly string[] {
  const added = new Set(schema.enriched?.columns ?? []);
  return features.flatMap(({ column }) => (added.has(column) ? [column] : []));
}

function makerOf({ profile, models }: SavedColumns, name: string): string | undefined {
  if (profile.some((one) => one.name === name)) return PROFILE;
  return models.find(({ columns }) => columns.some((one) => one.name === name))?.model;
}

/** Why nothing makes columns, in words; null where all are made. */
export function whyLacking({ lacking, saved }: ColumnsOfModel): string | null {
  if (lacking.length === 0) return null;
  const reasons = saved.models.flatMap(({ model, reason }) =>
    reason === null ? [] : [`no ${model}: ${reason}`],
  );
  const why = reasons.length === 0 ? '' : ` (${reasons.join('; ')})`;
  return `${lacking.map((name) => show(name)).join(', ')}, which nothing that travels with the model makes${why}`;
}

/**
 * @param given columns that rows have, which are taken as they are
 * @throws InputError if the model reads no such columns, or brings nothing that makes them
 */
export function columnsOfModel(
  { manifest, customers }: Pick<LoadedModel, 'manifest' | 'customers'>,
  given: ReadonlySet<string>,
): ColumnsOfModel {
  const { raw } = manifest;
  if (raw === undefined || enrichedColumnsOf(raw).length === 0)
    throw new InputError(
      '--company: expected a model that learned from a log with columns that enrich added, got one that reads no columns of a company',
    );
  if (customers === null)
    throw new InputError(
      '--company: expected a model with what made its columns, which train takes from enriched.models of the schema, got one without; its columns must be given',
    );
  const saved = readSavedColumns(customers);
  const wanted = enrichedColumnsOf(raw)
    .filter((name) => !given.has(name))
    .map((name) => [name, makerOf(saved, name)] as const);
  return {
    ...{ folder: customers, files: manifest.customers!, saved },
    columns: wanted.flatMap(([name, by]) => (by === undefined ? [] : { name, by })),
    lacking: wanted.flatMap(([name, by]) => (by === undefined ? name : [])),
  };
}
