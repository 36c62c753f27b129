/** How far the clocks of a place are ahead of UTC. */

/** No clock is further from UTC, or ever was. */
const MOST_HOURS = 16;

/**
 * Minutes that `+01:30` is ahead of UTC, NaN if no clock is; before zones were agreed on, cities had seconds of their
 * own: `+00:34:08`.
 */
export function offsetMinutes(zone: string): number {
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
