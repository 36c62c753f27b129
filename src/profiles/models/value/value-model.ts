/** Lifetime value as a customer model: `lifetime_value` in the window that comes, and who is still a customer. */
import { z } from 'zod';
import { chosenCustomers, type CustomersAsOf } from '../../asof/customers-as-of';
import { daysOf } from '../../asof/bought';
import { expectTransactions } from '../../asof/expect-transactions';
import type { Past } from '../../asof/past';
import { spread } from '../../asof/spread';
import { defineCustomerModel } from '../../customer-model';
import { judgeAmounts } from '../../judge/judge-amounts';
import { VALUE_COLUMN } from '../column-names';
import { DAYS_A_WEEK } from '../purchases/histories';
import { summaryOf } from '../purchases/summary';
import { lstmSettingsSchema } from '../recurrent/fit-lstm';
import { lastPeriod } from '../spend/spend-model';
import { bgNbdSchema, fitBgNbd } from './bg-nbd';
import { aliveProbabilities } from './bg-nbd-ahead';
import { count, shortWords } from '../../words';
import { bgNbdFacts, gammaGammaFacts, purchaseCases } from './bg-nbd-facts';
import { fitGammaGamma, gammaGammaSchema, spendAssumption, spendAssumptionSchema } from './gamma-gamma';
import { lifetimeValues } from './lifetime-value';
import { valueExamples, valueFeatures } from './value-features';
import {
  applyValueNetwork,
  fitValueNetwork,
  valueNetworkSchema,
  valueNetworkSettingsSchema,
} from './value-network';
import { applyValueRecurrent, fitValueRecurrent, valueRecurrentSchema } from './value-recurrent';

const settings = z
  .strictObject({
    method: z
      .enum(['bg-nbd', 'feed-forward', 'lstm'])
      .default('bg-nbd')
      .describe('bg-nbd: with gamma-gamma for the amounts'),
    network: valueNetworkSettingsSchema.prefault({}),
    lstm: lstmSettingsSchema.prefault({}),
  })
  .readonly();

const fittedSchema = z.strictObject({
  weeks: z.number().positive().describe('of the window'),
  purchases: bgNbdSchema,
  boughtOnce: z.int().nonnegative().describe('customers of the fit with one purchase'),
  amounts: gammaGammaSchema,
  assumption: spendAssumptionSchema.describe(
    'of gamma-gamma: that how much is spent does not hang on how often',
  ),
  network: valueNetworkSchema.nullable().describe('null unless the method is feed-forward'),
  lstm: valueRecurrentSchema.nullable().describe('null unless the method is lstm'),
});
type Fitted = z.infer<typeof fittedSchema>;

/** Of the correlation of spend and frequency. */
const RESAMPLES = 200;

/** The last known day, from which histories count back. */
const TODAY = 0;

/** Parts of the window that nets learn from beside the whole: of customers as of later days they know less far ahead. */
const PARTS = [1, 0.5];

async function fitNets(
  past: Past,
  weeks: number,
  { method, network, lstm }: z.infer<typeof settings>,
  random: Parameters<typeof fitValueNetwork>[2],
): Promise<Pick<Fitted, 'network' | 'lstm'>> {
  const histories = past.now().histories();
  const ahead = PARTS.map((part) => part * weeks);
  return {
    network:
      method === 'feed-forward'
        ? await fitValueNetwork(valueExamples(histories, TODAY, ahead), network, random)
        : null,
    lstm: method === 'lstm' ? await fitValueRecurrent(histories, TODAY, ahead, lstm, random) : null,
  };
}

/** By BG/NBD and gamma-gamma. @returns [rows of `summaryOf`] */
function byBgNbd({ purchases, amounts, weeks }: Fitted, customers: CustomersAsOf): Float64Array {
  return lifetimeValues(purchases, amounts, summaryOf(customers.histories(), TODAY), { weeks });
}

/** By the fitted method. @returns [rows of `summaryOf`] */
function valuesOf(fitted: Fitted, customers: CustomersAsOf): Float64Array {
  const { network, lstm, weeks } = fitted;
  const histories = customers.histories();
  if (network !== null) return applyValueNetwork(network, valueFeatures(histories, TODAY).table, weeks);
  if (lstm !== null) return applyValueRecurrent(lstm, histories, TODAY, weeks);
  return byBgNbd(fitted, customers);
}

function methodOf({ network, lstm }: Fitted): string {
  if (network !== null) return 'the feed-forward net';
  return lstm === null ? 'BG/NBD with gamma-gamma' : 'the LSTM';
}

export const valueCustomerModel = defineCustomerModel({
  name: 'value',
  description:
    'lifetime_value: money to be spent in the window that comes, of whoever has bought; alive_probability: of still being a customer, by BG/NBD, which has it at 1 for whoever bought once',
  anchor: 'BG/NBD with gamma-gamma; of that itself, what was spent in the last window of the same length',
  settings,
  fitted: fittedSchema,
  usesTensors: ({ method }) => method !== 'bg-nbd',
  asks: () => ({ label: ['transactions'], columns: ['transactions'] }),
  async fit(past, given, random) {
    const customers = past.now();
    expectTransactions('value', customers);
    const summary = summaryOf(customers.histories(), TODAY);
    const weeks = daysOf(past.window) / DAYS_A_WEEK;
    const nets = await fitNets(past, weeks, given, random);
    const drawing = random.fork('customers');
    return {
      ...{ weeks, purchases: fitBgNbd(summary, drawing.fork('purchases')) },
      boughtOnce: summary.frequency.filter((x) => x === 0).length,
      amounts: fitGammaGamma(summary, drawing.fork('amounts')),
      assumption: spendAssumption(summary, { resamples: RESAMPLES, random: drawing.fork('assumption') }),
      ...nets,
    };
  },
  async apply(fitted, customers) {
    const summary = summaryOf(customers.histories(), TODAY);
    const all = customers.customers.length;
    const alive = aliveProbabilities(fitted.purchases, summary);
    return [
      {
        ...{ name: VALUE_COLUMN, kind: 'number' },
        values: spread(valuesOf(fitted, customers), summary.customer, all),
      },
      { name: 'alive_probability', kind: 'number', values: spread(alive, summary.customer, all) },
    ];
  },
  async judge(fitted, past, random, by) {
    const { customer } = summaryOf(past.before().histories(), TODAY);
    const customers = chosenCustomers(past.before(), customer);
    const { spend } = past.came();
    const isNet = fitted.network !== null || fitted.lstm !== null;
    const amounts = {
      model: valuesOf(fitted, customers),
      anchor: isNet ? byBgNbd(fitted, customers) : lastPeriod(customers),
      actual: Float64Array.from(customer, (row) => spend[row]!),
    };
    const anchor = isNet ? 'BG/NBD with gamma-gamma' : "the last window's spend";
    return judgeAmounts(customers, amounts, 'value', { model: methodOf(fitted), anchor }, by, random);
  },
  speaksOf: () => 'who had bought',
  facts: (fitted) => [
    `${methodOf(fitted)}, for the ${shortWords(fitted.weeks, 4)} weeks that come, fitted on ${count(fitted.purchases.customers)} customers who had bought; money that goes back in them is taken off`,
    ...bgNbdFacts(fitted.purchases, fitted.boughtOnce),
    ...gammaGammaFacts(fitted.amounts, fitted.assumption),
  ],
  cases: ({ purchases, boughtOnce, network, lstm }) =>
    purchaseCases(purchases, boughtOnce, (network ?? lstm)?.preparation),
});
