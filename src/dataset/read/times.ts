/** Dates and times as logs write them, as milliseconds since 1970 in UTC. */
import { offsetMinutes, type ZoneOffset } from '../../core/zone-offset';

const DATE_TIME =
  /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?\s*(Z|[+-]\d\d(?::?\d\d)?)?)?$/i;

const HOUR = 3_600_000;

/**
 * A date (`2026-11-28`) or a time (`2026-11-28T14:05:00+01:00`, `2026-11-28 14:05`).
 *
 * @param ahead of the zone of times that name none
 * @returns milliseconds since 1970 in UTC, fractions kept; NaN if it is none, or of no calendar (30 February)
 */
export function parseTime(text: string, ahead: ZoneOffset): number {
  const match = DATE_TIME.exec(text);
  if (match === null) return NaN;
  const [, year, month, day, hour = 0, minute = 0, second = 0, fraction = '', zone] = match;
  const date = Date.UTC(Number(year), Number(month) - 1, Number(day));
  const isDay = new Date(date).toISOString().startsWith(`${year!}-${month!}-${day!}`);
  if (!isDay || Number(hour) > 23 || Number(minute) > 59 || Number(second) > 60) return NaN;
  const local = date + HOUR * Number(hour) + 60_000 * Number(minute) + 1000 * Number(second);
  const exact = local + (fraction === '' ? 0 : 1000 * Number(`.${fraction}`));
  if (zone !== undefined) return exact - 60_000 * offsetMinutes(zone);
  // The zone's offset is known by the instant, which is what is looked for: the second look settles it.
  return exact - ahead(exact - ahead(exact));
}
