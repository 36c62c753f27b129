/** Three customers whose states and moves are counted by hand, and the same in any order of the rows. */
import fc from 'fast-check';
import { countFlows, type FlowSpan } from '../../../src/profiles/flows/count-flows';
import { openCompany } from '../../../src/profiles/tables/open-company';
import { readCompany } from '../../../src/profiles/tables/read-company';
import { companyOf, writeCompany, type CompanyRows } from '../../support/company-files';
import { useFreshFolders } from '../../support/fresh-folders';
import { inputError } from '../../support/input-error';

const fresh = useFreshFolders();
const DAY = 86_400_000;
const start = Date.parse('2026-01-01');
const day = (n: number) => new Date(start + n * DAY).toISOString().slice(0, 10);

/** Two weeks from the 21st day on; active for a week after a purchase, semiActive for two more. */
const span: FlowSpan = {
  ...{ from: start + 21 * DAY, period: 7 * DAY, periods: 2, members: null },
  rule: { activeFor: 7 * DAY, lapsedAfter: 21 * DAY },
};

/**
 * a bought on day 20, and never again. b bought on day 3, is mailed on day 22 and buys on day 24. c joins on day 25, is
 * mailed and then called in the second week, and buys on day 34.
 */
const rows: CompanyRows = {
  customers: [`c,${day(25)},,,`],
  transactions: [
    `a,${day(20)},10,1,x`,
    `b,${day(3)},20,1,x`,
    `b,${day(24)},30,1,x`,
    `c,${day(34)},5,1,x`,
    // Money back is no purchase, which would keep a active.
    `a,${day(26)},-2,1,x`,
  ],
  contacts: [`b,${day(22)},email,0,0`, `c,${day(30)},email,0,0`, `c,${day(31)},call,0,0`],
};

const count = async (of: CompanyRows, changes: Partial<FlowSpan> = {}) =>
  countFlows(await companyOf(fresh(), of), { ...span, ...changes }, () => undefined);

/** Cells that are not 0, as `place: value`. */
const filled = (values: ArrayLike<number>) =>
  Array.from(values, (value, place) => [place, value]).filter(([, value]) => value !== 0);

it('counts who is where, who comes, what is done and who moves', async () => {
  const counts = await count(rows);
  expect(counts).toMatchObject({
    ...{ states: ['active', 'semiActive', 'nonActive'], actions: ['none', 'email', 'call'].map(named) },
    ...{ hasUndecided: false, periods: 2, withoutRow: 3, severalKinds: 1 },
  });
  // Day 21: a active, b semiActive. Day 28: b active, a semiActive, c nonActive. Day 35: c active, the others semiActive.
  expect([...counts.customers]).toEqual([1, 1, 0, 1, 1, 1, 1, 2, 0]);
  // Of a nothing was known on day 14.
  expect([...counts.arrivals]).toEqual([1, 0, 0, 0, 0, 1, 0, 0, 0]);
  // [period, action, state]: a alone, b mailed while semiActive; then b and a alone, c mailed first while nonActive.
  const acted = (period: number, action: number, state: number) => (period * 3 + action) * 3 + state;
  expect(filled(counts.acted)).toEqual(
    [acted(0, 0, 0), acted(0, 1, 1), acted(1, 0, 0), acted(1, 0, 1), acted(1, 1, 2)].map((cell) => [cell, 1]),
  );
  const moves = [
    [acted(0, 0, 0), 1],
    [acted(0, 1, 1), 0],
    [acted(1, 0, 0), 1],
    [acted(1, 0, 1), 1],
    [acted(1, 1, 2), 0],
  ];
  expect(filled(counts.moved)).toEqual(moves.map(([cell, to]) => [cell! * 3 + to!, 1]));
  // What came in in a week stands at the state that it led to; what a got back lies in the first week.
  expect([...counts.money]).toEqual([10, 0, 0, 30, -2, 0, 5, 0, 0]);
  // The log names no costs: known are those of no contact.
  expect(filled(counts.priced)).toEqual(
    [acted(0, 0, 0), acted(1, 0, 0), acted(1, 0, 1)].map((cell) => [cell, 1]),
  );
});

/** As the log calls it. */
const named = (action: string) => (action === 'none' ? 'No Action' : action);

it('counts who has no row apart, where the log writes No Action down', async () => {
  const counts = await count({ ...rows, contacts: [...rows.contacts!, `a,${day(23)},none,0,0`] });
  expect(counts.actions).toEqual(['No Action', 'email', 'call', 'nothing decided']);
  expect(counts).toMatchObject({ hasUndecided: true, withoutRow: 2 });
  // a was decided on in the first week; in the second, a and b were not.
  expect(counts.acted[0]).toBe(1);
  expect([...counts.acted.subarray(12)]).toEqual([0, 0, 0, 0, 0, 1, 0, 0, 0, 1, 1, 0]);
});

it('counts contacts that came after a purchase of their period, of which it cannot be an effect', async () => {
  expect(await count(rows)).toMatchObject({ boughtFirst: 0 });
  // c is mailed on day 30 and called on the next: what is bought between is after the first contact.
  const bought = (...days: string[]) => ({ ...rows, transactions: [...rows.transactions!, ...days] });
  expect(await count(bought(`c,${day(30)}T12:00:00Z,3,1,x`))).toMatchObject({ boughtFirst: 0 });
  expect(await count(bought(`c,${day(29)},-3,1,x`, `a,${day(29)},3,1,x`))).toMatchObject({ boughtFirst: 0 });
  expect(await count(bought(`c,${day(29)},3,1,x`, `b,${day(21)},3,1,x`))).toMatchObject({ boughtFirst: 2 });
});

it('counts chosen customers as all there is, of whom nobody arrives', async () => {
  const counts = await count(rows, { members: Uint8Array.from([1, 1, 0]) });
  expect([...counts.customers]).toEqual([1, 1, 0, 1, 1, 0, 0, 2, 0]);
  expect(filled(counts.arrivals)).toEqual([]);
});

it('sees nothing of what comes after the last period', async () => {
  const later = {
    ...rows,
    transactions: [...rows.transactions!, `a,${day(35)},99,1,x`],
    contacts: [...rows.contacts!, `a,${day(35)},call,0,0`],
  };
  expect(await count(later)).toEqual(await count(rows));
});

it('is the same in any order of the rows', async () => {
  const contacts = [...rows.contacts!, `a,${day(29)},call,0,0`, `a,${day(23)},email,0,0`];
  const expected = await count({ ...rows, contacts });
  await fc.assert(
    fc.asyncProperty(
      fc.shuffledSubarray(contacts, { minLength: contacts.length }),
      fc.shuffledSubarray([...rows.transactions!], { minLength: rows.transactions!.length }),
      async (shuffled, transactions) => {
        expect(await count({ ...rows, transactions, contacts: shuffled })).toEqual(expected);
      },
    ),
    { numRuns: 8 },
  );
});

it('refuses a company without purchases, or without a log', async () => {
  const { transactions, contacts, customers } = rows;
  await expect(count({ contacts: contacts!, customers: customers! })).rejects.toThrow(
    'expected a company with transactions, by which states go, got none',
  );
  const file = writeCompany(fresh(), { transactions: transactions! });
  const tables = await readCompany(await openCompany(file));
  await expect(countFlows(tables, span, () => undefined)).rejects.toThrow(
    inputError(`${file}: expected a company with contacts, whose log has decisions, got none`),
  );
});
