/** What a report says of money, with numbers made by hand that all differ. */
import type { Estimate } from '../../src/core/estimate';
import type { Spending, SpendingPoint } from '../../src/evaluate/off-policy/spending';
import type { LoggedReport } from '../../src/report/report';
import { companyReport } from './report-fixtures';

const around = (value: number, half: number): Estimate => {
  return { value, low: value - half, high: value + half, level: 0.95 };
};

const PER_DAY = 120;

/** Value, cost, contacts and spent, each with half the width of its interval. */
function point(price: number, numbers: readonly number[], more: Partial<SpendingPoint> = {}): SpendingPoint {
  const [value, cost, contacts, spent] = [0, 1, 2, 3].map((i) =>
    around(numbers[2 * i]!, numbers[2 * i + 1]!),
  );
  return {
    ...{ price, isChosen: false, identified: true, doubts: [] },
    ...{ value: value!, cost: cost!, contacts: contacts!, spent: spent! },
    spentPerDay: around(PER_DAY * numbers[6]!, PER_DAY * numbers[7]!),
    ...more,
  };
}

export const spending: Spending = {
  ...{ decisionsPerDay: PER_DAY, foundOn: 3871, price: 1.372, isPriceGiven: false },
  limits: [
    {
      ...{ channel: null, asked: { amount: 90, per: 'day' }, price: 1.372, isMet: true },
      ...{ found: 89.61, foundInterval: around(89.61, 4.4), heldOut: around(92.3, 4.1) },
    },
    {
      ...{ channel: 'call', asked: { amount: 0.25, per: 'decision' }, price: 0, isMet: true },
      ...{ found: 0.1412, foundInterval: around(0.1412, 0.0051), heldOut: around(0.1387, 0.0053) },
    },
  ],
  perDecision: { cost: around(0.769, 0.034), contacts: around(0.489, 0.011) },
  perDay: { cost: around(92.3, 4.1), contacts: around(58.7, 1.3) },
  frontier: [
    point(0, [12.31, 0.64, 1.241, 0.051, 0.712, 0.013, 1.229, 0.047]),
    point(0.684, [12.07, 0.61, 1.013, 0.045, 0.623, 0.012, 1.002, 0.041]),
    point(1.372, [11.63, 0.58, 0.774, 0.038, 0.487, 0.014, 0.769, 0.034], { isChosen: true }),
    point(2.93, [9.84, 0.52, 0.412, 0.029, 0.296, 0.015, 0.408, 0.026]),
    point(5.81, [777, 0.47, 0.153, 0.018, 0.121, 0.016, 0.149, 0.017], {
      doubts: ['too few customers were treated as the policy at this price would treat them'],
    }),
    point(9.27, [4.92, 0.43, 0, 0, 0, 0, 0, 0]),
  ],
  hindsight: point(1.431, [11.71, 0.57, 0.751, 0.037, 0.478, 0.0121, 0.7492, 0.033]),
};

/** The company's report of a policy with a budget and a capacity. */
export function budgetReport(changes: Partial<Spending> = {}): LoggedReport {
  const report = companyReport();
  const { schema, ...others } = report.config as { readonly schema: object };
  return {
    ...report,
    config: { ...others, schema: { ...schema, rewardNetOfCost: true, currency: 'EUR' } },
    spending: { ...spending, ...changes },
  };
}
