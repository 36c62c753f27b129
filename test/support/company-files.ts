/** A company's tables as files in a folder, for tests. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openCompany } from '../../src/profiles/tables/open-company';
import { readCompany } from '../../src/profiles/tables/read-company';
import type { CompanyTables } from '../../src/profiles/tables/company-tables';

/** The schema of the contact log below. */
export const CONTACTS_SCHEMA =
  'customer: customer\ntime: sent_at\naction: channel\nnoAction: none\nactions: [none, email, call]\nreward: margin\noutcomes: [opened]\nwindow: 7d\n';

/** company.yaml of the tables that there are, by these names and columns. */
const YAML = {
  customers:
    'customers: { file: customers.csv, customer: id, since: joined, columns: { age: number, region: category, born: date } }\n',
  transactions:
    'transactions: { file: transactions.csv, customer: customer, time: at, amount: amount, quantity: quantity, product: product }\n',
  contacts: 'contacts: { file: contacts.csv, schema: contacts.schema.yaml, opened: opened }\n',
  messages: 'messages: { file: messages.csv, customer: customer, time: at, text: text }\n',
  products: 'products: { file: products.csv, product: product, category: category }\n',
};

const HEADERS: Readonly<Record<keyof typeof YAML, string>> = {
  customers: 'id,joined,age,region,born',
  transactions: 'customer,at,amount,quantity,product',
  contacts: 'customer,sent_at,channel,margin,opened',
  messages: 'customer,at,text',
  products: 'product,category',
};

/** Rows of each table, as lines. */
export type CompanyRows = Partial<Record<keyof typeof YAML, readonly string[]>>;

/** Moments until which tables are said to be known. */
export type Ends = Partial<Record<keyof typeof YAML, string>>;

/** @param more lines of company.yaml @returns the path of company.yaml */
export function writeCompany(folder: string, rows: CompanyRows, more = '', ends: Ends = {}): string {
  mkdirSync(folder, { recursive: true });
  const names = (Object.keys(YAML) as (keyof typeof YAML)[]).filter((name) => rows[name] !== undefined);
  for (const name of names)
    writeFileSync(join(folder, `${name}.csv`), [HEADERS[name], ...rows[name]!, ''].join('\n'));
  writeFileSync(join(folder, 'contacts.schema.yaml'), CONTACTS_SCHEMA);
  const file = join(folder, 'company.yaml');
  const lineOf = (name: keyof typeof YAML) =>
    ends[name] === undefined ? YAML[name] : YAML[name].replace('{ ', `{ until: '${ends[name]}', `);
  writeFileSync(file, names.map(lineOf).join('') + more);
  return file;
}

export async function companyOf(
  folder: string,
  rows: CompanyRows,
  more = '',
  ends: Ends = {},
): Promise<CompanyTables> {
  return readCompany(await openCompany(writeCompany(folder, rows, more, ends)));
}
