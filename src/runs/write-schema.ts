/** A schema file drafted from a log, for its owner to correct. */
import { expectNotThere, writeFileAtomically } from '../core/files';
import { expectNotInput } from '../core/input-paths';
import { draftSchema } from '../dataset/schema/draft-schema';
import type { SchemaGuesses } from '../dataset/schema/guess-schema';

/**
 * Writes the draft of a log's schema.
 *
 * @param out the file to write; `overwrite` replaces one that is there
 * @throws InputError if the log cannot be read, or the file may not be replaced; nothing is then written
 */
export async function writeSchema(data: string, out: string, overwrite: boolean): Promise<SchemaGuesses> {
  expectNotInput([{ flag: '--write-schema', path: out }], [{ flag: '--data', path: data }]);
  expectNotThere('--write-schema', [out], overwrite);
  const { text, guesses } = await draftSchema(data);
  writeFileAtomically(out, text);
  return guesses;
}
