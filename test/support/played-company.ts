/** Tables of a company whose customers buy by chance, with known shares by state and action and a known spread. */
import { NormalGenerator } from '../../src/core/normal-generator';
import type { Random } from '../../src/core/random';
import type { CompanyRows } from './company-files';

const DAY = 86_400_000;
const START = Date.parse('2026-01-05');

/** Of weeks: active for one after a purchase, semiActive for three more. */
export const playedLengths = { period: '7d', activeFor: '7d', lapsedAfter: '28d' } as const;

export interface Buying {
  readonly customers: number;
  readonly weeks: number;
  /** [none, email, call][active, semiActive, nonActive] mean chance of a purchase in a week */
  readonly buys: readonly (readonly number[])[];
  /** Standard deviation of each from week to week. */
  readonly sd: number;
  /** Paid for a purchase. */
  readonly amount: number;
}

/** A row each week for every customer: No Action or a contact, each by the same chance. */
export function playedCompany({ customers, weeks, buys, sd, amount }: Buying, random: Random): CompanyRows {
  const at = (week: number, day: number) => new Date(START + (7 * week + day) * DAY).toISOString();
  const noise = NormalGenerator.from(random.fork('shares'));
  const transactions: string[] = [];
  const contacts: string[] = [];
  // Weeks since the last purchase, before the first week.
  const since = Array.from({ length: customers }, () => random.integer(6));
  for (let week = 0; week < weeks; week += 1) {
    const z = new Float64Array(9);
    noise.fill(z);
    const chances = buys.map((row, action) =>
      row.map((chance, state) => Math.min(1, Math.max(0, chance + sd * z[action * 3 + state]!))),
    );
    for (let customer = 0; customer < customers; customer += 1) {
      const state = since[customer]! < 1 ? 0 : since[customer]! < 4 ? 1 : 2;
      const action = random.integer(3);
      contacts.push(`c${customer},${at(week, 0)},${['none', 'email', 'call'][action]},0,0`);
      since[customer]! += 1;
      if (random.uniform() >= chances[action]![state]!) continue;
      transactions.push(`c${customer},${at(week, 3)},${amount},1,x`);
      since[customer] = 0;
    }
  }
  return {
    customers: Array.from(
      { length: customers },
      (_, customer) => `c${customer},${at(0, -60).slice(0, 10)},,,`,
    ),
    transactions,
    contacts,
  };
}
