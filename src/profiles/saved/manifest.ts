/** manifest.json of a customer model: what it is, from which data, moment and settings it came, and its checksums. */
import { z } from 'zod';
import { checksum } from '../../core/checksum';
import { InputError, parseInput } from '../../core/errors';
import { readJsonFile } from '../../core/files';
import { canonicalJson, sha256 } from '../../core/hashes';

const SCHEMA_VERSION = 1;
export const MODEL_KIND = 'customer model';

export const customerManifestSchema = z
  .strictObject({
    schemaVersion: z.literal(SCHEMA_VERSION),
    kind: z.literal(MODEL_KIND),
    model: z.string().describe('such as churn'),
    version: z.string().describe('of contact-dqn'),
    createdAt: z.iso.datetime(),
    asOf: z.iso.datetime().describe('nothing that happened at it, or later, was read'),
    window: z.string().describe('how far the model looks ahead, such as 90d'),
    settings: z.record(z.string(), z.unknown()).readonly(),
    seed: z.int(),
    customers: z.int().positive().describe('known when the window began'),
    columns: z.array(z.strictObject({ name: z.string(), kind: z.string() })).readonly(),
    timeZone: z.string().describe('of what is one day'),
    dataHash: checksum.describe('of the files of all tables'),
    verdict: z
      .strictObject({ decision: z.string(), lines: z.array(z.string()).readonly() })
      .readonly()
      .nullable()
      .describe('of the same way of fitting one window earlier; null where there was too little to judge it'),
    sha256: z
      .strictObject({ model: checksum, examples: checksum, manifest: checksum })
      .readonly()
      .describe(
        'of model.json, of example-rows.json, and of the canonical text of all else that stands here',
      ),
  })
  .readonly();
export type CustomerManifest = z.infer<typeof customerManifestSchema>;

/** Over every key but that checksum. */
export function customerManifestChecksum(manifest: {
  readonly sha256: Omit<CustomerManifest['sha256'], 'manifest'> & { readonly manifest?: string };
}): string {
  return sha256(canonicalJson({ ...manifest, sha256: { ...manifest.sha256, manifest: undefined } }));
}

/** @throws InputError naming the file if it is missing, of something else, of a later version, or changed since */
export function readCustomerManifest(path: string): CustomerManifest {
  const value = readJsonFile(path);
  const head = z.looseObject({ kind: z.literal(MODEL_KIND), schemaVersion: z.number() }).safeParse(value);
  if (!head.success)
    throw new InputError(
      `${path}: expected the manifest of a customer model, that \`customers fit\` wrote, got another`,
    );
  if (head.data.schemaVersion > SCHEMA_VERSION)
    throw new InputError(
      `${path} schemaVersion: expected at most ${SCHEMA_VERSION}, got ${head.data.schemaVersion}: a later contact-dqn wrote it`,
    );
  const manifest = parseInput(path, customerManifestSchema, value);
  const found = customerManifestChecksum(manifest);
  if (found === manifest.sha256.manifest) return manifest;
  throw new InputError(
    `${path}: damaged or edited: expected sha-256 ${manifest.sha256.manifest} by its sha256.manifest, got ${found}`,
  );
}
