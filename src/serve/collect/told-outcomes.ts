/** What came of decisions, by their ids: as the service was told, and as a file tells. */
import { InputError, show } from '../../core/errors';
import { didYouMean } from '../../core/nearest';
import { NameColumn } from '../../dataset/read/columns';
import { OutcomeColumn } from '../../dataset/read/contact-columns';
import { filesOf } from '../../dataset/read/files-of';
import { readTable } from '../../dataset/read/read-table';
import { readHeader } from '../../dataset/read/sample';

/** By column; several tellings of one decision add up to one, the later over the earlier. */
export type ToldOutcomes = Map<string, Record<string, number>>;

export function tell(
  outcomes: ToldOutcomes,
  decision: string,
  columns: Readonly<Record<string, number | boolean>>,
) {
  const told = outcomes.get(decision) ?? {};
  for (const [name, value] of Object.entries(columns)) told[name] = Number(value);
  outcomes.set(decision, told);
}

const DECISION = 'decision';

/**
 * Reads a file with a column `decision`, of ids, and columns of what came of them; an empty cell tells nothing.
 *
 * @param wanted names of columns that say what came of a decision; null where all others do
 * @throws InputError with file, line, column, expectation and value
 */
export async function readOutcomes(
  pattern: string,
  wanted: readonly string[] | null,
  outcomes: ToldOutcomes,
): Promise<void> {
  const files = await filesOf(pattern);
  for (const file of files) {
    const header = await readHeader(file, {});
    if (!header.includes(DECISION))
      throw new InputError(
        `${file}: expected a column ${show(DECISION)} with the ids that the service gave out, got ${header.map(show).join(', ')}${didYouMean(DECISION, header)}`,
      );
    const known = wanted ?? header.filter((name) => name !== DECISION);
    const names = known.filter((name) => header.includes(name));
    if (names.length === 0)
      throw new InputError(
        `${file}: expected columns of what came of decisions (${known.map(show).join(', ')}), got ${header.map(show).join(', ')}`,
      );
    const ids = new NameColumn(DECISION);
    const readers = names.map((name) => new OutcomeColumn(name, { missing: new Set(['']), decimal: '.' }));
    const { rows } = await readTable([file], [ids, ...readers]);
    const [codes, all] = [ids.codes(), ids.names()];
    const values = readers.map((reader) => reader.values());
    for (let row = 0; row < rows; row += 1)
      tell(
        outcomes,
        all[codes[row]!]!,
        Object.fromEntries(
          names.flatMap((name, i) => (Number.isNaN(values[i]![row]!) ? [] : [[name, values[i]![row]!]])),
        ),
      );
  }
}
