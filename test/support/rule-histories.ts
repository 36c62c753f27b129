/** Random histories under random rules, and what the rules bar, worked out the slow way from the rows alone. */
import fc from 'fast-check';
import { logSchema, type LogSchema } from '../../src/dataset/schema/log-schema';

export const CONTACTS = ['email', 'sms', 'call'] as const;
export type Contact = (typeof CONTACTS)[number];

export interface RuledRow {
  readonly id: string;
  readonly day: number;
  readonly channel: Contact | 'none';
  readonly margin: number;
  readonly age: number;
  readonly optOut: boolean;
  readonly mayCall: boolean;
}

export type RuleFacts =
  | { readonly atMost: number; readonly of: readonly Contact[]; readonly days: number }
  | { readonly notAfter: Contact; readonly action: readonly Contact[]; readonly days: number | null }
  | { readonly never: readonly Contact[]; readonly optOut: boolean };

export interface RuledLog {
  /** In the order of customer and time. */
  readonly rows: readonly RuledRow[];
  readonly rules: readonly RuleFacts[];
  /** Whether calls ask for the customer's consent. */
  readonly isCallEligible: boolean;
}

const contact = fc.constantFrom(...CONTACTS);
const some = fc.uniqueArray(contact, { minLength: 1 });
const span = fc.integer({ min: 1, max: 30 });

const rule: fc.Arbitrary<RuleFacts> = fc.oneof(
  fc.record({ atMost: fc.nat(2), of: some, days: span }),
  fc.record({ notAfter: contact, action: some, days: fc.option(span) }),
  fc.record({ never: some, optOut: fc.boolean() }),
);

const row = fc.record<RuledRow>({
  id: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'),
  day: fc.nat(60),
  channel: fc.constantFrom('none', ...CONTACTS),
  margin: fc.integer({ min: -5, max: 20 }),
  age: fc.integer({ min: 18, max: 90 }),
  ...{ optOut: fc.boolean(), mayCall: fc.boolean() },
});

const inOrder = (a: RuledRow, b: RuledRow) => (a.id === b.id ? a.day - b.day : a.id < b.id ? -1 : 1);

const isRecent = (earlier: RuledRow, now: RuledRow, days: number | null) =>
  days === null || now.day - earlier.day < days;

/** What may not be done at a row. @param before the customer's earlier rows */
export function barredAt(
  before: readonly RuledRow[],
  now: RuledRow,
  { rules, isCallEligible }: Pick<RuledLog, 'rules' | 'isCallEligible'>,
): ReadonlySet<string> {
  const barred = new Set<string>(isCallEligible && !now.mayCall ? ['call'] : []);
  for (const one of rules) {
    if ('atMost' in one) {
      const done = before.filter(
        ({ channel, ...earlier }) =>
          one.of.some((name) => name === channel) && isRecent({ channel, ...earlier }, now, one.days),
      );
      if (done.length >= one.atMost) one.of.forEach((name) => barred.add(name));
    } else if ('notAfter' in one) {
      const isAfter = before.some(
        (earlier) => earlier.channel === one.notAfter && isRecent(earlier, now, one.days),
      );
      if (isAfter) one.action.forEach((name) => barred.add(name));
    } else if (now.optOut === one.optOut) one.never.forEach((name) => barred.add(name));
  }
  return barred;
}

const earlierThan = (rows: readonly RuledRow[], now: RuledRow) =>
  rows.filter(({ id, day }) => id === now.id && day < now.day);

/** [rows] what may not be done at each. */
export function barredIn(log: RuledLog): ReadonlySet<string>[] {
  return log.rows.map((now) => barredAt(earlierThan(log.rows, now), now, log));
}

/** A log of somebody who left alone whom the rules protect. */
function keptTo({ rows, ...rest }: RuledLog): RuledLog {
  const kept: RuledRow[] = [];
  for (const now of rows) {
    const isBarred = barredAt(earlierThan(kept, now), now, rest).has(now.channel);
    kept.push(isBarred ? { ...now, channel: 'none' } : now);
  }
  return { ...rest, rows: kept };
}

/** Histories of two customers at least, by somebody who kept to the rules or did not. */
export const ruledLogs: fc.Arbitrary<RuledLog> = fc
  .record({
    rows: fc.uniqueArray(row, { minLength: 6, maxLength: 40, selector: ({ id, day }) => `${id} ${day}` }),
    rules: fc.array(rule, { minLength: 1, maxLength: 3 }),
    isCallEligible: fc.boolean(),
    isKept: fc.boolean(),
  })
  .filter(({ rows }) => new Set(rows.map(({ id }) => id)).size > 1)
  .map(({ isKept, ...drawn }) => {
    const log: RuledLog = { ...drawn, rows: drawn.rows.toSorted(inOrder) };
    return isKept ? keptTo(log) : log;
  });

export function ruledLogText({ rows }: RuledLog): string {
  const yes = (flag: boolean) => (flag ? 'yes' : 'no');
  const lines = rows.map(({ id, day, channel, margin, age, optOut, mayCall }) =>
    [id, day, channel, margin, age, yes(optOut), yes(mayCall)].join(','),
  );
  return ['id,day,channel,margin,age,optOut,mayCall', ...lines, ''].join('\n');
}

export function ruledSchema({ rules, isCallEligible }: RuledLog): LogSchema {
  return logSchema.parse({
    ...{ customer: 'id', time: 'day', timeUnit: 'days', action: 'channel', noAction: 'none' },
    ...{ actions: ['none', ...CONTACTS], reward: 'margin', features: { age: 'number' } },
    ...{ history: ['contacts by channel'], discount: { gamma: 0.9, per: 'decision' } },
    ...(isCallEligible && { eligible: { call: 'mayCall' } }),
    rules: rules.map((one) => {
      if ('atMost' in one) return { atMost: one.atMost, of: one.of, within: `${one.days}d` };
      if ('never' in one) return { never: one.never, where: { optOut: one.optOut } };
      const within = one.days === null ? {} : { within: `${one.days}d` };
      return { notAfter: one.notAfter, action: one.action, ...within };
    }),
  });
}
