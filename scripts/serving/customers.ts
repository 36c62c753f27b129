/** Customers of the shipped company's log, as requests ask about them. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Compiled, this file lies in dist/scripts/serving. */
export const root = join(__dirname, '../../..');

const TEXTS = new Set(['segment']);
const NOT_ASKED = [
  'customer_id',
  'decided_at',
  'test_group',
  'action',
  'propensity',
  'opened',
  'clicked',
  'bought',
];
const NEITHER = ['complained', 'unsubscribed', 'cost', 'reward', 'gone'];

/** The first rows of the log, without what was done and what came of it. */
export function askedCustomers(count: number): readonly Readonly<Record<string, unknown>>[] {
  const [header, ...lines] = readFileSync(join(root, 'data/company-log/contacts.csv'), 'utf8')
    .trim()
    .split('\n');
  const names = header!.split(',');
  const leftOut = new Set([...NOT_ASKED, ...NEITHER]);
  return lines.slice(0, count).map((line) => {
    const cells = line.split(',');
    const columns = names.flatMap((name, i) => {
      if (leftOut.has(name)) return [];
      const cell = cells[i]!;
      return [[name, cell === '' ? null : TEXTS.has(name) ? cell : Number(cell)] as const];
    });
    return Object.fromEntries(columns);
  });
}
