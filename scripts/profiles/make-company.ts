/** Tables of a company of any size, made anew from a seed wherever they are wanted: customers, purchases, products. */
import { closeSync, mkdirSync, openSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { Random } from '../../src/core/random';

const START = Date.UTC(2024, 0, 1);
const END = Date.UTC(2026, 0, 1);
/** From here on rows stand in a file of their own too. */
export const LAST_MONTH = '2025-12-01';
export const AS_OF = '2026-01-01';

const PRODUCTS = 200;
const CATEGORIES = 10;
const REGIONS = ['north', 'east', 'south', 'west'];
/** Rows that are written at once. */
const ROWS_AT_ONCE = 5000;

const COMPANY = (transactions: string) =>
  [
    'customers: { file: customers.csv, customer: id, since: joined, columns: { age: number, region: category } }',
    `transactions: { file: ${transactions}, customer: customer, time: at, amount: amount, quantity: quantity, product: product }`,
    'products: { file: products.csv, product: product, category: category }',
    '',
  ].join('\n');

/** Every row of all, or of the last month alone. */
export const companyFiles = { all: 'company.yaml', lastMonth: 'company-since.yaml' } as const;

// A number that scatters customers over ids of one length: no id is two customers'.
const id = (customer: number) => `c${(((customer * 48_271) % 2_147_483_647) + 1_000_000_000).toString(16)}`;
const day = (time: number) => new Date(time).toISOString().slice(0, 10);

/** A text for each row, written some thousand at once. */
function writeRows(file: string, header: string, rows: number, rowOf: (row: number) => string): void {
  const handle = openSync(file, 'w');
  try {
    let text = `${header}\n`;
    for (let row = 0; row < rows; row += 1) {
      text += rowOf(row);
      if (row % ROWS_AT_ONCE !== 0) continue;
      writeSync(handle, text);
      text = '';
    }
    writeSync(handle, text);
  } finally {
    closeSync(handle);
  }
}

export interface MadeCompany {
  readonly customers: number;
  readonly transactions: number;
  readonly seed: number;
}

/** Writes the tables into a folder, purchases in the order of time. */
export function makeCompany(folder: string, { customers, transactions, seed }: MadeCompany): void {
  mkdirSync(folder, { recursive: true });
  const random = Random.fromSeed(seed).fork('company');
  const below = (n: number) => Math.floor(random.uniform() * n);
  const cents = Array.from({ length: 100 }, (_, i) => String(i).padStart(2, '0'));
  writeRows(
    join(folder, 'products.csv'),
    'product,category',
    PRODUCTS,
    (row) => `p${row},kind ${row % CATEGORIES}\n`,
  );
  writeRows(join(folder, 'customers.csv'), 'id,joined,age,region', customers, (row) => {
    return `${id(row)},${day(START + below(END - START))},${18 + below(70)},${REGIONS[below(REGIONS.length)]!}\n`;
  });
  const header = 'customer,at,amount,quantity,product';
  const since = openSync(join(folder, 'since.csv'), 'w');
  writeSync(since, `${header}\n`);
  let later = '';
  writeRows(join(folder, 'transactions.csv'), header, transactions, (row) => {
    const at = new Date(START + Math.floor((row * (END - START)) / transactions / 1000) * 1000).toISOString();
    const line = `${id(below(customers))},${at.slice(0, 19)}Z,${below(200)}.${cents[below(100)]!},${1 + below(3)},p${below(PRODUCTS)}\n`;
    if (at < LAST_MONTH) return line;
    later += line;
    if (later.length > 2 ** 20) {
      writeSync(since, later);
      later = '';
    }
    return line;
  });
  writeSync(since, later);
  closeSync(since);
  writeFileSync(join(folder, companyFiles.all), COMPANY('transactions.csv'));
  writeFileSync(join(folder, companyFiles.lastMonth), COMPANY('since.csv'));
}
