/** `experiment`: plans a test of a policy in the field, and reads its result. */
import { join } from 'node:path';
import { z } from 'zod';
import { InputError, show } from '../../core/errors';
import { expectNotThere, expectWritableFolder } from '../../core/files';
import { experimentText } from '../../report/experiment-text';
import { planText } from '../../report/planned-experiment';
import { defineCommand } from '../command';
import { createContext, type Context } from '../context';
import { experimentNotes } from '../experiment-notes';
import { flagName } from '../flags';

const SPLIT_BROKEN = 3;

const share = z.number().gt(0).lt(1);

const flags = z.strictObject({
  plan: z
    .boolean()
    .default(false)
    .describe('say how many customers a lift needs, instead of reading a result'),
  data: z
    .string()
    .optional()
    .describe(
      'CSV or Parquet of outcomes, any number of rows a customer, or a pattern of several; with --plan those of the past',
    ),
  groups: z
    .string()
    .describe(
      'CSV or Parquet of customer and group, such as assign writes; with --plan names and shares such as model=0.6,usual=0.4',
    ),
  control: z.string().default('usual').describe('group that the others are held against'),
  schema: z
    .string()
    .optional()
    .describe('schema file of a contact log, which names customer, time and reward'),
  customer: z
    .string()
    .optional()
    .describe('column of the customer (default: that of --schema or of assign, else customer)'),
  outcome: z
    .string()
    .optional()
    .describe(
      'column of numbers, or of yes and no, added up by customer (default: the reward of --schema, else outcome)',
    ),
  time: z
    .string()
    .optional()
    .describe('column of when a row was (default: that of --schema); --until needs it'),
  until: z.string().optional().describe('only rows before this date or time count'),
  level: share.default(0.95).describe('probability that the verdicts hold, of all comparisons together'),
  shares: z
    .string()
    .optional()
    .describe(
      'shares that the groups were drawn by, such as model=0.6,usual=0.4; not for groups of assign, which writes them down',
    ),
  range: z
    .string()
    .optional()
    .describe(
      'least and largest outcome there can be of one customer in all, such as 0,500: makes guaranteed intervals',
    ),
  look: z
    .int()
    .positive()
    .max(1000)
    .optional()
    .describe(
      'which look at this experiment it is, where there are several: each gets a part of what may fail',
    ),
  margin: z.number().nonnegative().optional().describe('differences up to this are none (default 0)'),
  out: z
    .string()
    .optional()
    .describe('folder for experiment.html, with a picture of the differences, and experiment.md'),
  overwrite: z.boolean().default(false).describe('replace the pages that --out holds'),
  lift: z
    .string()
    .optional()
    .describe(
      'with --plan: the difference per customer to be shown, such as 0.5, or 5% of what the control brings',
    ),
  mean: z.number().optional().describe('with --plan: what a customer of the control brings'),
  sd: z.number().positive().optional().describe('with --plan: its standard deviation'),
  rate: share
    .optional()
    .describe('with --plan, instead of mean and sd: share of customers of the control who respond'),
  customers: z
    .int()
    .min(2)
    .optional()
    .describe(
      'with --plan and --data: how many customers there were, where those who brought nothing have no row (default: those with a row)',
    ),
  power: share.optional().describe('with --plan: chance of showing the lift if it is there (default 0.8)'),
  perDay: z
    .number()
    .positive()
    .optional()
    .describe('with --plan: new customers a day, by which days are counted'),
  quiet: z.boolean().default(false).describe('only warnings beside the result'),
  json: z.boolean().default(false).describe('print one JSON document'),
});

type Flags = z.output<typeof flags>;

/** Flags of one use alone. */
const OF_PLAN = ['lift', 'mean', 'sd', 'rate', 'customers', 'power', 'perDay'] as const;
const OF_READING = ['shares', 'range', 'look', 'margin', 'out'] as const;

/** @throws InputError for a flag that nothing would heed */
function expectConsistent(given: Flags): void {
  const [others, wanted] = given.plan ? [OF_READING, 'without --plan'] : [OF_PLAN, 'with --plan'];
  const strange = others.find((key) => given[key] !== undefined);
  if (strange !== undefined)
    throw new InputError(`--${flagName(strange)}: expected ${wanted}, got ${show(given[strange])}`);
}

function required(flag: string, wanted: string, value: string | undefined): string {
  if (value !== undefined) return value;
  throw new InputError(`--${flag}: expected ${wanted}, got nothing`);
}

async function plan(given: Flags, context: Context): Promise<number> {
  const { planned } = await import('../../runs/experiment/plan-experiment.js');
  const lift = required('lift', 'the difference to be shown, such as 0.5 or 5%', given.lift);
  const { data } = given;
  const result = await planned({ ...given, lift, power: given.power ?? 0.8 });
  context.print(given.json ? JSON.stringify({ schemaVersion: 1, ...result }, null, 2) : planText(result));
  if (result.baseline.noneBroughtNothing)
    context.logger.warn(
      `${data!}: no customer brought 0; if only those who responded have rows, the plan is far too small: say --customers`,
    );
  return 0;
}

async function read(given: Flags, context: Context): Promise<number> {
  const { experiment: readFiles } = await import('../../runs/experiment/experiment.js');
  const { out, overwrite, margin = 0 } = given;
  const data = required('data', 'a file of outcomes', given.data);
  if (out !== undefined) {
    const pages = ['experiment.html', 'experiment.md'].map((name) => join(out, name));
    expectNotThere('--out', pages, overwrite, 'a folder without the pages of an experiment');
  }
  const result = await readFiles({ ...given, data, margin });
  if (out !== undefined) expectWritableFolder(out);
  context.print(
    given.json ? JSON.stringify({ schemaVersion: 1, ...result }, null, 2) : experimentText(result),
  );
  if (out !== undefined) {
    const { writeExperiment } = await import('../../report/experiment-page.js');
    context.logger.info(`written: ${writeExperiment(out, result).join(', ')}`);
  }
  const { split } = result.result;
  if (split.isBroken) context.logger.warn(`the split is broken: ${split.reasons.join('; ')}`);
  return split.isBroken ? SPLIT_BROKEN : 0;
}

export const experiment = defineCommand({
  name: 'experiment',
  description: 'Plan a test of a policy in the field, or read its result',
  flags,
  examples: [
    [
      '$0 experiment --plan --groups model=0.6,random=0.1,usual=0.2,holdout=0.1 --rate 0.04 --lift 10% --per-day 2000',
      'customers and days until a tenth more responses would be shown',
    ],
    [
      '$0 experiment --plan --groups model=0.5,usual=0.5 --data past.csv --outcome reward --lift 0.5',
      'the same from what customers brought in the past',
    ],
    [
      '$0 experiment --data outcomes.csv --groups groups.csv --outcome reward',
      'the result, with groups of assign',
    ],
    [
      '$0 experiment --data outcomes.csv --groups groups.csv --range 0,500 --look 2 --out result',
      'the second look, guaranteed intervals, and a page',
    ],
  ],
  notes: experimentNotes,
  async run(given) {
    const context = createContext(given.quiet || given.json);
    expectConsistent(given);
    return given.plan ? plan(given, context) : read(given, context);
  },
});
