/** Customers at moments of their own know what profiles as of those moments know, and nothing of later. */
import type { Moments } from '../../../src/profiles/profile/moments';
import fc from 'fast-check';
import { customersAtMoments } from '../../../src/profiles/asof/at-moments';
import { historiesBefore } from '../../../src/profiles/asof/bought';
import { monthOf, byMonth } from '../../../src/profiles/asof/months';
import { profilesAsOf } from '../../../src/profiles/profile/profiles-as-of';
import type { RawColumn } from '../../../src/dataset/contacts/contact-log';
import { zoneOffset } from '../../../src/core/zone-offset';
import type { CompanyTables } from '../../../src/profiles/tables/company-tables';
import { companyOf } from '../../support/company-files';
import { useFreshFolders } from '../../support/fresh-folders';
import {
  chosenRows,
  companyRows,
  LAST_HOUR,
  momentOf,
  randomCompany,
  timeOf,
} from '../../support/random-company';

const freshFolder = useFreshFolders();
const WINDOW = 5 * 86_400_000;

const cellOf = (column: RawColumn, row: number) =>
  column.kind === 'category' ? (column.names[column.codes[row]!] ?? null) : column.values[row]!;

function rowOf(columns: readonly RawColumn[], row: number): Record<string, unknown> {
  return Object.fromEntries(columns.map((column) => [column.name, cellOf(column, row)]));
}

/** Without it tables end with the day of their last row. */
const end = timeOf(LAST_HOUR + 1);
const toTheEnd = { transactions: end, contacts: end, messages: end };

const decisions = fc.array(
  fc.record({
    customer: fc.constantFrom('ann', 'bob', 'cid', '007', 'eve', 'nobody'),
    hour: fc.integer({ min: 0, max: LAST_HOUR }),
  }),
  { minLength: 1, maxLength: 8 },
);

function momentsOf(tables: CompanyTables, asked: readonly { customer: string; hour: number }[]): Moments {
  return {
    customers: Int32Array.from(asked, ({ customer }) => tables.customers.indexOf(customer)),
    moments: Float64Array.from(asked, ({ hour }) => momentOf(hour)),
  };
}

/** All that is told of each decision; null of whoever nothing was known of. */
function told(tables: CompanyTables, rows: Moments) {
  const nobody = { known: Int32Array.of(), columns: [] as RawColumn[] };
  const { known, columns } = (() => {
    try {
      return customersAtMoments(tables, rows, WINDOW);
    } catch {
      return nobody;
    }
  })();
  const { starts, days, amounts } = historiesBefore(tables, rows);
  return Array.from(rows.customers, (_, row) => ({
    profile: known.includes(row) ? rowOf(columns, row) : null,
    bought: [days.slice(starts[row], starts[row + 1]), amounts.slice(starts[row], starts[row + 1])],
  }));
}

it('tells of each decision what the profiles as of its moment tell', async () => {
  await fc.assert(
    fc.asyncProperty(randomCompany, decisions, async (company, asked) => {
      const people = [...company.customers, 'nobody,2027-01-01,1,south,'];
      const given = { ...companyRows(company), customers: people };
      const tables = await companyOf(freshFolder(), given, '', toTheEnd);
      const found = told(tables, momentsOf(tables, asked));
      asked.forEach(({ customer, hour }, row) => {
        const whole = (() => {
          try {
            return profilesAsOf(tables, momentOf(hour));
          } catch {
            return null;
          }
        })();
        const place = whole?.customers.indexOf(customer) ?? -1;
        const profile = found[row]!.profile ?? {};
        if (place < 0) expect(found[row]!.profile).toBeNull();
        else expect(profile).toMatchObject(rowOf(whole!.columns, place));
      });
    }),
    { numRuns: 30 },
  );
});

it('tells the same of a decision whatever happens at its moment or later', async () => {
  await fc.assert(
    fc.asyncProperty(randomCompany, randomCompany, decisions, async (company, other, asked) => {
      const first = Math.min(...asked.map(({ hour }) => hour));
      const past = chosenRows(company, ({ hour }) => hour < first);
      const future = chosenRows(other, ({ hour }) => hour >= first);
      const joined = {
        ...past,
        transactions: [...past.transactions, ...future.transactions],
        contacts: [...past.contacts, ...future.contacts],
        messages: [...past.messages, ...future.messages],
      };
      // No table is ever without a row.
      const late = (cells: readonly string[]) => ({
        hour: LAST_HOUR + 1,
        cells: ['zoe', '2027-01-01', ...cells],
      });
      const filled = (all: typeof past) => ({
        ...all,
        transactions: [...all.transactions, late(['1', '1', 'pear'])],
        contacts: [...all.contacts, late(['call', '0', '1'])],
        messages: [...all.messages, late(['hello'])],
      });
      const people = [
        ...company.customers,
        ...['bob', 'cid', '007', 'nobody'].map((name) => `${name},2027-01-01,1,south,`),
      ];
      const at = async (all: typeof past) => {
        const tables = await companyOf(freshFolder(), { ...companyRows(filled(all)), customers: people });
        const rows = momentsOf(
          tables,
          asked.filter(({ hour }) => hour === first),
        );
        return told(tables, rows);
      };
      expect(await at(joined)).toEqual(await at(past));
    }),
    { numRuns: 30 },
  );
});

it('tells the same of a decision when nothing is known of the one beside it', async () => {
  await fc.assert(
    fc.asyncProperty(randomCompany, decisions, async (company, asked) => {
      // Most are known from the beginning.
      const early = ['bob', 'cid', '007', 'nobody'].map((name) => `${name},2025-12-31,1,south,`);
      const given = { ...companyRows(company), customers: [...company.customers, ...early] };
      const tables = await companyOf(freshFolder(), given, '', toTheEnd);
      const alone = told(tables, momentsOf(tables, asked));
      // A year before anything happened.
      const beside = [...asked, { customer: asked[0]!.customer, hour: -366 * 24 }];
      const found = told(tables, momentsOf(tables, beside));
      expect(found.slice(0, -1)).toEqual(alone);
      expect(found.at(-1)!.profile).toBeNull();
    }),
    { numRuns: 30 },
  );
});

it('knows where months begin by the clocks of the company', () => {
  const ahead = zoneOffset('Europe/Zurich')!;
  const moment = Date.UTC(2026, 2, 31, 22, 30);
  // It is half past midnight on 1 April there, by summer time.
  expect(monthOf(moment, ahead)).toEqual({ name: '2026-04', from: Date.UTC(2026, 2, 31, 22) });
  expect(
    byMonth(Float64Array.of(moment, 0, moment - 3_600_000), ahead).map(({ month, rows }) => [
      month.name,
      [...rows],
    ]),
  ).toEqual([
    ...[
      ['1970-01', [1]],
      ['2026-03', [2]],
      ['2026-04', [0]],
    ],
  ]);
});
