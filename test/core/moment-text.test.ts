/** Moments by the clocks of a zone, in summer and in winter, and what they are typed as again. */
import fc from 'fast-check';
import { dayText, momentText } from '../../src/core/moment-text';
import { zoneOffset } from '../../src/core/zone-offset';
import { parseTime } from '../../src/dataset/read/times';

const at = (iso: string, zone: string) => momentText(Date.parse(iso), zone);

it('is the day where it is midnight, two hours before UTC in summer and one in winter', () => {
  expect(at('2026-07-05T22:00:00.000Z', 'Europe/Zurich')).toBe('2026-07-06');
  expect(at('2026-01-05T23:00:00.000Z', 'Europe/Zurich')).toBe('2026-01-06');
  expect(at('2026-07-06T05:00:00.000Z', '-05:00')).toBe('2026-07-06');
});

it('is the time and the zone where it is not', () => {
  expect(at('2026-07-06T00:00:00.000Z', 'Europe/Zurich')).toBe('2026-07-06 02:00 Europe/Zurich');
  expect(at('2026-07-06T00:00:07.000Z', '+01:00')).toBe('2026-07-06 01:00:07 +01:00');
  expect(at('2026-07-05T22:00:00.001Z', 'Europe/Zurich')).toBe('2026-07-06 00:00:00.001 Europe/Zurich');
});

it('is as files have it in UTC, and the day alone for pages', () => {
  expect(at('2026-07-06T00:00:00.000Z', 'UTC')).toBe('2026-07-06T00:00:00.000Z');
  expect(dayText('2026-07-06T00:00:00.000Z', 'UTC')).toBe('2026-07-06');
  expect(dayText('2026-07-05T22:00:00.000Z', 'Europe/Zurich')).toBe('2026-07-06');
  expect(dayText('2026-07-06T14:05:00.000Z', 'UTC')).toBe('2026-07-06T14:05:00.000Z');
});

it('says the moment that it was made of to whoever reads it by the same clocks', () => {
  const zones = fc.constantFrom('UTC', 'Europe/Zurich', 'America/New_York', 'Asia/Kolkata', '+05:45');
  // But in the hour that clocks in autumn show twice, which no text without an offset tells apart.
  const months = fc.constantFrom(0, 1, 3, 4, 5, 6, 7, 11);
  const within = fc.integer({ min: 0, max: 28 * 86_400_000 - 1 });
  fc.assert(
    fc.property(zones, fc.integer({ min: 1990, max: 2040 }), months, within, (zone, year, month, later) => {
      const moment = Date.UTC(year, month, 1) + later;
      const text = momentText(moment, zone).replace(` ${zone}`, '');
      expect(parseTime(text, zoneOffset(zone)!)).toBe(moment);
    }),
  );
});
