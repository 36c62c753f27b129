/** Random histories of customers as a CSV text and its schema, for property tests. */
import fc from 'fast-check';
import { logSchema, type LogSchema } from '../../src/dataset/schema/log-schema';

export interface LogRow {
  readonly id: string;
  readonly day: number;
  readonly channel: 'none' | 'email' | 'call';
  readonly margin: number;
  readonly gone: boolean;
  readonly optOut: boolean;
  readonly age: number | null;
}

const row = fc.record<LogRow>({
  id: fc.constantFrom('a', 'b', 'c', '007'),
  day: fc.integer({ min: 0, max: 60 }),
  channel: fc.constantFrom('none', 'email', 'call'),
  margin: fc.integer({ min: -5, max: 20 }),
  gone: fc.nat(9).map((draw) => draw === 0),
  optOut: fc.boolean(),
  age: fc.option(fc.integer({ min: 18, max: 90 })),
});

/** Days between the first row and the last: more than any window below, so that some outcome is always known. */
const span = (rows: readonly LogRow[]) =>
  Math.max(...rows.map(({ day }) => day)) - Math.min(...rows.map(({ day }) => day));

/** Rows of customers, no two of one customer on one day; every action occurs, some outcome is known. */
export const logRows = fc
  .uniqueArray(row, { minLength: 4, maxLength: 40, selector: ({ id, day }) => `${id} ${day}` })
  .filter((rows) => ['none', 'email', 'call'].every((name) => rows.some(({ channel }) => channel === name)))
  .filter((rows) => span(rows) > 7);

export const logChanges = fc.record({
  window: fc.constantFrom('1d', '7d'),
  history: fc.constant(['contacts by channel', 'days since last contact', 'earlier reward']),
  calendar: fc.option(fc.constantFrom('7d', '3d'), { nil: undefined }),
  discount: fc.option(fc.constant({ gamma: 0.9, per: '30d' }), { nil: undefined }),
});

export function logText(rows: readonly LogRow[]): string {
  const day = (days: number) => new Date(Date.UTC(2026, 0, 1 + days)).toISOString().slice(0, 10);
  const lines = rows.map(
    (one) =>
      `${one.id},${day(one.day)},${one.channel},${one.margin},${one.gone ? 1 : 0},${one.optOut ? 'yes' : 'no'},${one.age ?? ''}`,
  );
  return ['id,day,channel,margin,gone,optOut,age', ...lines, ''].join('\n');
}

export function randomLogSchema(changes: object = {}): LogSchema {
  return logSchema.parse({
    ...{
      customer: 'id',
      time: 'day',
      action: 'channel',
      noAction: 'none',
      reward: 'margin',
      terminal: 'gone',
    },
    features: { age: 'number' },
    history: ['contacts by channel', 'days since last contact'],
    rules: [
      { atMost: 2, of: ['email', 'call'], within: '14d' },
      { notAfter: 'call', action: 'call', within: '30d' },
      { never: 'call', where: { optOut: true } },
    ],
    ...changes,
  });
}
