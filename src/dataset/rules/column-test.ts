/** What a leaf asks of one column, made a question to its rows. */
import { InputError, show } from '../../core/errors';
import { didYouMean } from '../../core/nearest';
import type { RawColumn } from '../contacts/contact-log';
import { type ZoneOffset } from '../../core/zone-offset';
import { parseTime } from '../read/times';
import type { Operators } from './rules-schema';

export type RowTest = (row: number) => boolean;

/** As columns hold them: names of a category; numbers, a flag's yes being 1 and a date milliseconds since 1970. */
type Cell = string | number;

const comparisons = {
  in: (cell, values) => values.includes(cell),
  notIn: (cell, values) => !values.includes(cell),
  eq: (cell, [value]) => cell === value,
  ne: (cell, [value]) => cell !== value,
  lt: (cell, [value]) => cell < value!,
  lte: (cell, [value]) => cell <= value!,
  gt: (cell, [value]) => cell > value!,
  gte: (cell, [value]) => cell >= value!,
} as const satisfies Readonly<Record<string, (cell: Cell, values: readonly Cell[]) => boolean>>;

type Comparison = keyof typeof comparisons;

/** What may be asked of a kind of column. */
interface Form {
  readonly comparisons: readonly Comparison[];
  readonly value: string;
  /** A written value as the column holds it; null if it is of another kind. */
  readonly cellOf: (value: unknown) => Cell | null;
}

const ofNumbers: Form = {
  comparisons: Object.keys(comparisons) as Comparison[],
  value: 'a number',
  cellOf: (value) => (typeof value === 'number' ? value : null),
};

function formOf(kind: RawColumn['kind'], ahead: ZoneOffset): Form {
  if (kind === 'category') {
    const cellOf = (value: unknown) => (typeof value === 'string' ? value : null);
    return { comparisons: ['in', 'notIn', 'eq', 'ne'], value: 'text', cellOf };
  }
  if (kind === 'flag') {
    const cellOf = (value: unknown) => (typeof value === 'boolean' ? Number(value) : null);
    return { comparisons: ['eq', 'ne'], value: 'true or false', cellOf };
  }
  if (kind !== 'date') return ofNumbers;
  // A bare 2026 would be two seconds after 1970.
  const cellOf = (value: unknown) => {
    const time = typeof value === 'string' ? parseTime(value, ahead) : NaN;
    return Number.isNaN(time) ? null : time;
  };
  return { ...ofNumbers, value: 'a date or time such as 2026-11-28', cellOf };
}

/** The values of an operator as the column holds them. @param place file, leaf, column and operator */
function cellsOf(column: RawColumn, form: Form, place: string, given: unknown): Cell[] {
  const values: readonly unknown[] = Array.isArray(given) ? given : [given];
  return values.map((value) => {
    const cell = form.cellOf(value);
    if (cell === null)
      throw new InputError(
        `${place}: expected ${form.value} for a ${column.kind} column, got ${show(value)}`,
      );
    if (column.kind === 'category' && column.declared && !column.names.includes(cell as string)) {
      const hint = didYouMean(cell as string, column.names);
      throw new InputError(
        `${place}: expected one of ${column.names.map(show).join(', ')}, got ${show(value)}${hint}`,
      );
    }
    return cell;
  });
}

/**
 * A missing cell satisfies `missing: true` alone, and neither `ne` nor `notIn`: what is not known is no reason.
 *
 * @param place file, leaf and column, for messages
 * @param ahead of the zone of dates that name none
 * @throws InputError for an operator or a value that does not fit the kind of the column
 */
export function columnTest(
  column: RawColumn,
  { missing, ...compared }: Operators,
  place: string,
  ahead: ZoneOffset,
): RowTest {
  const form = formOf(column.kind, ahead);
  const tests = Object.entries(compared).map(([operator, given]) => {
    const comparison = form.comparisons.find((one) => one === operator);
    if (comparison === undefined)
      throw new InputError(
        `${place}.${operator}: expected one of ${form.comparisons.join(', ')}, missing ` +
          `for a ${column.kind} column, got ${operator}`,
      );
    const cells = cellsOf(column, form, `${place}.${operator}`, given);
    return (cell: Cell) => comparisons[comparison](cell, cells);
  });
  const isMissingEnough = missing === true && tests.length === 0;
  const holds = (cell: Cell) => missing !== true && tests.every((test) => test(cell));
  if (column.kind !== 'category') {
    const { values } = column;
    return (row) => (Number.isNaN(values[row]!) ? isMissingEnough : holds(values[row]!));
  }
  const { codes } = column;
  const fits = column.names.map(holds);
  return (row) => fits[codes[row]!] ?? isMissingEnough;
}
