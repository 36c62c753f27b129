/** `simulate-log`: a log with known truth, to try things on and to hold estimates against. */
import { z } from 'zod';
import { formatNumber } from '../../report/format';
import { numberColumn, textColumn } from '../../report/terminal';
import { textTable } from '../../report/text-table';
import { worldNamed, worldNames, worlds } from '../../runs/worlds';
import { defineCommand } from '../command';
import { createContext, NOTHING_WRITTEN, STOPPED } from '../context';

const share = z.number().min(0).max(1);

const flags = z.strictObject({
  environment: z.enum(worldNames).default('customers').describe('world to simulate'),
  customers: z.int().positive().max(10_000_000).default(1000).describe('customers in the log'),
  periods: z
    .int()
    .positive()
    .optional()
    .describe('decisions per customer at most, in the log and in its truth (default: the whole episode)'),
  policy: z
    .string()
    .default('uniform')
    .describe(
      'who writes the log: uniform, biased (by features), contacts-only (never No Action), or a baseline of the world such as segment-rule',
    ),
  explore: share
    .optional()
    .describe("share of decisions left to chance (default: 0.2 of a baseline's, else 0)"),
  holdout: share.lt(1).default(0).describe('share of customers who are never contacted'),
  hidePropensity: z.boolean().default(false).describe('leave out the probability of what was done'),
  seed: z.int().min(0).default(1).describe('of everything random'),
  truthCustomers: z
    .int()
    .min(2)
    .max(10_000_000)
    .default(20_000)
    .describe('customers simulated for each true value'),
  config: z.string().optional().describe('JSON file of settings'),
  set: z.array(z.string()).optional().describe('key=value of a setting of the world; may be repeated'),
  out: z.string().describe('folder for contacts.csv, schema.yaml and truth.json'),
  overwrite: z.boolean().default(false).describe('replace the log that --out holds'),
  quiet: z.boolean().default(false).describe('only warnings beside the result'),
  json: z.boolean().default(false).describe('print the truth as one JSON document'),
});

export const simulateLog = defineCommand({
  name: 'simulate-log',
  description: 'Write a log with known truth: contacts, their schema, and what policies really earn',
  flags,
  examples: [
    ['$0 simulate-log --customers 2000 --out logs/uniform', 'every allowed action with the same chance'],
    [
      '$0 simulate-log --policy favourite-channel --explore 0.1 --holdout 0.1 --out logs/rule',
      'a rule with a tenth of chance, a tenth of the customers held out',
    ],
    ['$0 simulate-log --policy biased --hide-propensity --out logs/biased', 'biased, without saying so'],
  ],
  async run(given) {
    const context = createContext(given.quiet || given.json);
    const { simulateLog: simulate } = await import('../../runs/simulate-log/simulate-log.js');
    const world = worldNamed('--environment', given.environment, worlds);
    const simulated = await simulate(world, given, context);
    if (simulated === null) {
      context.logger.warn(NOTHING_WRITTEN);
      return STOPPED;
    }
    const { rows, files, truth } = simulated;
    const table = textTable(
      [
        textColumn('policy'),
        ...['reward per customer', 'discounted', 'cost per period', 'contacts per period'].map(numberColumn),
      ],
      Object.entries(truth.policies).map(([name, values]) => [
        name,
        ...([values.totalReward, values.discountedReward] as const).map(
          ({ value, standardError }) => `${formatNumber(value)} ± ${formatNumber(1.96 * standardError)}`,
        ),
        formatNumber(values.costPerPeriod.value),
        formatNumber(values.contactsPerPeriod.value),
      ]),
      120,
    );
    context.print(
      given.json
        ? JSON.stringify({ rows, files, truth }, null, 2)
        : `${table}\n(± is half of a 95 % interval; gamma ${truth.gamma}, ${truth.over}, ${formatNumber(truth.episodes)} customers simulated for each)\n${rows} rows\nwritten: ${Object.values(files).join(', ')}`,
    );
    return 0;
  },
});
