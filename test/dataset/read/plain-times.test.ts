/** Times read from bytes are those that are read from text. */
import fc from 'fast-check';
import { TimeColumn } from '../../../src/dataset/read/contact-columns';
import { readCsv } from '../../../src/dataset/read/csv';
import { PlainTimes } from '../../../src/dataset/read/plain-times';
import { zoneOffset } from '../../../src/core/zone-offset';
import { parseTime } from '../../../src/dataset/read/times';
import { useTestFiles } from '../../support/test-files';

const file = useTestFiles();
const zurich = zoneOffset('Europe/Zurich')!;

const two = fc.integer({ min: 0, max: 99 }).map((n) => String(n).padStart(2, '0'));
const plausible = fc
  .date({ min: new Date('1900-01-01'), max: new Date('2100-01-01'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 19));
const texts = fc
  .tuple(
    fc.oneof(
      { arbitrary: plausible, weight: 5 },
      {
        arbitrary: fc
          .array(two, { minLength: 7, maxLength: 7 })
          .map(([a, b, c, d, e, f, g]) => `${a!}${b!}-${c!}-${d!}T${e!}:${f!}:${g!}`),
        weight: 1,
      },
    ),
    fc.constantFrom(10, 16, 19),
    fc.constantFrom('T', ' ', 't'),
    fc.constantFrom('', 'Z', '+02:00'),
  )
  .map(([text, length, between, zone]) =>
    (length === 10 ? text.slice(0, 10) : text.slice(0, length) + zone).replace('T', between),
  );

it('are those of parseTime, or left to it', () => {
  let read = 0;
  fc.assert(
    fc.property(fc.array(texts), (some) => {
      const times = new PlainTimes();
      for (const text of some) {
        const time = times.parse(Buffer.from(`,${text},`), 1, 1 + text.length, zurich);
        if (Number.isNaN(time)) continue;
        expect([text, time]).toEqual([text, parseTime(text, zurich)]);
        read += 1;
      }
    }),
  );
  expect(read).toBeGreaterThan(100);
});

it('fill a column together with those of other forms', async () => {
  const cells = [
    '2024-02-28',
    '2024-02-29',
    '"2024-02-28T23:59:59Z"',
    '2024-02-28 12:00',
    '',
    '2024-02-28T10:00:00+02:00',
  ];
  const column = new TimeColumn('t', { missing: new Set(['']) }, null, zurich);
  await readCsv(file('times.csv', `x,t\n${cells.map((cell) => `1,${cell}\n`).join('')}`), [column]);
  expect([...column.values()]).toEqual([
    Date.UTC(2024, 1, 27, 23),
    Date.UTC(2024, 1, 28, 23),
    Date.UTC(2024, 1, 28, 23, 59, 59),
    Date.UTC(2024, 1, 28, 11),
    NaN,
    Date.UTC(2024, 1, 28, 8),
  ]);
});

it('are known from before there were zones, when Zurich was 34 minutes and 8 seconds ahead', () => {
  expect(parseTime('1850-01-01', zurich)).toBe(Date.UTC(1850, 0, 1) - 1000 * (34 * 60 + 8));
});
