/** `customers profile`: what was known of each customer at a moment, as a table. */
import { z } from 'zod';
import { momentText } from '../../core/moment-text';
import { formatNumber, formatShare } from '../../report/format';
import { numberColumn, terminalTable, textColumn, wrapped } from '../../report/terminal';
import type { Profiled } from '../../runs/customers/profile-customers';
import { defineCommand } from '../command';
import { createContext, NOTHING_WRITTEN, STOPPED } from '../context';
import { knownOf } from '../known-of';

const flags = z.strictObject({
  company: z.string().describe('company.yaml, which names the tables and what their columns mean'),
  asOf: z
    .string()
    .describe('date or time: what happened strictly before it is known, what happened at it is not'),
  out: z
    .string()
    .describe(
      'CSV or Parquet to write; what --update needs later is written beside it as OUT.totals.csv and OUT.totals.json',
    ),
  update: z
    .string()
    .optional()
    .describe(
      'profiles of an earlier moment: rows since then are added to what was counted for them, and the tables may lack what was counted',
    ),
  overwrite: z.boolean().default(false).describe('replace the files that --out names'),
  quiet: z.boolean().default(false).describe('only warnings beside the result'),
  json: z.boolean().default(false).describe('print one JSON document'),
});

const NOTES = [
  'company.yaml names the tables that there are: customers (file, customer; since; columns with their kinds: number, count, flag, category, ' +
    'date), transactions (file, customer, time, amount; quantity, product), contacts (file, schema of the log; opened, clicked, answered: ' +
    'its outcomes), messages (file, customer, time, text), products (file, product; category); and timeZone, missing, decimal, encoding, ' +
    'separator where they are not UTC, the empty cell, a point, UTF-8 and what the header shows. Any table may be missing.',
  'Columns: tenure_days, and those of the customers · days_since_purchase, purchases, frequency (days with a purchase after the first), ' +
    'recency_days (from the first of them to the last), age_days (from the first to the last known day), monetary_value (mean of the days ' +
    'after the first), as Fader, Hardie & Lee (2005) count · spend (money back taken off), quantity, share_KIND of the money · contacts, ' +
    'days_since_contact, opens, clicks, answers and their rates, of contacts whose window has passed; by each CHANNEL of the log contacts_CHANNEL, ' +
    'and of these counts, such as opens_CHANNEL and answers_CHANNEL, the first and the last that the log has · messages, days_since_message.',
];

function profiledText({ profiles, timeZone, rows, files, seconds }: Profiled): string {
  const { customers, moment } = profiles;
  const count = customers.length;
  const table = terminalTable(
    [textColumn('column'), textColumn('kind'), ...['known of', 'of all'].map(numberColumn)],
    knownOf(profiles).map(({ name, kind, known }) => [
      name,
      kind,
      formatNumber(known),
      formatShare(known / count),
    ]),
  );
  const counted = Object.entries({ ...rows, contacts: rows.contacts + rows.openContacts, openContacts: 0 })
    .filter(([, rowsOf]) => rowsOf > 0)
    .map(([name, rowsOf]) => `${formatNumber(rowsOf)} ${name}`);
  return [
    table,
    `${formatNumber(count)} customers as of ${momentText(moment, timeZone)}, by ${counted.join(', ') || 'no row'} before it, in ${seconds.toFixed(1)} s`,
    `written: ${[files.profiles, ...files.totals].join(', ')}`,
  ].join('\n');
}

function profiledJson({ profiles, rows, files, seconds }: Profiled): string {
  const { customers, moment } = profiles;
  const document = {
    ...{ schemaVersion: 1, asOf: new Date(moment).toISOString(), customers: customers.length },
    ...{ columns: knownOf(profiles), rows, files, seconds },
  };
  return JSON.stringify(document, null, 2);
}

export const customersProfile = defineCommand({
  name: 'customers profile',
  description: 'Write what was known of each customer at a moment: recency, frequency, money, engagement',
  flags,
  examples: [
    [
      '$0 customers profile --company company.yaml --as-of 2026-11-01 --out profiles.parquet',
      'from all rows',
    ],
    [
      '$0 customers profile --company company.yaml --as-of 2026-12-01 --update profiles.parquet --out later.parquet',
      'from what was counted before, and the rows since then',
    ],
  ],
  notes: (width) => NOTES.map((note) => wrapped(note, '', width)).join('\n'),
  async run(given) {
    const context = createContext(given.quiet || given.json);
    const endNoMore = context.endIfStopped();
    const { profileCustomers } = await import('../../runs/customers/profile-customers.js');
    const profiled = await profileCustomers(given, context).finally(endNoMore);
    if (profiled === null) {
      context.logger.warn(NOTHING_WRITTEN);
      return STOPPED;
    }
    context.print(given.json ? profiledJson(profiled) : profiledText(profiled));
    return 0;
  },
});
