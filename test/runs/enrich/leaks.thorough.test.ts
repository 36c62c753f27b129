/** What happens after a decision changes no column of it, of any model: rows of all tables are dealt anew, or taken away. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { Random } from '../../../src/core/random';
import { customerModels } from '../../../src/profiles/models/list';
import { enrich } from '../../../src/runs/enrich/enrich';
import { quietHost } from '../../../src/runs/quiet-host';
import { shuffled } from '../../../src/stats/held-out';
import { writeCompany, type CompanyRows } from '../../support/company-files';
import { useFreshFolders } from '../../support/fresh-folders';
import { shopContacts, shopRows, shopTime, SHOP_DAYS } from '../../support/shop';

const freshFolder = useFreshFolders();
const CUSTOMERS = 120;
/** Decisions until then may know what came before it. */
const CUT = 130.3;
const models = customerModels.map(({ name }) => name);

/** Decisions of several months, some at the cut itself. */
const LOG = [60, 95, 115.5, CUT, 131, 160].flatMap((day) =>
  Array.from({ length: 30 }, (_, i) => `c${String(4 * i).padStart(4, '0')},${shopTime(day)},email,1,1`),
);

/** Each wrote once or twice. */
const messages = Array.from(
  { length: SHOP_DAYS },
  (_, day) => `c${String((7 * day) % CUSTOMERS).padStart(4, '0')},${shopTime(day + 0.2)},hello`,
);
const contacts = shopContacts(CUSTOMERS, 2).map((line, i) => (i % 3 === 0 ? line.replace(/0$/, '1') : line));
const shop = shopRows(CUSTOMERS);
/** Every other customer buys in bulk: two kinds, for segments to find. */
const transactions = shop.transactions!.map((line) => {
  const [name, at, amount, ...rest] = line.split(',');
  return [name, at, Number(name!.slice(1)) % 2 === 0 ? amount : `${amount}000`, ...rest].join(',');
});
const rows = { ...shop, transactions, contacts, messages };
const tables = ['transactions', 'contacts', 'messages'] as const;

type Change = (late: readonly string[], table: (typeof tables)[number]) => readonly string[];

/** @param change of the rows from the cut on */
function changed(change: Change): CompanyRows {
  const isLate = (line: string) => line.split(',')[1]! >= shopTime(CUT);
  return {
    ...rows,
    ...Object.fromEntries(
      tables.map((table) => [
        table,
        [
          ...rows[table].filter((line) => !isLate(line)),
          ...change(
            rows[table].filter((line) => isLate(line)),
            table,
          ),
        ],
      ]),
    ),
  };
}

async function enriched(given: CompanyRows) {
  const folder = freshFolder();
  // Said, as the day of a last row that is taken away would tell of it.
  const until = shopTime(SHOP_DAYS);
  writeCompany(folder, given, '', { transactions: until, contacts: until, messages: until });
  writeFileSync(join(folder, 'log.csv'), ['customer,sent_at,channel,margin,opened', ...LOG, ''].join('\n'));
  const found = await enrich(
    {
      ...{ data: join(folder, 'log.csv'), schema: join(folder, 'contacts.schema.yaml') },
      ...{ company: join(folder, 'company.yaml'), models, window: '20d', seed: 1, overwrite: false },
      out: join(folder, 'enriched.csv'),
      set: [
        'mostSegments=3',
        'rowsLookedAt=60',
        'draws=5',
        'resamplePairs=2',
        'starts=2',
        'features=["spend","monetary_value"]',
      ].map((setting) => `segments.${setting}`),
    },
    quietHost(),
  );
  const all = parse<Record<string, string>>(readFileSync(join(folder, 'enriched.csv')), { columns: true });
  const isEarly = ({ sent_at: at }: Record<string, string>) => at! <= shopTime(CUT);
  return { found: found!, early: all.filter(isEarly), late: all.filter((row) => !isEarly(row)) };
}

/** Customers of the rows dealt anew among them. */
const dealt: Change = (late, table) => {
  const order = shuffled(Int32Array.from(late.keys()), Random.fromSeed(table.length));
  const cells = late.map((line) => line.split(','));
  const lines = cells.map(([, ...rest], i) => [cells[order[i]!]![0]!, ...rest].join(','));
  // Contact logs have one row of a customer at a time.
  return [...new Map(lines.map((line) => [line.split(',').slice(0, 2).join(' '), line])).values()];
};

it('is so for rows that are dealt anew among the customers, and for rows that are taken away', async () => {
  const as = await enriched(rows);
  // All six say something of early decisions, or nothing would be tried.
  const said = new Set(
    as.found.fits.flatMap(({ model, month, customers }) =>
      customers !== null && month < '2025-06' ? [model] : [],
    ),
  );
  expect(said).toEqual(new Set(models));
  for (const name of [
    'churn_probability',
    'customer_segment',
    'uplift_email',
    'lifetime_value',
    'purchase_probability',
    'expected_spend',
  ])
    expect([name, as.early.some((row) => row[name] !== '')]).toEqual([name, true]);
  for (const change of [dealt, () => []] as Change[]) {
    const other = await enriched(changed(change));
    expect(other.early).toEqual(as.early);
    expect(other.late).not.toEqual(as.late);
  }
});
