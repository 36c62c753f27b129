/** What made the columns that `enrich` added: from beside the schema of a log into the model that learns from them. */
import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { InputError, show } from '../../core/errors';
import { isStudySchema } from '../../dataset/schema/read-schema';
import { customerModelNamed } from '../../profiles/models/list';
import { loadCustomerModel } from '../../profiles/saved/saved-model';
import {
  COLUMNS_FILE,
  readSavedColumns,
  savedColumnsFiles,
  type SavedColumns,
} from '../../profiles/saved/saved-columns';
import { readAttached, type AttachedFiles } from '../../store/attached-files';
import type { LoggedRunConfig } from '../run-config';
import type { LogSource } from './log-source';

type Carried = NonNullable<LoggedRunConfig['customers']>;

/** Absolute; null where the schema names none. */
export function carriedFolder({
  schema,
  schemaFile,
}: Pick<LogSource, 'schema' | 'schemaFile'>): string | null {
  if (isStudySchema(schema) || schema.enriched?.models === undefined) return null;
  return resolve(dirname(schemaFile ?? ''), schema.enriched.models);
}

/** Of all that the folder makes, by what makes it. */
function expectNamed(place: string, { profile, models }: SavedColumns, columns: readonly string[]): void {
  const made = [...profile, ...models.flatMap((one) => one.columns)];
  const other = made.find(({ name }) => !columns.includes(name));
  if (other !== undefined)
    throw new InputError(
      `${place} enriched.columns: expected ${show(other.name)} among them, which the folder of enriched.models makes; is it of another log?`,
    );
}

/** A folder of another enriching may lie under the name. A schema of before names no log: nothing is then known. */
function expectOfLog(place: string, folder: string, saved: SavedColumns, logHash: string | undefined): void {
  if (logHash === undefined || saved.logHash === logHash) return;
  throw new InputError(
    `${place} enriched.models: expected a folder made with the log of enriched.logHash (sha-256 ${logHash}), got ${folder} of ${saved.logHash ?? 'a log that it does not name'}`,
  );
}

/** @throws InputError if the folder that the schema names is not there, of another log, or damaged */
export async function carriedColumns(
  source: Pick<LogSource, 'schema' | 'schemaFile'>,
): Promise<Carried | null> {
  const folder = carriedFolder(source);
  if (folder === null || isStudySchema(source.schema)) return null;
  const place = source.schemaFile ?? 'schema';
  if (!existsSync(join(folder, COLUMNS_FILE)))
    throw new InputError(
      `${place} enriched.models: expected the folder that enrich wrote, with a ${COLUMNS_FILE}, or no such key (columns are then given, never computed), got ${folder}`,
    );
  const saved = readSavedColumns(folder);
  const { columns, logHash } = source.schema.enriched!;
  expectOfLog(place, folder, saved, logHash);
  expectNamed(place, saved, columns);
  for (const { model, manifest } of saved.models)
    if (manifest !== null) await loadCustomerModel(join(folder, model), customerModelNamed(folder, model));
  return { folder, sha256: saved.sha256 };
}

/** The files that go into the model. @throws InputError if they are not any more what the run began with */
export function carriedFiles({ folder, sha256 }: Carried): AttachedFiles {
  if (!existsSync(join(folder, COLUMNS_FILE)))
    throw new InputError(
      `${folder}: expected the folder that enrich wrote, which goes into the model and lay there when the run began, found no ${COLUMNS_FILE}`,
    );
  const saved = readSavedColumns(folder);
  if (saved.sha256 !== sha256)
    throw new InputError(
      `${join(folder, COLUMNS_FILE)}: expected that of the run (sha-256 ${sha256}), got ${saved.sha256}`,
    );
  return readAttached(folder, savedColumnsFiles(saved));
}
