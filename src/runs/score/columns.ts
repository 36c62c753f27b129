/** What a file to be scored must have, said before anything is read of it. */
import { stat } from 'node:fs/promises';
import { InputError, show } from '../../core/errors';
import { historyMeanings } from '../../dataset/decisions/history';
import type { BatchContext } from '../../dataset/features/raw-batches';
import type { RawInputs } from '../../dataset/features/raw-inputs';
import { readHeader } from '../../dataset/read/sample';

/** Of a pipe, which would lose what is looked at, who reads it says what it lacks. */
export async function expectKnownColumns(
  files: readonly string[],
  { schema, features }: RawInputs,
  actions: readonly string[],
  { now, pastOf }: BatchContext,
): Promise<void> {
  const [file] = files;
  const stats = await stat(file!).catch(() => null);
  if (stats === null || !stats.isFile()) return;
  const { encoding, separator, features: specs = {}, time } = schema;
  const header = await readHeader(file!, { encoding, separator, columns: Object.keys(specs) });
  const isTimed = pastOf !== undefined || features.some(({ kind }) => kind === 'date');
  if (isTimed && now === undefined && (time === undefined || !header.includes(time)))
    throw new InputError(
      `--as-of: expected a value, when all rows are decided, or in ${file!} the column ${show(time ?? 'time')}, got neither`,
    );
  if (pastOf !== undefined) return;
  const missing = [...historyMeanings(schema, actions)].filter(([name]) => !header.includes(name));
  if (missing.length === 0) return;
  const made = missing.map(([name, meaning]) => `${show(name)} (${meaning})`).join(', ');
  throw new InputError(
    `--history: expected a log of earlier contacts, which the model looks at, or in ${file!} ready made ${made}, got neither`,
  );
}
