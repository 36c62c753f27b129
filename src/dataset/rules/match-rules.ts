/** Which leaf of a rules file each row matches. */
import { InputError, show } from '../../core/errors';
import { didYouMean } from '../../core/nearest';
import { expectLength } from '../../core/shape';
import type { RawTable } from '../features/encode-features';
import type { ZoneOffset } from '../read/times';
import { columnTest, type RowTest } from './column-test';
import type { Rules } from './read-rules';
import type { Leaf } from './rules-schema';

/** What a leaf asks of a row; nothing of a leaf without condition. */
function testsOf(
  { id, condition = {} }: Leaf,
  file: string,
  columns: RawTable,
  count: number,
  ahead: ZoneOffset,
): RowTest[] {
  const place = `${file} leaf ${show(id)}`;
  return Object.entries(condition).map(([name, operators]) => {
    const column = columns.get(name);
    if (column === undefined) {
      const names = [...columns.keys()];
      throw new InputError(
        `${place} condition: expected columns (${names.map(show).join(', ')}), ` +
          `got ${show(name)}${didYouMean(name, names)}`,
      );
    }
    expectLength(name, column.kind === 'category' ? column.codes : column.values, count);
    return columnTest(column, operators, `${place} condition.${name}`, ahead);
  });
}

/**
 * The first leaf that each row matches.
 *
 * @param columns [count] each, by name
 * @param ahead of the zone of dates in the file that name none, which is that of the log's schema
 * @returns [count] index into `rules.leaves`
 * @throws InputError for a condition that does not fit the columns, naming file, leaf and column
 * @throws ShapeError for a column of another length
 */
export function matchRules(
  { file, leaves }: Rules,
  columns: RawTable,
  count: number,
  ahead: ZoneOffset,
): Int32Array {
  const tests = leaves.map((leaf) => testsOf(leaf, file, columns, count, ahead));
  const leafOf = new Int32Array(count);
  for (let row = 0; row < count; row += 1)
    leafOf[row] = tests.findIndex((all) => all.every((test) => test(row)));
  return leafOf;
}

/**
 * Names that no row has in a column whose schema declares none: a name mistyped, as a rule, by which a leaf would quietly
 * take nobody, or everybody.
 *
 * @returns a sentence for each
 */
export function unknownNames({ file, leaves }: Rules, columns: RawTable): string[] {
  return leaves.flatMap(({ id, condition = {} }) =>
    Object.entries(condition).flatMap(([name, operators]) => {
      const column = columns.get(name);
      if (column?.kind !== 'category') return [];
      const { names } = column;
      return Object.entries(operators).flatMap(([operator, given]) =>
        [given]
          .flat()
          .filter((value) => typeof value === 'string' && !names.includes(value))
          .map((value) => {
            const hint = didYouMean(value as string, names);
            return `${file} leaf ${show(id)} condition.${name}.${operator}: no row has ${show(value)}${hint}`;
          }),
      );
    }),
  );
}

export interface LeafRows {
  readonly id: string;
  /** How many rows matched it before any other. */
  readonly rows: number;
}

/** @param leafOf [rows] index into `leaves` */
export function leafRows(leaves: readonly { readonly id: string }[], leafOf: Int32Array): LeafRows[] {
  const rows = new Array<number>(leaves.length).fill(0);
  for (const leaf of leafOf) rows[leaf]! += 1;
  return leaves.map(({ id }, i) => ({ id, rows: rows[i]! }));
}
