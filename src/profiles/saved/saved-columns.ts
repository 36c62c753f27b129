/**
 * Columns of customers as `enrich` made them, in a folder, so that they can be made again as of any moment: columns.json
 * says which there are and what makes them, and each model that was fitted lies in a folder of its own name.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { checksum } from '../../core/checksum';
import { InputError, parseInput } from '../../core/errors';
import { readJsonFile } from '../../core/files';
import { canonicalJson, sha256 } from '../../core/hashes';
import { duration } from '../../dataset/schema/durations';
import type { FittedModel } from '../customer-model';
import { readCustomerManifest } from './manifest';
import type { ExampleRows } from './example-rows';
import { modelFileNames, writeCustomerModel, type ManifestFacts } from './saved-model';

/** By which a folder is known as one of these. */
export const COLUMNS_FILE = 'columns.json';
const KIND = 'customer columns';
/** 2 holds `logHash`; 1, which older versions wrote, does not. */
const SCHEMA_VERSION = 2;

const columns = z.array(z.strictObject({ name: z.string(), kind: z.string() })).readonly();

const savedColumnsSchema = z
  .strictObject({
    schemaVersion: z.literal([1, SCHEMA_VERSION]),
    kind: z.literal(KIND),
    version: z.string().describe('of contact-dqn'),
    createdAt: z.iso.datetime(),
    until: z.iso.datetime().describe('nothing that happened at it, or later, was read by the fits'),
    window: z
      .string()
      .refine((text) => duration.safeParse(text).success, 'expected a length of time such as 90d')
      .describe('how far models look ahead, and columns of the last window back'),
    timeZone: z.string().describe('of what is one day'),
    dataHash: checksum.describe('of the files of all tables'),
    logHash: checksum
      .optional()
      .describe('of the log before any column was added to it; absent in older files'),
    profile: columns.describe('of the profile, the last window and counts that fade, which need no model'),
    models: z
      .array(
        z
          .strictObject({
            model: z.string().regex(/^[\w-]+$/),
            columns,
            manifest: checksum.nullable().describe('its sha256.manifest; null where it could not be fitted'),
            reason: z.string().nullable().describe('why it could not'),
          })
          .readonly(),
      )
      .readonly(),
    sha256: checksum.describe('of the canonical text of all else that stands here'),
  })
  .readonly();

export type SavedColumns = z.output<typeof savedColumnsSchema>;
export type SavedColumnsFacts = Pick<
  SavedColumns,
  'version' | 'createdAt' | 'until' | 'window' | 'timeZone' | 'dataHash' | 'profile'
> & { readonly logHash: string };

/** A model that is to be saved, or why there is none. */
export interface ModelToSave {
  readonly model: string;
  /** Those that it made in the log. */
  readonly columns: SavedColumns['models'][number]['columns'];
  readonly fit:
    | { readonly fitted: FittedModel; readonly examples: ExampleRows; readonly facts: ManifestFacts }
    | string;
}

/** Over every key but that checksum. */
function checksumOf(saved: Omit<SavedColumns, 'sha256'>): string {
  return sha256(canonicalJson({ ...saved, sha256: undefined }));
}

/** @param folder that is there, and empty @throws what the file system says */
export function writeSavedColumns(
  folder: string,
  facts: SavedColumnsFacts,
  models: readonly ModelToSave[],
): void {
  const saved = models.map(({ model, columns: made, fit }) => {
    if (typeof fit === 'string') return { model, columns: made, manifest: null, reason: fit };
    const place = join(folder, model);
    mkdirSync(place);
    const { sha256: sums } = writeCustomerModel(place, fit.fitted, fit.examples, fit.facts);
    return { model, columns: made, manifest: sums.manifest, reason: null };
  });
  const fields = { schemaVersion: SCHEMA_VERSION, kind: KIND, ...facts, models: saved } as const;
  const text = JSON.stringify({ ...fields, sha256: checksumOf(fields) }, null, 2);
  writeFileSync(join(folder, COLUMNS_FILE), `${text}\n`);
}

/** @throws InputError naming the file if it is not there, of something else, damaged, or lacks a model */
export function readSavedColumns(folder: string): SavedColumns {
  const file = join(folder, COLUMNS_FILE);
  const saved = parseInput(file, savedColumnsSchema, readJsonFile(file));
  const found = checksumOf(saved);
  if (found !== saved.sha256)
    throw new InputError(
      `${file}: damaged or edited: expected sha-256 ${saved.sha256} by its sha256, got ${found}`,
    );
  for (const { model, manifest } of saved.models) {
    if (manifest === null) continue;
    const place = join(folder, model, modelFileNames.manifest);
    const { sha256: sums } = readCustomerManifest(place);
    if (sums.manifest !== manifest)
      throw new InputError(
        `${place}: expected sha-256 ${manifest}, as ${COLUMNS_FILE} says, got ${sums.manifest}`,
      );
  }
  return saved;
}

/** All files of the folder, from the folder on. */
export function savedColumnsFiles({ models }: SavedColumns): string[] {
  return [
    COLUMNS_FILE,
    ...models.flatMap(({ model, manifest }) =>
      manifest === null ? [] : Object.values(modelFileNames).map((file) => `${model}/${file}`),
    ),
  ];
}
