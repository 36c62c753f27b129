/** Which rows of a log become decisions, and why others do not. */
import type { ContactLog } from '../contacts/contact-log';
import { placesOf } from '../contacts/places';
import { isSameAsAbove } from '../contacts/same-customer';
import { milliseconds } from '../schema/durations';
import type { LogSchema } from '../schema/log-schema';

/** Why rows are no decisions. */
export type LeftOut =
  | 'outcome not known yet'
  | 'after the customer was gone'
  | 'no later row with its outcome';

/** What becomes of a row. */
const KEPT = 0;
const UNRIPE = 1;
const GONE = 2;
const UNTOLD = 3;

/** Rows that become decisions, and those that do not, by reason. */
export function keptRows(
  log: ContactLog,
  schema: LogSchema,
): { rows: Int32Array; leftOut: Readonly<Record<LeftOut, Int32Array>> } {
  const { times, customers, terminal } = log;
  const window = schema.window === undefined ? 0 : milliseconds(schema.window);
  let last = -Infinity;
  if (times !== null && window > 0)
    for (let row = 0; row < log.rows; row += 1) if (times[row]! > last) last = times[row]!;
  const isToldLater = schema.rewardOf === 'previous row';
  const fates = new Uint8Array(log.rows);
  let goneCustomer = -1;
  for (let row = 0; row < log.rows; row += 1) {
    const customer = customers?.codes[row] ?? -1;
    // Also of a customer who was gone: the row that closes a history tells what the last decision brought.
    if (isToldLater && !isSameAsAbove(log, row + 1)) fates[row] = UNTOLD;
    else if (customers !== null && customer === goneCustomer) fates[row] = GONE;
    else if (times !== null && times[row]! + window > last && window > 0) fates[row] = UNRIPE;
    if (terminal?.[row] === 1 && customers !== null) goneCustomer = customer;
  }
  return {
    rows: placesOf(fates, KEPT),
    leftOut: {
      'outcome not known yet': placesOf(fates, UNRIPE),
      'after the customer was gone': placesOf(fates, GONE),
      'no later row with its outcome': placesOf(fates, UNTOLD),
    },
  };
}
