/** Churn as a customer model: `churn_probability`, of no purchase (or of a cancellation) in the window that comes. */
import { z } from 'zod';
import { DAY } from '../../../dataset/schema/lengths-of-time';
import { encoded, encodingSchema, fitEncoding, skewedNames } from '../../asof/encoding';
import { chosenCustomers } from '../../asof/customers-as-of';
import { spread } from '../../asof/spread';
import { endingTables } from '../../tables/company-tables';
import { defineCustomerModel } from '../../customer-model';
import { rarerOf } from '../../few-cases';
import { judgeLabels } from '../../judge/judge-labels';
import { count, shortWords } from '../../words';
import { expectLabels } from '../prepared-model';
import { applyChurn, churnModelSchema, churnSettingsSchema, fitChurn } from './churn';
import { losable, losses } from './churn-customers';
import { applyRecencyRule, fitRecencyRule, recencyRuleSchema } from './recency-rule';

const settings = churnSettingsSchema.unwrap().extend({
  cancelled: z
    .string()
    .nullable()
    .default(null)
    .describe(
      'column of the table of customers with the date of a cancellation; null: no purchase is a loss',
    ),
  activeWithin: z
    .number()
    .positive()
    .nullable()
    .default(2)
    .describe(
      'windows: who has not bought for longer is gone already and not asked about; null: whoever ever bought. Default: one window without a purchase is a loss, and some come back in the next one; no purchase in two is no longer news',
    ),
});

const fitted = z.strictObject({
  cancelled: z.string().nullable(),
  activeDays: z.number().positive().nullable().describe('most days since the last purchase; null: any'),
  encoding: encodingSchema,
  churn: churnModelSchema,
  anchor: recencyRuleSchema,
  customers: z.int().positive().describe('of the fit'),
  lost: z.number().min(0).max(1).describe('share of them'),
});

/** What the recency rule asks of, where there is such a feature. */
const RECENCY = ['days_since_purchase', 'tenure_days'];

/** Who could be lost. */
function speaksOf({
  cancelled,
  activeDays,
}: Pick<z.infer<typeof fitted>, 'cancelled' | 'activeDays'>): string {
  if (cancelled !== null) return 'who had not cancelled';
  return activeDays === null ? 'who had bought' : `who had bought within ${shortWords(activeDays, 4)} days`;
}

export const churnCustomerModel = defineCustomerModel({
  name: 'churn',
  description:
    'churn_probability: of no purchase in the window that comes, of whoever bought lately; or of a cancellation',
  anchor: 'the share lost by tenths of recency',
  settings,
  fitted,
  // Dates of cancellations are held against their own end: see `Past.cameOn`.
  asks: ({ cancelled }) => ({ label: cancelled === null ? ['transactions'] : [], columns: endingTables }),
  async fit(past, { cancelled, activeWithin, ...given }, random, tell) {
    const activeDays =
      cancelled === null && activeWithin !== null ? (activeWithin * past.window) / DAY : null;
    const { customers, target } = losses(past, { cancelled, activeDays });
    expectLabels('churn', target);
    const encoding = fitEncoding(customers);
    const table = encoded(encoding, customers);
    const logged = [...new Set([...skewedNames(encoding), ...given.logged])];
    const churn = fitChurn(table, target, { ...given, logged }, random, tell);
    const feature = RECENCY.find((name) => table.names.includes(name)) ?? table.names[0]!;
    const lost = target.reduce((sum, label) => sum + label, 0) / target.length;
    const anchor = fitRecencyRule(table, target, feature);
    return { cancelled, activeDays, encoding, churn, anchor, customers: target.length, lost };
  },
  async apply({ cancelled, activeDays, encoding, churn }, customers) {
    const rows = losable(customers, { cancelled, activeDays });
    const table = encoded(encoding, chosenCustomers(customers, rows));
    const values = spread(applyChurn(churn, table), rows, customers.customers.length);
    return [{ name: 'churn_probability', kind: 'number', values }];
  },
  async judge({ cancelled, activeDays, encoding, churn, anchor }, past, random, by) {
    const { customers, target, leftOut } = losses(past, { cancelled, activeDays });
    const table = encoded(encoding, customers);
    const labelled = { model: applyChurn(churn, table), anchor: applyRecencyRule(anchor, table), target };
    const names = { model: churn.learned.kind, anchor: `the rule by ${anchor.feature}` };
    const judged = await judgeLabels(customers, labelled, 'probability to be lost', names, by, random);
    const why = cancelled === null ? 'had not bought, or not lately' : 'had cancelled';
    const remark = `${count(leftOut)} customers more were known who ${why}: they could be lost no more`;
    return leftOut === 0 ? judged : { ...judged, remarks: [...judged.remarks, remark] };
  },
  speaksOf,
  facts: ({ customers, lost, churn, activeDays }) => [
    `${churn.learned.kind} of ${churn.preparation.length} features, fitted on ${count(customers)} customers, of whom ${(100 * lost).toFixed(1)} % were lost`,
    ...(activeDays === null
      ? []
      : [`of whoever had bought within ${shortWords(activeDays, 4)} days; of all others it says nothing`]),
  ],
  cases: ({ customers, lost, churn }) => ({
    ...{ count: rarerOf(customers, lost), kind: `customers who were ${lost > 0.5 ? 'not ' : ''}lost` },
    ...{ unknowns: churn.preparation.length, of: 'features' },
  }),
});
