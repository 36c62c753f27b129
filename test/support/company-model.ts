/**
 * A model of columns that `enrich` added, saved with what makes them, for tests: linear, so that its values are worked out
 * by hand. A mail is worth spend - 10, or -3 where no spend is known, and 1 more in the north; a call age - 30.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { featureNames } from '../../src/dataset/features/feature-names';
import type { RawInputs } from '../../src/dataset/features/raw-inputs';
import { logSchema } from '../../src/dataset/schema/log-schema';
import {
  readSavedColumns,
  savedColumnsFiles,
  writeSavedColumns,
  type ModelToSave,
} from '../../src/profiles/saved/saved-columns';
import { readAttached } from '../../src/store/attached-files';
import { saveModel } from '../../src/store/model-store';

const SCHEMA = {
  ...{ customer: 'id', time: 'day', action: 'channel', reward: 'margin' },
  features: { spend: 'number', region: 'category', age: 'number' },
  enriched: { columns: ['spend', 'region'], models: 'enriched.customers' },
};

const plain = { kind: 'number' as const, origin: 0, mean: 0, scale: 1 };
export const COMPANY_RAW: RawInputs = {
  schema: logSchema.parse(SCHEMA),
  features: [
    { ...plain, column: 'spend', missing: true },
    { column: 'region', kind: 'category', levels: ['north', 'south'], missing: true, other: false },
    { ...plain, column: 'age', missing: false },
  ],
};

// spend, spend missing, north, south, region missing, age; then what each is worth anyway: [7, 3]
const WEIGHTS = [
  ...[0, 1, 0],
  ...[0, 7, 0],
  ...[0, 1, 0],
  ...[0, 0, 0],
  ...[0, 0, 0],
  ...[0, 0, 1],
  ...[0, -10, -30],
];

export interface CompanyModelChanges {
  readonly raw?: RawInputs;
  /** Columns of the profile that can be made again. */
  readonly profile?: readonly { readonly name: string; readonly kind: string }[];
  readonly models?: readonly ModelToSave[];
  /** Of the log that was enriched. */
  readonly logHash?: string;
  /** Whether what makes the columns travels with the model. */
  readonly isAlone?: boolean;
}

const PROFILE = [
  { name: 'spend', kind: 'number' },
  { name: 'region', kind: 'category' },
];

/** What makes columns, in a folder. */
export function savedColumns(
  folder: string,
  { profile = PROFILE, models = [], logHash = 'cd'.repeat(32) }: CompanyModelChanges = {},
): string {
  mkdirSync(folder, { recursive: true });
  const facts = {
    ...{ version: '0.1.0', createdAt: '2025-06-01T00:00:00.000Z', until: '2025-05-01T00:00:00.000Z' },
    ...{ window: '30d', timeZone: 'UTC', dataHash: 'ab'.repeat(32), logHash, profile },
  };
  writeSavedColumns(folder, facts, models);
  return folder;
}

/** @returns the folder of the run */
export async function savedCompanyModel(folder: string, changes: CompanyModelChanges = {}): Promise<string> {
  const { raw = COMPANY_RAW, isAlone = false } = changes;
  const columns = savedColumns(join(folder, 'enriched.customers'), changes);
  const run = join(folder, 'run');
  const features = featureNames(raw.features);
  const ones = features.map(() => 1);
  await saveModel(
    run,
    {
      ...{ features, actions: ['No Action', 'mail', 'call'], hiddenLayers: [], head: 'plain' },
      scaling: { observationOffset: ones.map(() => 0), observationScale: ones, rewardScale: 1 },
      weights: Float32Array.from(WEIGHTS),
    },
    {
      ...{ version: '0.1.0', createdAt: '2026-01-02T03:04:05.000Z', configHash: 'c0ffee', dataHash: 'da7a' },
      ...{ environment: null, gamma: 0, objective: 'reward', seed: 0, raw },
      training: { environmentSteps: 1, gradientUpdates: 1 },
    },
    null,
    isAlone ? new Map() : readAttached(columns, savedColumnsFiles(readSavedColumns(columns))),
  );
  return run;
}
