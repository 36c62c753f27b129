/** Moments as people read them: by the clocks of their company, for those of UTC show another day around midnight. */
import { zoneOffset } from './zone-offset';

/** Milliseconds since 1970 in UTC. @param zone as `zoneOffset` takes it */
const ofClock = (moment: number, zone: string) =>
  new Date(moment + (zoneOffset(zone)?.(moment) ?? 0)).toISOString();

/**
 * `2026-07-06` where it is midnight, `2026-07-06 14:05 Europe/Zurich` where it is not; in UTC as files have it,
 * `2026-07-06T14:05:00.000Z`.
 *
 * @param moment milliseconds since 1970 in UTC
 * @param zone `UTC`, an offset such as `+01:00`, or a name such as `Europe/Zurich`
 */
export function momentText(moment: number, zone: string): string {
  const clock = ofClock(moment, zone);
  if (/^(utc|z)$/i.test(zone)) return clock;
  const [day, time] = clock.slice(0, -1).split('T') as [string, string];
  const shown = time.replace(/\.000$/, '').replace(/:00$/, '');
  return shown === '00:00' ? day : `${day} ${shown} ${zone}`;
}

/** The same, of which a day is left of midnight in UTC too. @param moment as ISO 8601 has it */
export function dayText(moment: string, zone: string): string {
  return momentText(Date.parse(moment), zone).replace(/T00:00:00\.000Z$/, '');
}
