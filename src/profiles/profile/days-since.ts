import type { RawColumn } from '../../dataset/contacts/contact-log';
import { DAY } from '../../dataset/schema/lengths-of-time';
import type { MomentOf } from './moments';

/**
 * A column of days, with fractions, from times until the moment of each row.
 *
 * @param times [rows] milliseconds; NaN where it never happened, or later than the moment, which nobody knows yet
 */
export function daysSince(name: string, times: Float64Array, momentOf: MomentOf): RawColumn {
  const values = times.map((time, row) => {
    const moment = momentOf(row);
    return time < moment ? (moment - time) / DAY : NaN;
  });
  return { name, kind: 'days-since', values };
}
