/** Neighbours in a log that is in order of customer and time. */
import type { ContactLog } from './contact-log';

/** Whether the row above is of the same customer. @param row of the log, or one past its last, which is of nobody */
export function isSameAsAbove({ customers }: Pick<ContactLog, 'customers'>, row: number): boolean {
  return row > 0 && customers !== null && customers.codes[row] === customers.codes[row - 1];
}
