/** Drafts a schema file from a log: what each column could be, with the reason of every guess as a comment. */
import { EncodingError } from '../read/csv-bytes';
import { profileColumns, type FileProfile } from './column-profile';
import { draftText } from './draft-text';
import type { FeatureSpec } from './feature-schema';
import { guessFeature } from './guess-features';
import type { Guess } from './guess-roles';
import { guessSchema, type SchemaGuesses } from './guess-schema';
import type { LogSchema } from './log-schema';
import { namedColumns } from './named-columns';
import type { SampleOptions } from './sample-columns';

/**
 * Features of a schema that names none: every column it does not name elsewhere, with the kind that it seems to be.
 * Left out are ids, row numbers, constants, and texts that hardly repeat.
 */
export function guessFeatures({ columns }: FileProfile, schema: LogSchema): Record<string, FeatureSpec> {
  const named = new Set(namedColumns(schema).map(([, column]) => column));
  const facts = { decimal: schema.decimal, hasTime: schema.time !== undefined };
  return Object.fromEntries(
    columns.flatMap((profile) => {
      const { spec } = named.has(profile.name) ? { spec: null } : guessFeature(profile, facts);
      return spec === null ? [] : [[profile.name, spec]];
    }),
  );
}

/** A file that is no UTF-8 is read in the encoding that its bytes speak for. */
async function profileInAnyEncoding(
  file: string,
  options: SampleOptions,
): Promise<{ readonly profile: FileProfile; readonly encoding: Guess | null }> {
  const declared = options.encoding;
  try {
    const profile = await profileColumns(file, options);
    return {
      profile,
      encoding: declared === undefined ? null : { value: declared, reason: 'as it was read' },
    };
  } catch (error) {
    if (!(error instanceof EncodingError) || declared !== undefined) throw error;
    const { encoding, found } = error;
    const profile = await profileColumns(file, { ...options, encoding });
    return { profile, encoding: { value: encoding, reason: `no UTF-8: ${found}` } };
  }
}

/**
 * Drafts the schema file of a log.
 *
 * @returns YAML with comments, which reads as a schema once it names an action and a reward, and what it says
 * @throws InputError if the file cannot be read
 */
export async function draftSchema(
  file: string,
  options: SampleOptions = {},
): Promise<{ readonly text: string; readonly guesses: SchemaGuesses }> {
  const { profile, encoding } = await profileInAnyEncoding(file, options);
  const guesses = guessSchema(profile);
  return { text: draftText(file, profile, guesses, { encoding, separator: options.separator }), guesses };
}
