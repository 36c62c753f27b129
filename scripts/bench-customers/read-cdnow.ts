/** The 2,357 customers of CDNOW, with the dates that the published fits know. */
import { readFileSync } from 'node:fs';
import { InputError } from '../../src/core/errors';
import { purchaseHistories, type PurchaseHistories } from '../../src/profiles/models/purchases/histories';

/** Whole days since 1970 of a date such as 19970930. */
function dayOf(date: string): number {
  const [year, month, day] = [date.slice(0, 4), date.slice(4, 6), date.slice(6)].map(Number);
  return Date.UTC(year!, month! - 1, day) / 86_400_000;
}

const CUSTOMERS = 2357;

/** The last day that the published fits know, and the last one to judge by, 39 weeks later. */
export const CALIBRATED_UNTIL = dayOf('19970930');
export const JUDGED_UNTIL = dayOf('19980630');
/** From one to the other. */
export const WEEKS_AHEAD = 39;

/**
 * @param file whose columns are the number in the master file, that in the sample, the date, discs and dollars
 * @throws InputError for another file
 */
export function cdnowHistories(file: string): PurchaseHistories {
  const lines = readFileSync(file, 'utf8').trim().split(/\r?\n/);
  const cells = lines.map((line, i) => {
    const row = line.trim().split(/\s+/);
    if (row.length !== 5) throw new InputError(`${file}:${i + 1}: expected 5 columns, got ${row.length}`);
    return row;
  });
  const rows = {
    customer: cells.map((row) => Number(row[1]) - 1),
    day: cells.map((row) => dayOf(row[2]!)),
    amount: cells.map((row) => Number(row[4])),
  };
  return purchaseHistories(rows, CUSTOMERS);
}
