/** Which leaf of a rules file each row matches. */
import { InputError, show } from '../../core/errors';
import { didYouMean } from '../../core/nearest';
import { expectLength } from '../../core/shape';
import type { RawTable } from '../features/encode-features';
import type { ZoneOffset } from '../../core/zone-offset';
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

/** Names told where none is near the one that was written. */
const MOST_NAMES = 8;

function thoseThereAre(names: readonly string[]): string {
  const told = names.slice(0, MOST_NAMES).map(show).join(', ');
  return names.length <= MOST_NAMES ? told : `${told} and ${names.length - MOST_NAMES} more`;
}

/** A name in a condition that no row has. */
export interface UnknownName {
  /** The leaf's id. */
  readonly leaf: string;
  /** Where it stands, and what was probably meant. */
  readonly text: string;
}

/**
 * Names that no row has in a column whose schema declares none: a name mistyped, as a rule, by which a leaf would quietly
 * take nobody, or everybody.
 */
export function unknownNames({ leaves }: Rules, columns: RawTable): UnknownName[] {
  return leaves.flatMap(({ id, condition = {} }) =>
    Object.entries(condition).flatMap(([name, operators]) => {
      const column = columns.get(name);
      if (column?.kind !== 'category') return [];
      const { names } = column;
      return Object.entries(operators).flatMap(([operator, given]) =>
        [given]
          .flat()
          .filter((value) => typeof value === 'string' && !names.includes(value))
          .map((value): UnknownName => {
            const near = didYouMean(value as string, names);
            const hint = near === '' && names.length > 0 ? `; there are ${thoseThereAre(names)}` : near;
            return { leaf: id, text: `condition.${name}.${operator}: no row has ${show(value)}${hint}` };
          }),
      );
    }),
  );
}

export interface LeafRows {
  readonly id: string;
  /** How many rows matched it before any other. */
  readonly rows: number;
  /** Names that it asks for and no row has; absent where there are none. */
  readonly unknown?: readonly string[];
}

/** @param leafOf [rows] index into `leaves` */
export function leafRows(
  leaves: readonly { readonly id: string }[],
  leafOf: Int32Array,
  unknown: readonly UnknownName[],
): LeafRows[] {
  const rows = new Array<number>(leaves.length).fill(0);
  for (const leaf of leafOf) rows[leaf]! += 1;
  return leaves.map(({ id }, i) => {
    const own = unknown.filter(({ leaf }) => leaf === id).map(({ text }) => text);
    return { id, rows: rows[i]!, ...(own.length > 0 && { unknown: own }) };
  });
}
