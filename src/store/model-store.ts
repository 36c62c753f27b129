/** Saved models: a run's `model/` folder with model.json, weights.bin, manifest.json and, once judged, cases.json. */
import { existsSync, renameSync, rmSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Model } from '../agents/model';
import { InputError, parseInput, show } from '../core/errors';
import { makeFolder, fileError, readInputFile, readJsonFile, writeFileAtomically } from '../core/files';
import { canonicalJson, sha256 } from '../core/hashes';
import { removeAbandoned, temporaryName } from '../core/temporary-names';
import { expectLength } from '../core/shape';
import { casesSchema, type DecisionCases } from '../decide/case-schema';
import {
  attachedHashes,
  expectAttached,
  readAttached,
  writeAttached,
  type AttachedFiles,
} from './attached-files';
import { layersModelJson } from './layers-artifacts';
import { expectNetwork, parseModelJson } from './layers-check';
import { combinationOf, networkOf, WEIGHTS_FILE } from './layers-model';
import { manifestChecksum, manifestSchema, readManifest, schemaVersionOf } from './manifest';
import type { Manifest } from './manifest';

const MODEL_FILE = 'model.json';
const MANIFEST_FILE = 'manifest.json';
const CASES_FILE = 'cases.json';
const CUSTOMERS_FOLDER = 'customers';

/** What the manifest says beside what the model itself says. */
export type ModelDetails = Omit<
  Manifest,
  | 'schemaVersion'
  | 'features'
  | 'actions'
  | 'hiddenLayers'
  | 'head'
  | 'scaling'
  | 'support'
  | 'unlogged'
  | 'charges'
  | 'customers'
  | 'sha256'
>;

export interface LoadedModel {
  readonly model: Model;
  readonly manifest: Manifest;
  /** Example rows; null of a model that was never judged, or that an older version saved. */
  readonly cases: DecisionCases | null;
  /** Where they lie, for messages. */
  readonly casesFile: string;
  /** Folder of the customer models that travel with it; null where none do. */
  readonly customers: string | null;
}

/**
 * Writes `<folder>/model/`. An older one is replaced when the new one is complete; a process killed in between
 * leaves one of them for `loadModel` to find.
 *
 * @param folder the run's
 * @param cases example rows; what is loaded is held against them
 * @param customers what makes columns of customers
 * @throws ShapeError if the weights do not fit the layers
 * @throws ZodError if the details are not what a manifest may hold
 * @throws InputError if the weights are not finite, or the folder cannot be written; nothing is then replaced
 */
export async function saveModel(
  folder: string,
  model: Model,
  details: ModelDetails,
  cases: DecisionCases | null = null,
  customers: AttachedFiles = new Map(),
): Promise<void> {
  const spec = networkOf(model);
  expectLength('weights', model.weights, spec.parameterCount);
  expectFinite(`${folder}: cannot save the model`, model.weights);
  const modelJson = await layersModelJson(spec);
  const weights = weightBytes(model.weights, combinationOf(spec));
  const { features, actions, hiddenLayers, head, scaling, support, unlogged, charges } = model;
  const fields = {
    ...details,
    customers: customers.size === 0 ? undefined : attachedHashes(customers),
    schemaVersion: schemaVersionOf(model),
    features,
    actions,
    hiddenLayers,
    head,
    scaling,
    ...(support !== undefined && { support }),
    ...(unlogged !== undefined && { unlogged }),
    ...(charges !== undefined && { charges }),
  };
  const casesJson = cases === null ? null : casesText(cases);
  const checksums = {
    ...{ model: sha256(modelJson), weights: sha256(weights) },
    ...(casesJson !== null && { cases: sha256(casesJson) }),
  };
  const manifest = manifestSchema.parse({
    ...fields,
    sha256: { ...checksums, manifest: manifestChecksum({ ...fields, sha256: checksums }) },
  });
  const written = temporaryName(join(folder, 'model'));
  removeAbandoned(join(folder, 'model'));
  makeModelFolder(written);
  try {
    writeFileAtomically(join(written, MODEL_FILE), modelJson);
    writeFileAtomically(join(written, WEIGHTS_FILE), weights);
    if (casesJson !== null) writeFileAtomically(join(written, CASES_FILE), casesJson);
    writeAttached(join(written, CUSTOMERS_FOLDER), customers);
    writeFileAtomically(join(written, MANIFEST_FILE), `${JSON.stringify(manifest, null, 2)}\n`);
    replaceFolder(join(folder, 'model'), written);
  } catch (error) {
    rmSync(written, { recursive: true, force: true });
    throw error;
  }
}

/**
 * @param folder a run's folder or its model/ folder
 * @throws InputError in one line if there is no model, or one that is foreign, damaged or of a later version
 */
export async function loadModel(folder: string): Promise<LoadedModel> {
  const place = modelFolder(folder);
  const modelFile = join(place, MODEL_FILE);
  const weightsFile = join(place, WEIGHTS_FILE);
  const modelJson = parseModelJson(modelFile, readJsonFile(modelFile));
  const manifest = readManifest(join(place, MANIFEST_FILE));
  const spec = networkOf(manifest);
  expectNetwork(modelFile, modelJson, spec);
  const bytes = await readFile(weightsFile).catch((error: unknown) => {
    throw fileError('read', weightsFile, error);
  });
  const combination = combinationOf(spec) ?? new Float32Array(0);
  const length = spec.parameterCount + combination.length;
  if (bytes.length !== 4 * length) {
    throw new InputError(`${weightsFile}: expected ${4 * length} bytes, got ${bytes.length}`);
  }
  expectChecksum(modelFile, readInputFile(modelFile), manifest.sha256.model);
  expectChecksum(weightsFile, bytes, manifest.sha256.weights);
  const numbers = new Float32Array(length);
  new Uint8Array(numbers.buffer).set(bytes); // copied, since a file's bytes may lie unaligned
  expectFinite(weightsFile, numbers);
  expectCombination(weightsFile, numbers.subarray(spec.parameterCount), combination);
  const weights = numbers.slice(0, spec.parameterCount);
  const { features, actions, hiddenLayers, head, scaling, support, unlogged, charges } = manifest;
  const model = {
    ...{ features, actions, hiddenLayers, head, scaling, weights },
    ...(support !== undefined && { support }),
    ...(unlogged !== undefined && { unlogged }),
    ...(charges !== undefined && { charges }),
  };
  const casesFile = join(place, CASES_FILE);
  const customers = manifest.customers === undefined ? null : join(place, CUSTOMERS_FOLDER);
  if (customers !== null) expectAttached(customers, manifest.customers!, MANIFEST_FILE);
  return { model, manifest, cases: readCases(casesFile, manifest), casesFile, customers };
}

/** What makes columns of customers, read so that it can be saved anew. */
export function customersOf({ customers, manifest }: LoadedModel): AttachedFiles {
  return customers === null ? new Map() : readAttached(customers, Object.keys(manifest.customers!));
}

/** A case a line, so that people can read them. */
function casesText({ cases, ...head }: DecisionCases): string {
  const lines = cases.map((one) => `    ${JSON.stringify(one)}`).join(',\n');
  const text = JSON.stringify(head, null, 2).slice(0, -2);
  return `${text},\n  "cases": [\n${lines}\n  ]\n}\n`;
}

function readCases(path: string, { sha256: { cases: expected }, actions }: Manifest): DecisionCases | null {
  if (expected === undefined) return null;
  expectChecksum(path, readInputFile(path), expected);
  const cases = parseInput(path, casesSchema, readJsonFile(path));
  if (canonicalJson(cases.actions) === canonicalJson(actions)) return cases;
  throw new InputError(`${path} actions: expected those of ${MANIFEST_FILE}, got ${show(cases.actions)}`);
}

/** The parameters, and after them what makes Q-values of several streams. */
function weightBytes(parameters: Float32Array, combination: Float32Array | null): Uint8Array {
  const parts = [parameters, ...(combination === null ? [] : [combination])];
  return Buffer.concat(
    parts.map(({ buffer, byteOffset, byteLength }) => new Uint8Array(buffer, byteOffset, byteLength)),
  );
}

function makeModelFolder(path: string): void {
  try {
    makeFolder(path);
  } catch (error) {
    throw fileError('make the folder', path, error);
  }
}

/** Where a rename cannot replace a folder that is not empty, the old one steps aside for a moment. */
function replaceFolder(target: string, written: string): void {
  const previous = `${target}.previous`;
  try {
    if (existsSync(target)) {
      rmSync(previous, { recursive: true, force: true });
      renameSync(target, previous);
    }
    renameSync(written, target);
    rmSync(previous, { recursive: true, force: true });
  } catch (error) {
    throw fileError('replace', target, error);
  }
}

/** The folder that holds model.json: the one named, its model/, or what `replaceFolder` had set aside when killed. */
function modelFolder(folder: string): string {
  const candidates = [folder, join(folder, 'model'), join(folder, 'model.previous'), `${folder}.previous`];
  const found = candidates.find((candidate) => existsSync(join(candidate, MODEL_FILE)));
  if (found !== undefined) return found;
  if (!existsSync(folder)) throw new InputError(`${folder}: no such folder`);
  if (!statSync(folder).isDirectory()) throw new InputError(`${folder}: expected a folder, got a file`);
  if (['config.json', 'checkpoint'].some((part) => existsSync(join(folder, part)))) {
    throw new InputError(
      `${folder}: this run has no model yet: it is being trained, or was stopped before it saved one (train --resume continues it)`,
    );
  }
  throw new InputError(
    `${folder}: expected a run's folder or its model/ folder, found no ${MODEL_FILE} there`,
  );
}

function expectChecksum(path: string, bytes: Uint8Array, expected: string): void {
  const found = sha256(bytes);
  if (found === expected) return;
  throw new InputError(`${path}: damaged: expected sha-256 ${expected} by ${MANIFEST_FILE}, got ${found}`);
}

/** The kernel that combines streams is a constant of the head: with another one the file is of another network. */
function expectCombination(path: string, found: Float32Array, expected: Float32Array): void {
  const index = expected.findIndex((value, i) => found[i] !== value);
  if (index < 0) return;
  throw new InputError(
    `${path}: expected ${expected[index]!} at index ${index} of the kernel that combines the streams, got ${found[index]!}`,
  );
}

function expectFinite(place: string, weights: Float32Array): void {
  const index = weights.findIndex((weight) => !Number.isFinite(weight));
  if (index < 0) return;
  throw new InputError(`${place}: expected finite weights, got ${weights[index]!} at index ${index}`);
}
