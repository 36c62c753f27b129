import type { RawColumn } from '../../dataset/contacts/contact-log';
import { DAY } from '../../dataset/schema/lengths-of-time';

/**
 * A column of days, with fractions, from times until a moment.
 *
 * @param times [customers] milliseconds; NaN where it never happened, or later than the moment, which nobody knows yet
 */
export function daysSince(name: string, times: Float64Array, moment: number): RawColumn {
  const values = times.map((time) => (time < moment ? (moment - time) / DAY : NaN));
  return { name, kind: 'days-since', values };
}
