/** Categories that no row trained on had: the network sees them as none of those it knows. */
import { show } from '../../core/errors';
import type { RawTable, RowPlace } from './encode-features';
import type { FittedFeatures } from './fitted-features';

export interface UnseenLevel {
  readonly column: string;
  readonly value: string;
  /** The first row that has it. */
  readonly row: number;
  /** How many rows have it. */
  readonly count: number;
  /** Those trained on. */
  readonly levels: readonly string[];
}

/**
 * Each value once, column by column. A column whose rare levels share one feature has none: which those were is not
 * kept, and a new one is seen as rare.
 *
 * @param rows which rows of the table, in this order
 */
export function unseenLevels(fitted: FittedFeatures, table: RawTable, rows: Int32Array): UnseenLevel[] {
  return fitted.flatMap((one) => {
    const column = table.get(one.column);
    if (one.kind !== 'category' || one.other || column?.kind !== 'category') return [];
    const { codes, names } = column;
    const isUnseen = names.map((name) => !one.levels.includes(name));
    const found = new Map<number, { row: number; count: number }>();
    for (const row of rows) {
      const code = codes[row]!;
      if (code < 0 || !isUnseen[code]!) continue;
      const { row: first = row, count = 0 } = found.get(code) ?? {};
      found.set(code, { row: first, count: count + 1 });
    }
    return [...found].map(([code, where]) => ({
      ...{ column: one.column, value: names[code]!, levels: one.levels },
      ...where,
    }));
  });
}

/** Levels named in a message, and values of a column that get a line each. */
const MOST_NAMED = 12;

function listed(levels: readonly string[]): string {
  const named = levels.slice(0, MOST_NAMED).join(', ');
  return levels.length > MOST_NAMED ? `${named}, ... ${levels.length} in all` : named;
}

/** A line for each value, such as `now.csv:7 plan: "D" was not in the rows trained on (A, B, C); 3 rows have it`. */
export function unseenRemarks(unseen: readonly UnseenLevel[], place: RowPlace): string[] {
  const columns = [...new Set(unseen.map(({ column }) => column))];
  return columns.flatMap((column) => {
    const ofColumn = unseen.filter((one) => one.column === column);
    const lines = ofColumn.slice(0, MOST_NAMED).map(({ value, row, count, levels }) => {
      const rows = count > 1 ? `; ${count} rows have it` : '';
      return `${place(row)} ${column}: ${show(value)} was not in the rows trained on (${listed(levels)})${rows}`;
    });
    const more = ofColumn.slice(MOST_NAMED);
    const [first] = more;
    if (first === undefined) return lines;
    const rows = more.reduce((sum, { count }) => sum + count, 0);
    return [...lines, `${place(first.row)} ${column}: ${more.length} more such values, in ${rows} rows`];
  });
}
