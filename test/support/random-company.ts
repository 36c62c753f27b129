/** Random tables of a company, for property tests. */
import fc from 'fast-check';
import type { CompanyRows } from './company-files';

/** Something that happened, and its line in the table. */
export interface RandomRow {
  /** Hours since the beginning. */
  readonly hour: number;
  readonly cells: readonly string[];
}

export interface RandomCompany {
  readonly customers: readonly string[];
  readonly transactions: readonly RandomRow[];
  readonly contacts: readonly RandomRow[];
  readonly messages: readonly RandomRow[];
}

const START = Date.UTC(2026, 0, 1);
const HOUR = 3_600_000;

/** Of the window of contacts, in `company-files`. */
export const WINDOW_HOURS = 7 * 24;
export const LAST_HOUR = 40 * 24;

export const momentOf = (hour: number) => START + hour * HOUR;
export const timeOf = (hour: number) => new Date(momentOf(hour)).toISOString();

const customer = fc.constantFrom('ann', 'bob', 'cid', '007');
const hour = fc.integer({ min: 0, max: LAST_HOUR });
const amount = fc.constantFrom('0', '0.1', '64.1', '33.3', '0.2', '12.345678', '-3.3', '19.99');
const product = fc.constantFrom('apple', 'pear', 'spade');
const flag = fc.constantFrom('0', '1');

function rows(...cells: readonly fc.Arbitrary<string>[]): fc.Arbitrary<RandomRow[]> {
  return fc.array(
    fc.tuple(customer, hour, ...cells).map(([name, at, ...rest]): RandomRow => ({
      hour: at,
      cells: [name, timeOf(at), ...rest],
    })),
    { minLength: 1, maxLength: 25 },
  );
}

/** Contact logs have one row of a customer at a time. */
const oneAtATime = (all: readonly RandomRow[]) => {
  const seen = new Set<string>();
  return all.filter(({ cells: [name, at] }) => !seen.has(`${name} ${at}`) && seen.add(`${name} ${at}`));
};

export const randomCompany: fc.Arbitrary<RandomCompany> = fc.record({
  customers: fc.constant(['ann,2026-01-01,40,north,1986-03-01', 'eve,2026-01-20T06:00:00Z,,south,']),
  transactions: rows(amount, fc.constantFrom('1', '2.5'), product),
  contacts: rows(fc.constantFrom('email', 'call', 'none'), fc.constant('0'), flag).map(oneAtATime),
  messages: rows(fc.constantFrom('hello', 'bye')),
});

const lines = (all: readonly RandomRow[]) => all.map(({ cells }) => cells.join(','));

/** The tables as files have them. */
export function companyRows({ customers, transactions, contacts, messages }: RandomCompany): CompanyRows {
  return {
    ...{ customers, transactions: lines(transactions), contacts: lines(contacts), messages: lines(messages) },
    products: ['apple,fruit', 'pear,fruit', 'spade,tools'],
  };
}

/** Some rows of each table. */
export function chosenRows(
  company: RandomCompany,
  isChosen: (row: RandomRow, table: 'transactions' | 'contacts' | 'messages') => boolean,
): RandomCompany {
  const chosen = (table: 'transactions' | 'contacts' | 'messages') =>
    company[table].filter((row) => isChosen(row, table));
  return {
    ...company,
    transactions: chosen('transactions'),
    contacts: chosen('contacts'),
    messages: chosen('messages'),
  };
}
