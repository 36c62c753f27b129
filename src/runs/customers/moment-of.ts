/** Moments as people type them, and those from which on nothing of a company is known. */
import { InputError, show } from '../../core/errors';
import { parseTime, zoneOffset } from '../../dataset/read/times';
import { DAY } from '../../dataset/schema/lengths-of-time';
import type { CompanyTables } from '../../profiles/tables/company-tables';
import type { Company } from '../../profiles/tables/open-company';

/** @param flag that it was given by @returns milliseconds @throws InputError */
export function momentOf(asOf: string, { schema }: Company, flag = '--as-of'): number {
  // The schema has been checked for its zone.
  const moment = parseTime(asOf, zoneOffset(schema.timeZone)!);
  if (!Number.isNaN(moment)) return moment;
  throw new InputError(`${flag}: expected a date or time such as 2026-11-28, got ${show(asOf)}`);
}

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

/** The end of the last day on which anything happened; -Infinity where nothing did. */
export function endOfData({ transactions, contacts, messages, dayOf }: CompanyTables): number {
  let last = -Infinity;
  for (const events of [transactions, contacts, messages])
    for (const time of events?.times ?? []) if (time > last) last = time;
  return last === -Infinity ? last : nextDay(dayOf, last);
}

/** @param until the end of a window of which it must be known what came @throws InputError */
export function expectWithinData(tables: CompanyTables, until: number, asOf: string): void {
  const end = endOfData(tables);
  if (until <= end) return;
  const expected =
    end === -Infinity ? 'rows of transactions, contacts or messages' : new Date(end).toISOString();
  throw new InputError(
    `--as-of: expected ${expected} or earlier, the end of the last day of the tables, as nobody knows what comes later, got ${show(asOf)}`,
  );
}

/** Days begin elsewhere in another zone, and with them everything that is counted by days. @throws InputError */
export function expectSameClocks(
  place: string,
  { timeZone }: { readonly timeZone: string },
  { file, schema }: Company,
): void {
  if (schema.timeZone === timeZone) return;
  throw new InputError(
    `${file} timeZone: expected ${show(timeZone)}, as of the tables that ${place} was fitted on, got ${show(schema.timeZone)}`,
  );
}
