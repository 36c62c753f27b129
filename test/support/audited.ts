/** Small contact logs with one fault each, and what the audit says of them. */
import { Random } from '../../src/core/random';
import { audit } from '../../src/dataset/audit/audit';
import type { Finding } from '../../src/dataset/audit/finding';
import { auditSettings } from '../../src/dataset/audit/settings';
import { readContactLog } from '../../src/dataset/contacts/read-contact-log';
import { decisionsOf } from '../../src/dataset/decisions/decisions';
import { logSchema } from '../../src/dataset/schema/log-schema';

export type Row = Readonly<Record<string, string | number>>;

/** Call with what makes files; returns the audit of rows under a schema. */
export function auditor(file: (name: string, content: string) => string) {
  return async (rows: readonly Row[], schema: object, settings: object = {}): Promise<Finding[]> => {
    const columns = Object.keys(rows[0]!);
    const lines = rows.map((row) => columns.map((column) => `"${row[column]!}"`).join(','));
    const path = file('log.csv', [columns.join(','), ...lines, ''].join('\n'));
    const parsed = logSchema.parse(schema);
    const log = await readContactLog([path], parsed, parsed.features ?? {});
    return audit(log, decisionsOf(log, parsed), parsed, auditSettings.parse(settings));
  };
}

/** What the clean rows are. */
export const historySchema = {
  ...{ customer: 'id', time: 'day', timeUnit: 'days', action: 'channel', noAction: 'none' },
  ...{ reward: 'margin', propensity: 'p', features: { age: 'number', plan: 'category' } },
};

const CHANNELS = ['none', 'email', 'sms'];

/** Three weekly decisions of each of so many customers, drawn at random, without fault. */
export function historyRows(customers = 200, seed = 1): Row[] {
  const random = Random.fromSeed(seed);
  return Array.from({ length: customers }, (_, customer) => {
    const age = 20 + random.integer(10);
    const plan = ['A', 'B'][random.integer(2)]!;
    return [0, 7, 14].map((day) => ({
      ...{ id: `c${customer}`, day, channel: CHANNELS[random.integer(3)]!, p: 1 / 3, age, plan },
      margin: Math.round(100 * random.uniform()) / 10,
    }));
  }).flat();
}

/** The first finding of a code in rows of the history's columns, under its schema with some parts changed. */
export function findingIn(audited: ReturnType<typeof auditor>) {
  return async (code: string, rows: readonly Row[], schema: object = {}): Promise<Finding | undefined> => {
    const findings = await audited(rows, { ...historySchema, ...schema });
    return findings.find((finding) => finding.code === code);
  };
}

/** Returns the rows with some cells changed. */
export function changedRows(rows: readonly Row[]) {
  return (change: (row: Row, i: number) => object): Row[] =>
    rows.map((row, i) => ({ ...row, ...change(row, i) }));
}
