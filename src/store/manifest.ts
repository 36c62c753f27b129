/** manifest.json: what a saved model is, from which data, configuration and seed it came, and its checksums. */
import { z } from 'zod';
import { headNames } from '../agents/dqn/network/head-names';
import { supportFilterSchema } from '../agents/support-filter';
import { unloggedValuesSchema } from '../agents/unlogged-values';
import type { Model } from '../agents/model';
import { checksum } from '../core/checksum';
import { InputError, parseInput } from '../core/errors';
import { readJsonFile } from '../core/files';
import { canonicalJson, sha256 } from '../core/hashes';
import { inputHistogramsSchema } from '../dataset/features/input-histograms';
import { rawInputsSchema } from '../dataset/features/raw-inputs';
import { attachedSchema } from './attached-files';

/**
 * 4 holds `unlogged` or `charges`, and nothing else does: who does not know the one would take guesses for values, and who
 * does not know the other would spend what it is not to spend. 3 holds `support` without them: who does not know that must
 * not read the rest, for without it the model takes what it was not to take. 2 may hold `raw`; 1, which older versions
 * wrote, never does.
 */
const SCHEMA_VERSION = 4;

/** Of a manifest that is written now: the lowest whose readers know all that it holds. */
export function schemaVersionOf({
  support,
  unlogged,
  charges,
}: Pick<Model, 'support' | 'unlogged' | 'charges'>): 2 | 3 | 4 {
  if (unlogged !== undefined || charges !== undefined) return SCHEMA_VERSION;
  return support === undefined ? 2 : 3;
}

const names = z.array(z.string().min(1)).min(1).readonly();

export const manifestSchema = z
  .object({
    schemaVersion: z.literal([1, 2, 3, SCHEMA_VERSION]),
    version: z.string().describe('of contact-dqn'),
    createdAt: z.iso.datetime(),
    features: names.describe('of an observation, in order'),
    actions: names.describe('by index; index 0 is No Action'),
    hiddenLayers: z.array(z.int().positive()).readonly().describe('units of the ReLU layers'),
    head: z.enum(headNames).default('plain').describe('of the network; older files have none'),
    scaling: z
      .object({
        observationOffset: z.array(z.number()).readonly(),
        observationScale: z.array(z.number().positive()).readonly(),
        rewardScale: z.number().positive(),
      })
      .readonly()
      .describe('the network sees (observation - offset) * scale; its values are reward * rewardScale'),
    configHash: z.string().describe('sha-256 of the canonical text of the configuration'),
    dataHash: z.string().nullable().describe('sha-256 of the log; null for a simulator'),
    environment: z.string().nullable().describe('name of the simulator; null for a log'),
    gamma: z.number().min(0).max(1).describe('discount per decision step'),
    raw: rawInputsSchema
      .optional()
      .describe('how raw columns become features; absent where the features are what a caller gives'),
    inputs: inputHistogramsSchema
      .optional()
      .describe(
        'how often the columns of `raw` had which values in the rows trained on; absent in older files',
      ),
    objective: z.string().optional().describe('metric the model was chosen by'),
    seed: z.int(),
    training: z
      .object({ environmentSteps: z.int().min(0), gradientUpdates: z.int().min(0) })
      .readonly()
      .describe('counts when these weights were taken'),
    support: supportFilterSchema
      .optional()
      .describe('which actions the log supports, and so may be taken; absent where each may'),
    unlogged: unloggedValuesSchema
      .optional()
      .describe('values of actions that the log never shows, in the place of those of the network'),
    charges: z
      .array(z.number().min(0))
      .readonly()
      .optional()
      .describe('[actions] taken off their values where an action is chosen; absent where nothing is'),
    costs: z
      .array(z.number().min(0))
      .readonly()
      .optional()
      .describe(
        '[actions] what each costs, in the mean where the log has a column; absent where nobody says',
      ),
    conservativeWeight: z
      .number()
      .positive()
      .optional()
      .describe(
        'alpha of CQL(H) that it was learned with: its values are then scores and no money; absent without, and in older files',
      ),
    customers: attachedSchema
      .optional()
      .describe(
        'sha-256 of each file of `customers/`: of what makes the columns that enrich added; absent where there is none',
      ),
    verdict: z
      .object({
        decision: z.string(),
        guaranteed: z.boolean().nullable(),
        reasons: z.array(z.string()).readonly(),
      })
      .readonly()
      .optional()
      .describe('of the report on this model; absent until it is written'),
    sha256: z
      .object({ model: checksum, weights: checksum, cases: checksum.optional(), manifest: checksum })
      .readonly()
      .describe(
        'of model.json, of weights.bin, of cases.json where there is one, and of the canonical text of all else that stands here',
      ),
  })
  .refine(
    ({ features, scaling }) =>
      scaling.observationOffset.length === features.length &&
      scaling.observationScale.length === features.length,
    { path: ['scaling'], message: 'expected one offset and one scale per feature' },
  )
  .refine(
    ({ schemaVersion, unlogged, charges }) =>
      (schemaVersion === SCHEMA_VERSION) === (unlogged !== undefined || charges !== undefined),
    {
      path: ['schemaVersion'],
      message: `expected ${SCHEMA_VERSION} where there is a key unlogged or charges, and only there`,
    },
  )
  .refine(({ actions, charges }) => charges === undefined || charges.length === actions.length, {
    path: ['charges'],
    message: 'expected one for each action',
  })
  .refine(
    ({ schemaVersion, support }) =>
      schemaVersion === SCHEMA_VERSION || (schemaVersion === 3) === (support !== undefined),
    {
      path: ['schemaVersion'],
      message: 'expected 3 where there is a key support, and only there',
    },
  )
  .refine(
    ({ features, actions, support }) =>
      support === undefined ||
      (support.behaviour.width === features.length && support.customers.length === actions.length),
    { path: ['support'], message: 'expected to be of the features and actions of the model' },
  )
  .refine(
    ({ actions, unlogged }) =>
      unlogged === undefined ||
      unlogged.startsFrom.every(({ action, from }) => Math.max(action, from) < actions.length),
    { path: ['unlogged'], message: 'expected to be of the actions of the model' },
  )
  .readonly();

export type Manifest = z.infer<typeof manifestSchema>;

const signedSchema = z.looseObject({ sha256: z.looseObject({}) });

/**
 * The manifest's checksum of itself, over every key but that checksum, known to this version or not.
 *
 * @throws ZodError unless the value is an object with a key `sha256` that holds one
 */
export function manifestChecksum(value: unknown): string {
  const { sha256: checksums, ...fields } = signedSchema.parse(value);
  return sha256(canonicalJson({ ...fields, sha256: { ...checksums, manifest: undefined } }));
}

/**
 * @throws InputError naming the file if it is missing, not valid, changed since it was written, or of a later version
 * of contact-dqn
 */
export function readManifest(path: string): Manifest {
  const value = readJsonFile(path);
  const { data: found } = z.object({ schemaVersion: z.number() }).safeParse(value);
  if (found !== undefined && found.schemaVersion > SCHEMA_VERSION) {
    throw new InputError(
      `${path} schemaVersion: expected at most ${SCHEMA_VERSION}, got ${found.schemaVersion}: a later contact-dqn wrote it`,
    );
  }
  const manifest = parseInput(path, manifestSchema, value);
  const expected = manifest.sha256.manifest;
  const computed = manifestChecksum(value);
  if (computed !== expected) {
    throw new InputError(
      `${path}: damaged or edited: expected sha-256 ${expected} by its sha256.manifest, got ${computed}`,
    );
  }
  return manifest;
}
