/** A customer model as files: model.json, example-rows.json and manifest.json in one folder. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { InputError, parseInput } from '../../core/errors';
import { readInputFile, readJsonFile } from '../../core/files';
import { sha256 } from '../../core/hashes';
import type { CustomerModel, FittedModel } from '../customer-model';
import { exampleRowsSchema, expectExamples, type ExampleRows } from './example-rows';
import {
  customerManifestChecksum,
  MODEL_KIND,
  readCustomerManifest,
  type CustomerManifest,
} from './manifest';

export const modelFileNames = {
  model: 'model.json',
  examples: 'example-rows.json',
  manifest: 'manifest.json',
} as const;

export type ManifestFacts = Omit<CustomerManifest, 'schemaVersion' | 'kind' | 'sha256'>;

export interface LoadedCustomerModel {
  readonly fitted: FittedModel;
  readonly manifest: CustomerManifest;
}

/**
 * @param folder that is there, and has none of the files yet
 * @returns the manifest
 * @throws what the file system says
 */
export function writeCustomerModel(
  folder: string,
  fitted: FittedModel,
  examples: ExampleRows,
  facts: ManifestFacts,
): Pick<CustomerManifest, 'sha256'> {
  const texts = { model: `${JSON.stringify(fitted.data)}\n`, examples: `${JSON.stringify(examples)}\n` };
  const checksums = { model: sha256(texts.model), examples: sha256(texts.examples) };
  // As JSON will have it, for that is what is read.
  const plain = JSON.parse(
    JSON.stringify({ schemaVersion: 1, kind: MODEL_KIND, ...facts, sha256: checksums }),
  ) as { sha256: typeof checksums };
  const manifest = { ...plain, sha256: { ...checksums, manifest: customerManifestChecksum(plain) } };
  writeFileSync(join(folder, modelFileNames.model), texts.model);
  writeFileSync(join(folder, modelFileNames.examples), texts.examples);
  writeFileSync(join(folder, modelFileNames.manifest), `${JSON.stringify(manifest, null, 2)}\n`);
  return manifest;
}

function checkedJson(path: string, expected: string): unknown {
  const found = sha256(readInputFile(path));
  if (found === expected) return readJsonFile(path);
  throw new InputError(
    `${path}: damaged: expected sha-256 ${expected} by ${modelFileNames.manifest}, got ${found}`,
  );
}

/**
 * @param model that the folder is to hold
 * @throws InputError in one line if it is not there, of another kind, damaged, or does not say any more what it said
 */
export async function loadCustomerModel(folder: string, model: CustomerModel): Promise<LoadedCustomerModel> {
  const manifestFile = join(folder, modelFileNames.manifest);
  const manifest = readCustomerManifest(manifestFile);
  if (manifest.model !== model.name)
    throw new InputError(`${manifestFile} model: expected ${model.name}, got ${manifest.model}`);
  const [modelFile, examplesFile] = [
    join(folder, modelFileNames.model),
    join(folder, modelFileNames.examples),
  ];
  const fitted = model.restore(modelFile, checkedJson(modelFile, manifest.sha256.model));
  const examples = parseInput(
    examplesFile,
    exampleRowsSchema,
    checkedJson(examplesFile, manifest.sha256.examples),
  );
  await expectExamples(examplesFile, fitted, examples);
  return { fitted, manifest };
}
