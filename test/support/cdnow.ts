/** The 2,357 customers of CDNOW, where they lie beside the repository. */
import { readFileSync } from 'node:fs';
import { purchaseHistories, type PurchaseHistories } from '../../src/profiles/models/purchases/histories';
import { publicLog } from './public-logs';

export const CDNOW = 'cdnow/CDNOW_sample.txt';

/** Whole days since 1970 of a date such as 19970930. */
function dayOf(date: string): number {
  const [year, month, day] = [date.slice(0, 4), date.slice(4, 6), date.slice(6)].map(Number);
  return Date.UTC(year!, month! - 1, day) / 86_400_000;
}

/** The last day that the published fit knows, and the last one to judge by, 39 weeks later. */
export const CALIBRATED_UNTIL = dayOf('19970930');
export const JUDGED_UNTIL = dayOf('19980630');
/** From one to the other. */
export const WEEKS_AHEAD = 39;

/** Columns of the file: number in the master file, number in the sample, date, discs, dollars. */
export function cdnowHistories(): PurchaseHistories {
  const lines = readFileSync(publicLog(CDNOW), 'utf8').trim().split(/\r?\n/);
  const cells = lines.map((line) => line.trim().split(/\s+/));
  const rows = {
    customer: cells.map((row) => Number(row[1]) - 1),
    day: cells.map((row) => dayOf(row[2]!)),
    amount: cells.map((row) => Number(row[4])),
  };
  return purchaseHistories(rows, 2357);
}
