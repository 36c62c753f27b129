/** What a file to be scored must have, said before anything is read of it. */
import { stat } from 'node:fs/promises';
import { InputError, show } from '../../core/errors';
import { historyMeanings } from '../../dataset/decisions/history';
import type { RawInputs } from '../../dataset/features/raw-inputs';
import { readHeader } from '../../dataset/read/sample';

/**
 * Of a pipe, which would lose what is looked at, who reads it says what it lacks.
 *
 * @param now when all rows are decided, where somebody said it
 * @param hasHistory whether there is a log of earlier contacts beside the file
 * @throws InputError for a file that lacks the time of its rows, or what is made of earlier contacts, where that is asked for
 */
export async function expectKnownColumns(
  files: readonly string[],
  { schema, features }: RawInputs,
  actions: readonly string[],
  { now, hasHistory }: { readonly now: number | undefined; readonly hasHistory: boolean },
): Promise<void> {
  const [file] = files;
  const stats = await stat(file!).catch(() => null);
  if (stats === null || !stats.isFile()) return;
  const { encoding, separator, features: specs = {}, time } = schema;
  const header = await readHeader(file!, { encoding, separator, columns: Object.keys(specs) });
  const isTimed = hasHistory || features.some(({ kind }) => kind === 'date');
  if (isTimed && now === undefined && (time === undefined || !header.includes(time)))
    throw new InputError(
      `--as-of: expected a value, when all rows are decided, or in ${file!} the column ${show(time ?? 'time')}, got neither`,
    );
  if (hasHistory) return;
  const missing = [...historyMeanings(schema, actions)].filter(([name]) => !header.includes(name));
  if (missing.length === 0) return;
  const made = missing.map(([name, meaning]) => `${show(name)} (${meaning})`).join(', ');
  throw new InputError(
    `--history: expected a log of earlier contacts, which the model looks at, or in ${file!} ready made ${made}, got neither`,
  );
}
