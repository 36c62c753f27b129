/** The next purchase as a customer model: `days_to_next_purchase`, and the probability of one in the window that comes. */
import { z } from 'zod';
import { chosenCustomers, type CustomersAsOf } from '../../asof/customers-as-of';
import { daysOf } from '../../asof/bought';
import { expectTransactions } from '../../asof/expect-transactions';
import { spread } from '../../asof/spread';
import { defineCustomerModel } from '../../customer-model';
import { judgeNextPurchases, purchaseProbabilities } from '../../judge/judge-next-purchases';
import { medianDays, type NextPurchaseCurves } from '../../judge/next-purchase-curves';
import { summaryOf } from '../purchases/summary';
import { lstmSettingsSchema } from '../recurrent/fit-lstm';
import { bgNbdSchema, fitBgNbd } from '../value/bg-nbd';
import { bgNbdCurves, meanGapCurves } from './anchors';
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

export const nextPurchaseCustomerModel = defineCustomerModel({
  name: 'next-purchase',
  description:
    'days_to_next_purchase: by when a purchase is as likely as not, the whole window where it is not in it; purchase_probability: of one within the window',
  anchor: "the customer's mean gap; of the LSTM, BG/NBD",
  settings,
  fitted: fittedSchema,
  usesTensors: ({ method }) => method === 'lstm',
  async fit(past, { method, lstm }, random) {
    const customers = past.now();
    expectTransactions('next-purchase', customers);
    const histories = customers.histories();
    return {
      horizon: daysOf(past.window),
      purchases: fitBgNbd(summaryOf(histories, TODAY)),
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
    const { horizon, network, purchases } = fitted;
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
      anchor: isNet ? bgNbdCurves(purchases, summary) : meanGapCurves(summary),
      ...{ came, horizon },
    };
    const names = { model: isNet ? 'the LSTM' : 'BG/NBD', anchor: isNet ? 'BG/NBD' : 'the mean gap' };
    return judgeNextPurchases(customers, given, names, by, random);
  },
  facts: ({ purchases, network, horizon }) => [
    `${network === null ? 'BG/NBD' : 'an LSTM over the gaps'}, looking ${horizon} days ahead, fitted on ${purchases.customers} customers who had bought`,
  ],
});
