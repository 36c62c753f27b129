/** Columns ask for the tables that they are made of, and for no others: which these are, leaving a table out tells too. */
import { customersAtMoments, tablesOfColumns } from '../../../src/profiles/asof/at-moments';
import { pastOf } from '../../../src/profiles/asof/past';
import { customerModelNamed } from '../../../src/profiles/models/list';
import { endingTables } from '../../../src/profiles/tables/company-tables';
import { endRemarks, expectNear, tablesAsked } from '../../../src/runs/company-columns/tables-asked';
import { companyOf, type CompanyRows } from '../../support/company-files';
import { useFreshFolders } from '../../support/fresh-folders';

const freshFolder = useFreshFolders();
const DAY = 86_400_000;
const WINDOW = 30 * DAY;

const ROWS: CompanyRows = {
  customers: ['anna,2025-01-01,40,north,1980-02-03'],
  transactions: ['anna,2025-05-31,12,1,pear'],
  contacts: ['anna,2025-05-20,email,1,1'],
  messages: ['anna,2025-02-01,hello'],
  products: ['pear,fruit', 'spade,tools'],
};
const JUNE = Date.parse('2025-06-01');

const modelsNamed = (...names: readonly string[]) =>
  names.map((name) => ({ asks: customerModelNamed('test', name).asks({}) }));

it.each(endingTables)('makes of %s what is not made without it', async (table) => {
  // Products are of transactions: there are none without these.
  const { [table]: _, products, ...rest } = ROWS;
  const others = table === 'transactions' ? rest : { ...rest, products: products! };
  const made = [...tablesOfColumns(await companyOf(freshFolder(), ROWS), WINDOW)];
  const without = tablesOfColumns(await companyOf(freshFolder(), others), WINDOW);
  const own = made.flatMap(([name]) => (without.has(name) ? [] : name));
  expect(own.length).toBeGreaterThan(1);
  expect(made.flatMap(([name, of]) => (of === table ? name : []))).toEqual(own);
});

it('knows the table of every column that customers have', async () => {
  const tables = await companyOf(freshFolder(), ROWS);
  const names = [...tablesOfColumns(tables, WINDOW).keys()];
  const rows = { customers: Int32Array.of(0), moments: Float64Array.of(JUNE) };
  expect(customersAtMoments(tables, rows, WINDOW).columns.map(({ name }) => name)).toEqual(names);
  const listed = { ...tables, products: { ...tables.products!, isListed: true } };
  const now = pastOf(listed, JUNE, WINDOW).now().columns;
  expect(now.map(({ name }) => name).sort()).toEqual(names.sort());
});

it.each<[string, readonly string[], readonly string[], readonly string[]]>([
  ['its own columns', ['spend', 'recent_purchases', 'fading_contacts_14d'], [], ['transactions', 'contacts']],
  ['what the table of customers says', ['age', 'days_since_born'], [], ['customers']],
  ['a model of purchases', [], ['value'], ['transactions']],
  ['a model of all columns beside one', ['messages'], ['value', 'churn'], endingTables],
  ['a column that nothing makes', ['colour'], [], []],
])('asks for the tables of %s', async (_, columns, models, expected) => {
  const tables = await companyOf(freshFolder(), ROWS);
  expect(tablesAsked(tables, { columns, fits: modelsNamed(...models) }, WINDOW)).toEqual(expected);
});

it('is refused and told of by the ends of these tables alone', async () => {
  const tables = await companyOf(freshFolder(), ROWS);
  const ofShop = tablesAsked(tables, { columns: ['spend'], fits: modelsNamed('value') }, WINDOW);
  // Transactions are known until 1 June, contacts until 21 May, messages until 2 February: a tenth of the window is 3 days.
  expectNear(tables, ofShop, JUNE + 3 * DAY, WINDOW);
  expect(endRemarks(tables, ofShop, JUNE)).toEqual([]);
  expect(endRemarks(tables, ofShop, JUNE + 2 * DAY)).toEqual([
    expect.stringMatching(
      /company\.yaml transactions: known until 2025-06-01.* in the 2\.0 days until 2025-06-03/,
    ),
  ]);
  expect(() => expectNear(tables, ofShop, JUNE + 3 * DAY + 1, WINDOW)).toThrow(
    / transactions is known until 2025-06-01/,
  );
  for (const [columns, models, table] of [
    [['contacts'], ['value'], 'contacts'],
    [['messages'], [], 'messages'],
    [[], ['churn'], 'contacts'],
  ] as const) {
    const asked = tablesAsked(tables, { columns, fits: modelsNamed(...models) }, WINDOW);
    expect(() => expectNear(tables, asked, JUNE, WINDOW)).toThrow(
      new RegExp(` ${table} is known until 2025`),
    );
  }
});
