/** Expected spend as a customer model: `expected_spend` in the window that comes. */
import { z } from 'zod';
import { numbersOf, type CustomersAsOf } from '../../asof/customers-as-of';
import { encoded, encodingSchema, fitEncoding, skewedNames } from '../../asof/encoding';
import { expectTransactions } from '../../asof/expect-transactions';
import { endingTables } from '../../tables/company-tables';
import { defineCustomerModel } from '../../customer-model';
import { SAME_COUNT_LESS, toldApart } from '../../few-cases';
import { judgeAmounts } from '../../judge/judge-amounts';
import { SPEND_COLUMN } from '../column-names';
import { count, words } from '../../words';
import { applySpend, fitSpend, spendModelSchema, spendSettingsSchema } from './spend';

const fitted = z.strictObject({
  encoding: encodingSchema,
  spend: spendModelSchema,
  customers: z.int().positive().describe('of the fit'),
  toldApart: z.int().nonnegative().describe('of them by what they spent, see `toldApart`'),
  mean: z.number().describe('what they spent in the window, on average'),
});

/** What each spent in the last window before the moment. */
export function lastPeriod(customers: CustomersAsOf): Float64Array {
  return numbersOf(customers, 'recent_spend')!;
}

export const spendCustomerModel = defineCustomerModel({
  name: 'spend',
  description: 'expected_spend: money spent in the window that comes, what is paid back taken off',
  anchor: 'what was spent in the last window of the same length',
  settings: spendSettingsSchema,
  fitted,
  asks: () => ({ label: ['transactions'], columns: endingTables }),
  async fit(past, settings, random, tell) {
    const customers = past.before();
    expectTransactions('spend', customers);
    const { spend: target } = past.came();
    const encoding = fitEncoding(customers);
    const logged = [...new Set([...skewedNames(encoding), ...settings.logged])];
    const spend = fitSpend(encoded(encoding, customers), target, { ...settings, logged }, random, tell);
    const mean = target.reduce((sum, value) => sum + value, 0) / target.length;
    return { encoding, spend, customers: target.length, toldApart: toldApart(target), mean };
  },
  async apply({ encoding, spend }, customers) {
    return [{ name: SPEND_COLUMN, kind: 'number', values: applySpend(spend, encoded(encoding, customers)) }];
  },
  async judge({ encoding, spend }, past, random, by) {
    const customers = past.before();
    const amounts = {
      model: applySpend(spend, encoded(encoding, customers)),
      anchor: lastPeriod(customers),
      actual: past.came().spend,
    };
    const names = { model: spend.learned.kind, anchor: "the last window's spend" };
    return judgeAmounts(customers, amounts, 'spend', names, by, random);
  },
  facts: ({ customers, mean, spend }) => [
    `${spend.learned.kind} of ${spend.preparation.length} features, fitted on ${count(customers)} customers, who spent ${words(mean)} on average`,
  ],
  cases: ({ toldApart: count, spend }) => ({
    ...{ count, kind: `customers ${SAME_COUNT_LESS}` },
    ...{ unknowns: spend.preparation.length, of: 'features' },
  }),
});
