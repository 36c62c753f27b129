/** `simulate-company`: a company's tables with known truth, to hold customer models against. */
import { z } from 'zod';
import { formatNumber } from '../../report/format';
import { numberColumn, terminalTable, textColumn } from '../../report/terminal';
import { worldNamed, worlds } from '../../runs/worlds';
import { defineCommand } from '../command';
import { createContext, NOTHING_WRITTEN, STOPPED } from '../context';

const WEEKS = z.int().positive().max(1000);

const flags = z.strictObject({
  customers: z.int().positive().max(10_000_000).default(1000).describe('customers of the company'),
  weeks: WEEKS.default(78).describe('weeks that the tables cover; customers join in the first half of them'),
  horizon: WEEKS.default(13).describe('weeks that the truth looks ahead'),
  contacts: z
    .number()
    .min(0)
    .max(1)
    .default(0.4)
    .describe('share of weeks in which a customer is contacted, by chance'),
  seed: z.int().min(0).default(1).describe('of everything random'),
  set: z.array(z.string()).optional().describe('key=value of a setting of the world; may be repeated'),
  out: z.string().describe('folder for company.yaml, its tables and the truth'),
  overwrite: z.boolean().default(false).describe('replace the company that --out holds'),
  quiet: z.boolean().default(false).describe('only warnings beside the result'),
  json: z.boolean().default(false).describe('print one JSON document'),
});

export const simulateCompany = defineCommand({
  name: 'simulate-company',
  description:
    'Write the tables of a company with known truth: who leaves, who buys what, what each is worth',
  flags,
  examples: [
    ['$0 simulate-company --customers 20000 --out company', 'a year and a half of 20,000 customers'],
    [
      '$0 customers profile --company company/company.yaml --as-of 2026-01-05 --out profiles.csv',
      'what was known of them after a year',
    ],
  ],
  async run(given) {
    const context = createContext(given.quiet || given.json);
    const { simulateCompany: simulate } = await import('../../runs/simulate-company/simulate-company.js');
    const company = await simulate(worldNamed('simulate-company', 'customers', worlds), given, context);
    if (company === null) {
      context.logger.warn(NOTHING_WRITTEN);
      return STOPPED;
    }
    const { files, rows } = company;
    const table = terminalTable(
      [textColumn('file'), numberColumn('rows')],
      Object.entries(rows).map(([name, count]) => [files[name as keyof typeof rows], formatNumber(count)]),
    );
    context.print(
      given.json
        ? JSON.stringify({ rows, files }, null, 2)
        : `${table}\nwritten: ${Object.values(files).join(', ')}`,
    );
    return 0;
  },
});
