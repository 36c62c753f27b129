/** Which tables columns of customers are made of, and how near to their ends: a model takes what is not in a table for silence. */
import { InputError } from '../../core/errors';
import { momentText } from '../../core/moment-text';
import { DAY } from '../../dataset/schema/lengths-of-time';
import { tablesOfColumns } from '../../profiles/asof/at-moments';
import type { FittedModel } from '../../profiles/customer-model';
import {
  endingTables,
  type CompanyTables,
  type EndingTable,
  type TableEnd,
} from '../../profiles/tables/company-tables';
import { endText } from '../../profiles/tables/table-ends';

export interface AskedColumns {
  /** Of the profile, and of the table of customers. */
  readonly columns: readonly string[];
  /** Whose columns are asked for, as they were fitted. */
  readonly fits: readonly Pick<FittedModel, 'asks'>[];
}

/** Tables that the columns are made of; of a model, those that it asks of: in training its columns were empty after their ends. */
export function tablesAsked(
  tables: CompanyTables,
  { columns, fits }: AskedColumns,
  window: number,
): readonly EndingTable[] {
  const tableOf = tablesOfColumns(tables, window);
  const asked = new Set([
    ...columns.map((name) => tableOf.get(name)),
    ...fits.flatMap(({ asks }) => asks.columns),
  ]);
  return endingTables.filter((table) => asked.has(table));
}

interface EndedTable {
  readonly table: EndingTable;
  readonly end: TableEnd;
}

/** Those that ended before the moment. Of one in which nothing ever happens, columns tell nothing. */
function ended({ ends }: CompanyTables, asked: readonly EndingTable[], moment: number): EndedTable[] {
  return asked.flatMap((table) => {
    const end = ends[table];
    return end === null || end.moment === -Infinity || end.moment >= moment ? [] : [{ table, end }];
  });
}

/** What may be unknown of the last window before a moment. */
const UNKNOWN = 0.1;

const days = (length: number) => `${Math.floor(length / DAY)} days`;

/** @throws InputError for a table that ended longer before */
export function expectNear(
  tables: CompanyTables,
  asked: readonly EndingTable[],
  moment: number,
  window: number,
): void {
  for (const { table, end } of ended(tables, asked, moment - UNKNOWN * window))
    throw new InputError(
      `--as-of (now where none is given): expected at most ${days(UNKNOWN * window)} after the end of each table that columns are made of, a tenth of the ${days(window)} that columns and models look at, got ${momentText(moment, tables.timeZone)}, and ${tables.file} ${table} is known until ${endText(table, end, tables.timeZone)}`,
    );
}

/** What the tables cannot tell, a line each. */
export function endRemarks(
  tables: CompanyTables,
  asked: readonly EndingTable[],
  moment: number,
): readonly string[] {
  return ended(tables, asked, moment).map(
    ({ table, end }) =>
      `${tables.file} ${table}: known until ${endText(table, end, tables.timeZone)}; what happened in the ${((moment - end.moment) / DAY).toFixed(1)} days until ${momentText(moment, tables.timeZone)} is not in the columns`,
  );
}
