/** The next purchase as a customer model: `days_to_next_purchase`, and the probability of one in the window that comes. */
import { z } from 'zod';
import { chosenCustomers, type CustomersAsOf } from '../../asof/customers-as-of';
import { daysOf } from '../../asof/bought';
import { expectTransactions } from '../../asof/expect-transactions';
import { spread } from '../../asof/spread';
import { defineCustomerModel } from '../../customer-model';
import {
  judgeNextPurchases,
  purchaseProbabilities,
  type CurvesToJudge,
} from '../../judge/judge-next-purchases';
import { medianDays, restrictedErrors, type NextPurchaseCurves } from '../../judge/next-purchase-curves';
import { summaryOf, type PurchaseSummary } from '../purchases/summary';
import { lstmSettingsSchema } from '../recurrent/fit-lstm';
import { bgNbdSchema, fitBgNbd } from '../value/bg-nbd';
import { bgNbdFacts, purchaseCases } from '../value/bg-nbd-facts';
import { count } from '../../words';
import { bgNbdCurves, meanGapCurves } from './anchors';
import { fitGammaPoisson, gammaPoissonCurves, gammaPoissonSchema } from './gamma-poisson';
import { fitHazardNetwork, hazardCurves, hazardNetworkSchema } from './hazard-network';

const settings = z
  .strictObject({
    method: z.enum(['bg-nbd', 'lstm']).default('bg-nbd'),
    lstm: lstmSettingsSchema.prefault({}),
  })
  .readonly();

const fittedSchema = z.strictObject({
  horizon: z.int().positive().describe('days of the window'),
  purchases: bgNbdSchema,
  boughtOnce: z.int().nonnegative().describe('customers of the fit with one purchase'),
  rates: gammaPoissonSchema.describe('the anchor: a rate for each customer'),
  network: hazardNetworkSchema.nullable().describe('null unless the method is lstm'),
});
type Fitted = z.infer<typeof fittedSchema>;

/** The last known day, from which histories count back. */
const TODAY = 0;

/** [rows of `summaryOf`] */
function curvesOf({ network, purchases }: Fitted, customers: CustomersAsOf): NextPurchaseCurves {
  const histories = customers.histories();
  return network === null
    ? bgNbdCurves(purchases, summaryOf(histories, TODAY))
    : hazardCurves(network, histories, TODAY);
}

/** The mean of completed gaps, as others quote it, for comparison: no anchor, see there. */
function gapRemark(
  summary: PurchaseSummary,
  { came, horizon }: Pick<CurvesToJudge, 'came' | 'horizon'>,
): string {
  if (!summary.frequency.some((x) => x > 0))
    return 'nobody had bought twice, so that there is no gap to take the mean of';
  const errors = restrictedErrors(medianDays(meanGapCurves(summary), horizon), came, horizon);
  const mean = errors.reduce((sum, error) => sum + error, 0) / errors.length;
  return `the mean of completed gaps, which knows nothing of the one that runs, errs by ${mean.toFixed(2)} days`;
}

export const nextPurchaseCustomerModel = defineCustomerModel({
  name: 'next-purchase',
  description:
    'days_to_next_purchase: by when a purchase is as likely as not, the whole window where it is not in it; purchase_probability: of one within the window',
  // A mean of completed gaps alone is short where gaps are, and knows nothing of the one that runs: whoever has not bought for a year is
  // expected tomorrow. A rate over all the time that was looked at is the same simple thing, done fairly.
  anchor: "the customer's rate over the time observed, drawn towards that of all; of the LSTM, BG/NBD",
  settings,
  fitted: fittedSchema,
  usesTensors: ({ method }) => method === 'lstm',
  asks: () => ({ label: ['transactions'], columns: ['transactions'] }),
  async fit(past, { method, lstm }, random) {
    const customers = past.now();
    expectTransactions('next-purchase', customers);
    const histories = customers.histories();
    const summary = summaryOf(histories, TODAY);
    return {
      horizon: daysOf(past.window),
      purchases: fitBgNbd(summary, random.fork('customers')),
      boughtOnce: summary.frequency.filter((x) => x === 0).length,
      rates: fitGammaPoisson(summary),
      network: method === 'lstm' ? await fitHazardNetwork(histories, TODAY, lstm, random) : null,
    };
  },
  async apply(fitted, customers) {
    const { horizon } = fitted;
    const { customer } = summaryOf(customers.histories(), TODAY);
    const all = customers.customers.length;
    const curves = curvesOf(fitted, customers);
    return [
      {
        ...{ name: 'days_to_next_purchase', kind: 'number' },
        values: spread(medianDays(curves, horizon), customer, all),
      },
      {
        ...{ name: 'purchase_probability', kind: 'number' },
        values: spread(purchaseProbabilities(curves, horizon), customer, all),
      },
    ];
  },
  async judge(fitted, past, random, by) {
    const { horizon, network, purchases, rates } = fitted;
    const summary = summaryOf(past.before().histories(), TODAY);
    const customers = chosenCustomers(past.before(), summary.customer);
    const { daysToPurchase } = past.came();
    const days = Float64Array.from(summary.customer, (row) => daysToPurchase[row]!);
    const came = {
      days: Int32Array.from(days, (value) => (Number.isNaN(value) ? horizon : Math.min(value, horizon))),
      seen: Uint8Array.from(days, (value) => (Number.isNaN(value) ? 0 : 1)),
    };
    const isNet = network !== null;
    const given = {
      model: curvesOf(fitted, customers),
      anchor: isNet ? bgNbdCurves(purchases, summary) : gammaPoissonCurves(rates, summary),
      ...{ came, horizon },
    };
    const names = {
      model: isNet ? 'the LSTM' : 'BG/NBD',
      anchor: isNet ? 'BG/NBD' : 'the rate over the time observed',
    };
    const judged = await judgeNextPurchases(customers, given, names, by, random);
    return { ...judged, remarks: [...judged.remarks, gapRemark(summary, given)] };
  },
  speaksOf: () => 'who had bought',
  facts: ({ purchases, boughtOnce, network, horizon }) => [
    `${network === null ? 'BG/NBD' : 'an LSTM over the gaps'}, looking ${horizon} days ahead, fitted on ${count(purchases.customers)} customers who had bought`,
    ...bgNbdFacts(purchases, boughtOnce),
  ],
  cases: ({ purchases, boughtOnce, network }) => purchaseCases(purchases, boughtOnce, network?.preparation),
});
