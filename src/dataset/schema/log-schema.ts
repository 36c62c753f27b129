/**
 * The schema file of a contact log: what each column means. Every part is optional but the action and what it earned;
 * what is missing limits what may be claimed, and is said rather than guessed.
 */
import { z } from 'zod';
import { checksum } from '../../core/checksum';
import { NO_ACTION } from '../logged-rows';
import { encodings } from '../read/csv-bytes';
import { separators } from '../read/csv-dialect';
import { zoneOffset } from '../../core/zone-offset';
import { duration } from './durations';
import { featureSchema } from './feature-schema';
import { rewardRows, unclearWithRewardOf } from './reward-of';
import { ruleSchema } from './rule-schema';
import { namedColumns } from './named-columns';
import { missingKeys, wrongMoment } from './schema-checks';
import { timeUnits } from './time-units';

const name = z.string().trim().min(1);
const names = z
  .array(name)
  .min(1)
  .refine((all) => new Set(all).size === all.length, 'expected every name once')
  .readonly();
const hasEntries = (record: object) => Object.keys(record).length > 0;
const perAction = <Value extends z.ZodType>(value: Value) =>
  z.record(name, value).refine(hasEntries, 'expected at least one action').readonly();
const columnOrActions = 'expected the name of a column, or an object in braces with a value for each action';

export interface GroupSpec {
  readonly column: string;
  readonly random?: string | undefined;
  readonly usual?: string | undefined;
  readonly holdout?: string | undefined;
}

const group = z
  .union(
    [
      name.transform((column): GroupSpec => ({ column })),
      z
        .strictObject({
          column: name,
          random: name.optional().describe('value of rows treated at random'),
          usual: name.optional().describe('value of rows treated as always'),
          holdout: name.optional().describe('value of rows that were kept from contacts'),
        })
        .refine(({ random, usual, holdout }) => {
          const values = [random, usual, holdout].filter((value) => value !== undefined);
          return new Set(values).size === values.length;
        }, 'expected different values of random, usual and holdout'),
    ],
    { error: 'expected the name of a column, or { column, random, usual, holdout }' },
  )
  .describe('how the row came to be treated');

const discount = z
  .strictObject({
    gamma: z.number().min(0).max(1),
    per: z
      .union([z.literal('decision'), duration], {
        error: 'expected "decision" or a length of time such as 30d',
      })
      .describe('a decision, or a length of time between two'),
  })
  .describe(
    'what later money is worth: gamma^(time between decisions / per); whole histories are then judged, without it each decision by itself',
  );

const share = z.number().min(0).lt(1);
const moment = z
  .union([z.string(), z.number().transform(String)], { error: 'expected a date, a time or a number' })
  .describe('a date or time in the unit of the time column');

const splitSchema = z
  .strictObject({
    by: z.enum(['customer', 'time', 'customer and time']).describe('what is kept apart'),
    test: share.default(0.2).describe('share judged on, and never trained on'),
    validation: share.default(0.2).describe('share that chooses among models'),
    testFrom: moment
      .optional()
      .describe('of a split by time: where the test begins; its share decides without'),
    validationFrom: moment.optional().describe('of a split by time: where the validation begins'),
    seed: z.int().min(0).default(42).describe('of the split by customer'),
  })
  .refine(({ test, validation }) => test + validation < 1, {
    path: ['validation'],
    message: 'expected shares of test and validation that leave rows to train on',
  });

const enriched = z
  .strictObject({
    columns: names.describe('names of the columns that were added'),
    models: name
      .optional()
      .describe('folder with the customer models that some of them came of, from the folder of this file on'),
    logHash: checksum
      .optional()
      .describe(
        'sha-256 of the log before any column was added: looks at this one count with looks at that; absent in older files',
      ),
    rowsHash: checksum
      .optional()
      .describe(
        'sha-256 of whose its rows are, and when: with other rows it is another log; absent in older files',
      ),
  })
  .readonly();

export const histories = ['contacts by channel', 'days since last contact', 'earlier reward'] as const;
export type History = (typeof histories)[number];

export const logSchema = z
  .strictObject({
    customer: name
      .optional()
      .describe('column of who was contacted, as text; without it each row stands alone'),
    time: name
      .optional()
      .describe('column of when it was decided: a date, a time, or a number in `timeUnit`'),
    timeUnit: z.enum(timeUnits).optional().describe('of a time that is a number'),
    timeZone: z
      .string()
      .refine((zone) => zoneOffset(zone) !== null, {
        message: 'expected UTC, an offset such as +01:00 or a zone such as Europe/Zurich',
      })
      .default('UTC')
      .describe('of times that name none, such as Europe/Zurich or +01:00'),
    sequence: name.optional().describe('column of numbers that orders rows of one customer and time'),
    action: name.describe('column with the name of what was done'),
    noAction: name.default(NO_ACTION).describe('how the action column says that nobody was contacted'),
    actions: names.optional().describe('all there are; another one in the file is an error'),
    reward: name.optional().describe('column with what it earned'),
    rewards: z
      .record(name, z.number())
      .refine(hasEntries, 'expected at least one column')
      .readonly()
      .optional()
      .describe('columns of outcomes and what one is worth'),
    rewardOf: z
      .enum(rewardRows)
      .default('this row')
      .describe('decision that a row’s reward and outcomes came of'),
    rewardRange: z
      .tuple([z.number(), z.number()])
      .readonly()
      .optional()
      .describe('least and largest reward there can be; without it no bound is guaranteed'),
    horizon: z
      .int()
      .positive()
      .optional()
      .describe('most decisions of one customer there can be; a guaranteed bound needs it'),
    rewardNetOfCost: z
      .boolean()
      .optional()
      .describe('whether costs are already taken off the reward; false takes them off'),
    outcomes: names.optional().describe('columns of what came after: reported, never seen by a policy'),
    window: duration
      .optional()
      .describe('for how long after a decision outcomes count; younger rows are left out'),
    attribution: z
      .enum(['last', 'shared', 'each'])
      .optional()
      .describe('how the export attributed outcomes where windows overlap; changes no reward'),
    propensity: name.optional().describe('column with the probability of the logged action'),
    propensities: z
      .union([name, perAction(name)], { error: columnOrActions })
      .optional()
      .describe('columns of every action’s probability, or one of JSON'),
    propensityIs: z
      .enum(['joint', 'conditional'])
      .optional()
      .describe('with a calendar: of the action, or of the channel given a contact'),
    group: group.optional(),
    eligible: z
      .union([name, perAction(name)], { error: columnOrActions })
      .optional()
      .describe('column with the list of what may be done, or a flag column per action'),
    cost: z
      .union([name, perAction(z.number().min(0))], { error: columnOrActions })
      .optional()
      .describe('column of costs, or the cost of each action'),
    currency: z.string().optional().describe('of rewards and costs, for reports'),
    weight: name
      .optional()
      .describe(
        'column of 1 / probability that the row was kept; audit and estimates use it, learning does not yet',
      ),
    features: z
      .record(name, featureSchema)
      .readonly()
      .optional()
      .describe('columns a policy sees, and their kinds'),
    enriched: enriched
      .optional()
      .describe('columns that enrich added: of what was known of a customer at each decision'),
    history: z
      .array(z.enum(histories))
      .readonly()
      .optional()
      .describe('features made of the customer’s earlier rows'),
    discount: discount.optional(),
    terminal: name.optional().describe('flag column: after this row the customer is gone'),
    calendar: duration.optional().describe('periods without a row become No Action'),
    rules: z.array(ruleSchema).readonly().optional().describe('what may not be done when'),
    split: splitSchema
      .optional()
      .describe('by what rows are kept apart for validation and test, and which shares'),
    missing: z.array(z.string()).readonly().default(['']).describe('cells that say that nothing is known'),
    decimal: z.enum(['.', ',']).default('.').describe('decimal point of numbers'),
    encoding: z
      .enum(encodings)
      .optional()
      .describe('how letters are written as bytes, where it is not UTF-8'),
    separator: z
      .enum(separators)
      .optional()
      .describe('what stands between cells, where the header does not show it'),
    shaping: z
      .record(name, z.number())
      .default({})
      .describe('terms of the published study to switch on for today’s learner'),
  })
  .superRefine((schema, context) => {
    const refuse = (path: string, message: string, input: unknown = schema[path as keyof typeof schema]) =>
      context.addIssue({ code: 'custom', path: [path], message, input });
    if ((schema.reward === undefined) === (schema.rewards === undefined))
      refuse('reward', 'expected reward or rewards, one of the two');
    if (schema.propensity !== undefined && schema.propensities !== undefined)
      refuse('propensities', 'expected propensity or propensities, not both');
    for (const [key, expected] of missingKeys(schema)) refuse(key, expected);
    const unclear = unclearWithRewardOf(schema);
    for (const [key, expected] of unclear) refuse(key, expected);
    const asksWindow = schema.history?.includes('earlier reward') === true && schema.window === undefined;
    if (asksWindow && unclear.length === 0)
      refuse('history', 'expected the key window too, such as window: 14d, which "earlier reward" needs');
    const contacts = schema.actions?.filter((action) => action !== schema.noAction);
    if (contacts?.length === 0) refuse('actions', 'expected a contact beside the one that means No Action');
    if (schema.noAction !== NO_ACTION && contacts?.includes(NO_ACTION) === true)
      refuse(
        'actions',
        `expected No Action to be called ${JSON.stringify(schema.noAction)}, as noAction says`,
      );
    const wrong = schema.split === undefined ? null : wrongMoment(schema.split, schema);
    if (wrong !== null) context.addIssue(wrong);
    if (schema.rewardRange !== undefined && schema.rewardRange[0] > schema.rewardRange[1])
      refuse('rewardRange', 'expected the least reward first');
    const userOf = new Map<string, string>();
    for (const [key, column] of namedColumns(schema)) {
      const other = userOf.get(column);
      if (other === key) refuse(key, 'expected every column once', column);
      else if (other !== undefined) refuse(key, `expected no column that is ${other} already`, column);
      userOf.set(column, other ?? key);
    }
  })
  .readonly();

export type LogSchema = z.output<typeof logSchema>;
