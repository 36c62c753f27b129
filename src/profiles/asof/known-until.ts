/** Whether tables are known as long as a model asks of them: a window whose end nobody knows is none without purchases. */
import { InputError } from '../../core/errors';
import { momentText } from '../../core/moment-text';
import type { CompanyTables, EndingTable } from '../tables/company-tables';
import { endOfLastDay, endText } from '../tables/table-ends';

/** Tables that a model asks of; of those that the company has. */
export interface AskedTables {
  /** Of what it foresees: known until the end of the window. */
  readonly label: readonly EndingTable[];
  /** Of its columns: known until the moment as of which it speaks. */
  readonly columns: readonly EndingTable[];
}

type KnownTables = Pick<CompanyTables, 'file' | 'ends' | 'timeZone'>;

/** Of a past, what decides whether it is known to its end. */
interface AskedPast extends KnownTables {
  readonly until: number;
  readonly window: number;
}

/** @param what ends at the moment, for the message @throws InputError if one of the tables is not known until a moment */
export function expectKnownUntil(
  { file, ends, timeZone }: KnownTables,
  asked: readonly EndingTable[],
  moment: number,
  what: string,
): void {
  for (const table of asked) {
    const end = ends[table];
    if (end === null || end.moment >= moment) continue;
    throw new InputError(
      `${file} ${table}: expected to be known until ${momentText(moment, timeZone)}, ${what}, got ${endText(table, end, timeZone)}`,
    );
  }
}

/** @param model its name @throws InputError where what is to be learned or judged, or the columns, reach too far */
export function expectPastKnown(model: string, past: AskedPast, { label, columns }: AskedTables): void {
  const { until, window } = past;
  expectKnownUntil(past, label, until, `the end of the window that ${model} asks of`);
  expectKnownUntil(past, columns, until - window, `the beginning of the window that ${model} asks of`);
}

/** @throws InputError unless the dates of a column of customers are known until a moment */
export function expectDatesKnown(
  { file, ends, dayOf, timeZone }: KnownTables & Pick<CompanyTables, 'dayOf'>,
  { name, values }: { readonly name: string; readonly values: Float64Array },
  until: number,
): void {
  const end = ends.customers?.moment ?? endOfLastDay(values, dayOf);
  if (end >= until) return;
  const got =
    ends.customers === null
      ? `${end === -Infinity ? 'no date at all' : `${momentText(end, timeZone)}, the end of the day of the last one`} (\`until\` of customers states another)`
      : endText('customers', ends.customers, timeZone);
  throw new InputError(
    `${file} customers.columns.${name}: expected dates that are known until ${momentText(until, timeZone)}, the end of the window, got ${got}`,
  );
}
