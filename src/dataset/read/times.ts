/** Dates and times as logs write them, as milliseconds since 1970 in UTC. */

const DATE_TIME =
  /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?\s*(Z|[+-]\d\d(?::?\d\d)?)?)?$/i;

/** No clock is further from UTC, or ever was. */
const MOST_HOURS = 16;

/**
 * Minutes that `+01:30` is ahead of UTC, NaN if no clock is; before zones were agreed on, cities had seconds of their
 * own: `+00:34:08`.
 */
function offsetMinutes(zone: string): number {
  if (/^z$/i.test(zone)) return 0;
  const [hours = 0, minutes = 0, seconds = 0] = (zone.match(/\d\d/g) ?? []).map(Number);
  if (hours >= MOST_HOURS || minutes > 59) return NaN;
  return (zone.startsWith('-') ? -1 : 1) * (60 * hours + minutes + seconds / 60);
}

/** How far a zone's clocks are ahead of UTC; by an instant, as they change with the seasons. */
export type ZoneOffset = (instant: number) => number;

const HOUR = 3_600_000;

/**
 * @param zone `UTC`, an offset such as `+01:00`, or a name such as `Europe/Zurich`
 * @returns milliseconds ahead of UTC, or null if there is no such zone
 */
export function zoneOffset(zone: string): ZoneOffset | null {
  if (/^(utc|z)$/i.test(zone)) return () => 0;
  if (/^[+-]\d\d(:?\d\d)?$/.test(zone)) {
    const offset = 60_000 * offsetMinutes(zone);
    return Number.isNaN(offset) ? null : () => offset;
  }
  let format: Intl.DateTimeFormat;
  try {
    format = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' });
  } catch {
    return null;
  }
  const known = new Map<number, number>();
  // Clocks change on the hour, so one look per hour is enough.
  return (instant) => {
    const hour = Math.floor(instant / HOUR);
    let offset = known.get(hour);
    if (offset === undefined) {
      const name = format.formatToParts(hour * HOUR).find(({ type }) => type === 'timeZoneName')!.value;
      offset = 60_000 * offsetMinutes(name.replace('GMT', '') || 'Z');
      known.set(hour, offset);
    }
    return offset;
  };
}

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
