/**
 * Until when each table of a company is known. A customer without a row after that did not stop buying: the table stopped.
 * company.yaml may state it; else a table is known until the end of the day of its last row, by the clocks of the company,
 * for a longer silence can be told from an end by nothing that stands in it.
 */
import { momentText } from '../../core/moment-text';
import { expectAll } from '../../dataset/contacts/cell-checks';
import type { RowPlaces } from '../../dataset/contacts/contact-log';
import { DAY } from '../../dataset/schema/lengths-of-time';
import { momentOf } from '../../dataset/schema/time-units';
import type { CompanySchema } from './company-schema';
import type { CompanyTables, EndingTable, Events, EventTable, TableEnd, TableEnds } from './company-tables';

/** The first moment of the day after a time, by the company's clocks, to the millisecond. */
function nextDay(dayOf: CompanyTables['dayOf'], time: number): number {
  let [before, after] = [time, time + 2 * DAY];
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (dayOf(middle) > dayOf(time)) after = middle;
    else before = middle;
  }
  return after;
}

/** The end of the last day on which one of the times lies; -Infinity where there is none. @param times NaN of none */
export function endOfLastDay(times: Float64Array, dayOf: CompanyTables['dayOf']): number {
  let last = -Infinity;
  for (let row = 0; row < times.length; row += 1) if (times[row]! > last) last = times[row]!;
  return last === -Infinity ? last : nextDay(dayOf, last);
}

/** @returns milliseconds; null where company.yaml states none. It has been checked for it. */
export function statedEnd(schema: CompanySchema, table: EndingTable): number | null {
  const until = schema[table]?.until;
  return until === undefined ? null : momentOf(until, schema);
}

/** @param times [rows] as the files have them @param timeZone of the company @throws InputError at the first row that lies at the stated end, or later */
export function expectBefore(
  places: RowPlaces,
  column: string,
  times: Float64Array,
  end: number | null,
  timeZone: string,
): void {
  if (end === null) return;
  const shown = (moment: number) => momentText(moment, timeZone);
  const expected = `a time before ${shown(end)}, until when company.yaml says that the table is known`;
  expectAll(places, column, times, (time) => !(time >= end), expected, shown);
}

export function tableEnds(
  schema: CompanySchema,
  tables: Readonly<Record<EventTable, Pick<Events, 'times'> | null>>,
  dayOf: CompanyTables['dayOf'],
): TableEnds {
  const stated = (table: EndingTable): TableEnd | null => {
    const moment = statedEnd(schema, table);
    return moment === null ? null : { moment, isStated: true };
  };
  const ofRows = (table: EventTable): TableEnd | null => {
    const events = tables[table];
    if (events === null) return null;
    return stated(table) ?? { moment: endOfLastDay(events.times, dayOf), isStated: false };
  };
  return {
    customers: stated('customers'),
    ...{ transactions: ofRows('transactions'), contacts: ofRows('contacts'), messages: ofRows('messages') },
  };
}

/** Until when a table is known and how that is known, in words. @param timeZone of the company */
export function endText(table: EndingTable, { moment, isStated }: TableEnd, timeZone: string): string {
  if (isStated) return `${momentText(moment, timeZone)}, as ${table}.until says`;
  if (moment === -Infinity) return 'no row at all';
  return `${momentText(moment, timeZone)}, the end of the day of its last row (\`until\` of ${table} states another)`;
}
